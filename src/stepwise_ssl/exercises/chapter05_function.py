"""Exercise 5.4: the whole solution W(t) = U diag(s_j(t)) V^T, from Gamma, the start and the rotation.

Nothing here knows W(t): the check looks at the start, the flow, the end and a few corners. All of these are
blind to the signs of eigenvectors, which NumPy chooses as it likes.
"""

from __future__ import annotations

import numpy as np

from .aligned_problem import Problem, problem
from .properties import Broken, Property, PropertyQuestion

CLOSE = 1e-8  # relative; rounding of an eigendecomposition of a 6 x 6 matrix stays far below
SLOPE = 1e-5  # relative; the error of the difference quotient below is about 1e-8


POSITIVE = problem([0.4, 2.0, 1.2, 0.1, 0.7, 0.2], 3, seed=5)
INDEFINITE = problem([-4.0, 0.8, -1.5, 2.0, 0.3, -0.2], 4, seed=6, scale=0.3)
WITH_ZERO = problem([0.0, 1.5, -1.0, 3.0], 3, seed=7, scale=0.2, turned=False)


def _near(a, b, tolerance=CLOSE) -> bool:
    return bool(np.abs(a - b).max() <= tolerance * max(np.abs(b).max(), 1e-300))


def _starts(call, at: Problem = POSITIVE) -> None:
    """W(0) W(0)^T = U diag(s0^2) U^T: the sizes are s0, and U stands on the left."""
    start = at.at(call, 0.0)
    product, u, squares = start @ start.T, at.rotation, np.diag(at.s0**2)
    if _near(product, u @ squares @ u.T):
        return
    if _near(product, squares):
        image = start @ at.matrix / at.s0[:, None]
        rows = start / at.s0[:, None]
        quotients = (image * rows).sum(axis=1)
        if _near(image, quotients[:, None] * rows, 1e-6):
            raise Broken("the rotation is missing, each row of W(0) is one eigenvector times its s0")
        raise Broken("the rotation stands between diag(s) and V^T; its place is left of diag(s)")
    if _near(product, u.T @ squares @ u):
        raise Broken("this is U^T diag(s) V^T, the rotation is transposed")
    sizes = np.sort(np.linalg.svd(start, compute_uv=False))[::-1]
    wanted = np.sort(at.s0)[::-1]
    if _near(sizes, wanted, 1e-6):
        raise Broken("its singular values are right, but its left singular vectors are not the columns of U")
    raise Broken(f"its singular values are {_show(sizes)}, and s0 is {_show(wanted)}")


def _modes(call, at: Problem = POSITIVE) -> None:
    """Row j of U^T W(0) is an eigenvector of Gamma, and its eigenvalue is the j-th largest."""
    rows = (at.rotation.T @ at.at(call, 0.0)) / at.s0[:, None]
    found = ((rows @ at.matrix) * rows).sum(axis=1)
    if not _near(rows @ at.matrix, found[:, None] * rows, 1e-6):
        raise Broken(
            "the rows of U^T W(0) are not eigenvectors of Gamma. eigh returns eigenvectors as columns: "
            "vectors[:, j], not vectors[j]"
        )
    if _near(found, at.gamma, 1e-6):
        return
    spectrum, d = np.sort(np.linalg.eigvalsh(at.matrix)), len(found)
    by_size = spectrum[np.argsort(-np.abs(spectrum))][:d]
    if _near(np.sort(found)[::-1], at.gamma, 1e-6):
        raise Broken(f"it has the right eigenvectors in the order {_show(found)}. Mode 1 is the largest")
    if _near(np.sort(found), spectrum[:d], 1e-6):
        raise Broken(f"it uses the smallest eigenvalues, {_show(found)}. eigh sorts them ascending")
    if _near(np.sort(found), np.sort(by_size), 1e-6):
        raise Broken(
            f"it uses {_show(found)}, the largest by magnitude. Sort by value: negative ones come last"
        )
    raise Broken(f"the eigenvalues of its modes are {_show(found)}, where {_show(at.gamma)} is wanted")


def _flows(call, at: Problem = POSITIVE) -> None:
    """dW/dt = -4 (C - I) W Gamma, by a difference quotient of fourth order, early, at a step and late."""
    eye, fastest = np.eye(len(at.s0)), np.abs(at.gamma).max()
    for t in (0.02 / fastest, 0.4 / fastest, 1.0 / fastest, 3.0 / fastest):
        h = 2e-3 / fastest
        far, near = ([at.at(call, t + k * h) for k in pair] for pair in ((-2, 2), (-1, 1)))
        slope = (8 * (near[1] - near[0]) - (far[1] - far[0])) / (12 * h)
        weights = at.at(call, t)
        c = weights @ at.matrix @ weights.T
        wanted = -4 * (c - eye) @ weights @ at.matrix
        if not _near(slope, wanted, SLOPE):
            ratio = float((slope * wanted).sum() / (wanted * wanted).sum())
            if _near(slope, ratio * wanted, 0.05) and abs(ratio - 1) > 0.05:
                raise Broken(
                    f"at t = {t:.3g} it moves {ratio:.2g} times as fast as the flow. s grows at rate 4 "
                    f"gamma, "
                    "its square at 8 gamma"
                )
            off = np.abs(slope - wanted).max() / np.abs(wanted).max()
            raise Broken(
                f"at t = {t:.3g} its slope is off by {off:.2g} of the largest entry. Where e^(4 gamma t) "
                f"stands "
                "above, the root below holds e^(8 gamma t)"
            )


def _arrives(call, at: Problem = POSITIVE) -> None:
    """Runge and Kutta carry the function's own start along the flow; it must be there at every stop."""
    eye, fastest = np.eye(len(at.s0)), np.abs(at.gamma).max()
    weights, h = at.at(call, 0.0), 0.02 / fastest

    def slope(w):
        image = w @ at.matrix
        return -4 * (image @ w.T - eye) @ image

    for step in range(1, 301):
        a = slope(weights)
        b = slope(weights + h / 2 * a)
        c = slope(weights + h / 2 * b)
        weights = weights + h / 6 * (a + 2 * b + 2 * c + slope(weights + h * c))
        if step % 50 == 0 and not _near(at.at(call, step * h), weights, 1e-4):
            raise Broken(
                f"at t = {step * h:.3g} it is not where the flow carries W(0). The weights must move on one "
                "smooth path, with the same eigenvectors at every time"
            )


def _settles(call) -> None:
    at = POSITIVE
    weights = at.at(call, 12 / at.gamma[-1])  # 8 gamma t is below 300: nothing overflows yet
    rows = at.rotation.T @ weights
    if not _near(weights @ at.matrix @ weights.T, np.eye(len(at.s0)), 1e-6):
        raise Broken(f"its embedding eigenvalues end at {_show(np.diag(rows @ at.matrix @ rows.T))}")


def _keeps_negative(call) -> None:
    _starts(call, INDEFINITE)
    _modes(call, INDEFINITE)
    size = np.linalg.norm((INDEFINITE.rotation.T @ INDEFINITE.at(call, 40.0))[-1])
    if size > 1e-6:
        raise Broken(f"at t = 40 its negative mode has size {size:.3g}; it should have decayed to 0")
    _flows(call, INDEFINITE)
    _arrives(call, INDEFINITE)


def _keeps_zero(call) -> None:
    for t in (0.0, 1.0, 20.0):
        rows = WITH_ZERO.rotation.T @ WITH_ZERO.at(call, t)
        if not np.isclose(np.linalg.norm(rows[-1]), WITH_ZERO.s0[-1], rtol=1e-9):
            raise Broken(
                f"at t = {t:g} it has size {np.linalg.norm(rows[-1]):.4g}, not {WITH_ZERO.s0[-1]:.4g}"
            )


def _survives(call) -> None:
    advice = "e^(8 gamma t) overflows: divide above and below by it, and use e^(-8 gamma t)"
    for at in (POSITIVE, INDEFINITE):
        for t in (100.0, 1_000.0, 1e5):
            try:
                rows = at.rotation.T @ at.at(call, t)
            except Broken as seen:
                raise Broken(f"{seen}. Perhaps {advice}") from None
            values = np.diag(rows @ at.matrix @ rows.T)
            if not np.allclose(values, at.gamma > 0, atol=1e-6):
                raise Broken(f"at t = {t:g} its embedding eigenvalues are {_show(values)}. Perhaps {advice}")


def _show(values) -> str:
    return ", ".join(f"{value + 0.0:.3g}" for value in values)


QUESTION = PropertyQuestion(
    [
        Property("start at W(0) = U diag(s0) V^T", _starts),
        Property(
            "let row j of U^T W(0) be s0[j] times the eigenvector of the j-th largest eigenvalue", _modes
        ),
        Property("follow the flow dW/dt = -4 (C - I) W Gamma", _flows),
        Property("stay on one path of the flow", _arrives),
        Property("end at C = I when the d leading eigenvalues are positive", _settles),
        Property("work for a Gamma that has negative eigenvalues", _keeps_negative),
        Property("leave a mode with eigenvalue 0 where it is", _keeps_zero),
        Property("survive long times", _survives),
    ],
    praise="It starts right, follows the flow, ends at C = I, and holds for eigenvalues of either sign, for "
    "zero, and at t = 100,000. The signs of the eigenvectors do not matter to any of this.",
)
