"""Exercise 4.8: the gradient of ||W M W^T - I||^2 for any square M, also one that is not symmetric.

The check knows no gradient, only the loss: every entry is compared with a finite difference. The formulas
below are wrong ones, kept so that a wrong answer can be called by its name.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .properties import Broken, Property, PropertyQuestion

PUSH = 1e-4
CLOSE = 1e-6  # relative; error of the difference: PUSH^2 for its curvature, about 1e-12 for rounding


def _problem(d: int, m: int, seed: int, symmetric: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Seeded weights and a matrix with eigenvalues of both signs, of a size at which all terms count."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(m, m))
    return 0.5 * rng.normal(size=(d, m)), (matrix + matrix.T) / 2 if symmetric else matrix


PAGE = np.array([[0.2, 0.0]]), np.array([[2.5, 1.5], [1.5, 2.5]])
SQUARE = _problem(3, 3, seed=1)
WIDE = _problem(2, 5, seed=2)
WIDE_POSITIVE = WIDE[0], WIDE[1] @ WIDE[1]
ONE_ORDER = _problem(3, 4, seed=3, symmetric=False)
ONE_ORDER_SQUARE = _problem(3, 3, seed=4, symmetric=False)


def loss(weights: np.ndarray, matrix: np.ndarray) -> float:
    """The loss whose gradient is wanted.

    >>> loss(np.eye(2), np.eye(2))
    0.0
    """
    return float(((weights @ matrix @ weights.T - np.eye(len(weights))) ** 2).sum())


def measured(weights: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """The gradient by pushing every weight a little to either side.

    >>> measured(*PAGE).round(6).tolist()
    [[-1.8, -1.08]]
    """
    slope = np.empty_like(weights)
    for at in np.ndindex(weights.shape):
        push = np.zeros_like(weights)
        push[at] = PUSH
        slope[at] = (loss(weights + push, matrix) - loss(weights - push, matrix)) / (2 * PUSH)
    return slope


def _near(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and bool(np.abs(a - b).max() <= CLOSE * np.abs(b).max())


def _wrong_ways(w: np.ndarray, m: np.ndarray) -> list[tuple[Callable, str]]:
    """Known slips, as formulas that are evaluated only when asked for: some need a square problem."""
    eye, error, both = np.eye(len(w)), w @ m @ w.T - np.eye(len(w)), (m + m.T) / 2
    return [
        (
            lambda: 4 * error @ w @ m,
            "this is right where M is symmetric. If it is not, the first W and the second give different "
            "terms: one with M, one with its transpose",
        ),
        (
            lambda: 4 * (w @ both @ w.T - eye) @ w @ both,
            "you put (M + M^T)/2 in place of M. That is the loss with both orders, another one",
        ),
        (
            lambda: 2 * (error @ w @ m + error.T @ w @ m.T),
            "the transposes have changed places: C - I goes with M^T, its transpose with M",
        ),
        (lambda: 4 * error @ w @ m.T, "this is twice one of the two terms. The other one differs"),
        (lambda: 4 * error.T @ w @ m, "this is twice one of the two terms. The other one differs"),
        (lambda: 4 * (w @ m @ w.T) @ w @ m, "the identity is missing: this is the slope of ||C||^2"),
        (
            lambda: 4 * (w @ m @ w.T - 1) @ w @ m,
            "you subtract 1 from every entry of C. The identity has ones on its diagonal only: np.eye",
        ),
        (lambda: 4 * error @ w, "M stands once only. The derivative of C brings another one"),
        (lambda: 4 * error * (w @ m), "* multiplies entry by entry. Matrices are multiplied with @"),
        (lambda: 4 * (w @ m) @ error, "the factors stand in the wrong order: C - I belongs on the left"),
        (lambda: 4 * (w @ m @ w - eye) @ w @ m, "C is W M W^T: a transposition is missing"),
        (lambda: 4 * (w * m * w.T - eye) @ w @ m, "* multiplies entry by entry. Use @ in C too"),
        (lambda: measured(w, m).T, "it is the transpose of the slope"),
    ]


def _agrees(call, problem: tuple[np.ndarray, np.ndarray]) -> None:
    """Every entry is the measured slope; if not, say which slip it is, or how far off."""
    weights, matrix = problem
    found = call(weights, matrix, shape=weights.shape)
    if not np.all(np.isfinite(found)):
        raise Broken("some entries are not finite")
    wanted = measured(weights, matrix)
    if _near(found, wanted):
        return
    if _near(found, -wanted):
        raise Broken("this is minus the slope, the direction of descent. The gradient points uphill")
    ratio = float((found * wanted).sum() / (wanted * wanted).sum())
    if ratio and _near(found / ratio, wanted):
        raise Broken(
            f"it is {ratio:.3g} times the slope. The square gives a factor 2, and W stands twice in C"
        )
    for formula, words in _wrong_ways(weights, matrix):
        try:
            candidate = formula()
        except ValueError:  # a slip that this shape does not allow
            continue
        if any(_near(found, factor * candidate) for factor in (1, 0.5, -1)):
            raise Broken(words)
    row, column = np.unravel_index(np.argmax(np.abs(found - wanted)), wanted.shape)
    raise Broken(
        f"pushing the weight in row {row}, column {column} changes the loss at a rate of "
        f"{wanted[row, column]:.4g}; you say {found[row, column]:.4g}"
    )


def _shapes(call) -> None:
    """What fails only where d and m differ has to do with shapes, so the advice is about them."""
    for problem in (PAGE, WIDE_POSITIVE):
        try:
            _agrees(call, problem)
        except Broken as seen:
            if "raises" not in str(seen) and "returns shape" not in str(seen):
                raise
            raise Broken(f"{seen}. W is {len(problem[0])} by {len(problem[1])} here, and the identity as "
                         "large as C: np.eye(len(weights))") from None  # fmt: skip


def _vanishes(call) -> None:
    """At C = I no weight can better the loss."""
    weights = np.array([[0.5, 0.0, 0.0], [0.0, 1.0, 0.0]])
    matrix = np.diag([4.0, 1.0, -3.0])
    found = call(weights, matrix, shape=weights.shape)
    if not np.abs(found).max() <= 1e-12:
        raise Broken(f"its largest entry there is {np.abs(found).max():.3g}")


QUESTION = PropertyQuestion(
    [
        Property(
            "agree with finite differences for 3 outputs and 3 weights each", lambda c: _agrees(c, SQUARE)
        ),
        Property("work where there are fewer outputs than weights", _shapes),
        Property("hold for a symmetric M with eigenvalues of both signs", lambda c: _agrees(c, WIDE)),
        Property("vanish where C = I", _vanishes),
        Property(
            "agree with finite differences for an M that is not symmetric",
            lambda c: (_agrees(c, ONE_ORDER), _agrees(c, ONE_ORDER_SQUARE)),
        ),
    ],
    praise="Finite differences agree for one output and for three, for eigenvalues of either sign, and for "
    "an M that counts one order only.",
)  # fmt: skip
