"""First principles for a symmetric matrix of two by two: products of matrices, and axes that are known."""

from __future__ import annotations

import random
from dataclasses import dataclass

import sympy as sp

from ..equality import StepError
from ..status import Status
from .worlds import check_in

R = sp.Rational


@dataclass(frozen=True)
class Plane:
    """A matrix and a turn of the axes.

    Args:
        matrix: symmetric.
        cosine: of the turn.
        sine: of the turn.
    """

    matrix: sp.ImmutableMatrix
    cosine: sp.Expr
    sine: sp.Expr

    @property
    def angle(self):
        """The turn, as a number."""
        return sp.atan2(self.sine, self.cosine).evalf(60)

    def letter(self, name: str):
        """Value of a letter; gamma_1 and gamma_2 are the larger and the smaller eigenvalue."""
        (a, b), (_, c) = self.matrix.tolist()
        values = {"a": a, "b": b, "c": c, "theta": self.angle}
        if name in ("gamma_1", "gamma_2"):
            both = sorted(self.matrix.eigenvals(multiple=True))
            return both[-1] if name == "gamma_1" else both[0]
        if name not in values:
            raise StepError(f"the plane has no letter {name}")
        return values[name]

    def function(self, name: str, x):
        """Entry of the matrix in axes that are turned by x."""
        if not x.is_real:
            return sp.nan
        turn = sp.Matrix([[sp.cos(x), sp.sin(x)], [-sp.sin(x), sp.cos(x)]]).evalf(60)
        whole = turn * self.matrix * turn.T
        return {"Gamma_11": whole[0, 0], "Gamma_12": whole[0, 1], "Gamma_22": whole[1, 1]}[name]


def _any_plane(seed: int) -> Plane:
    rng = random.Random(seed)
    a, b, c = (R(rng.randint(-9, 9), 4) for _ in range(3))
    return Plane(sp.ImmutableMatrix([[a, b], [b, c]]), R(5, 13), R(12, 13) * (-1) ** seed)


def _known_axes(gammas: tuple, cosine, sine) -> Plane:
    """A matrix made from its eigenvalues, the first one the larger, along (cosine, sine)."""
    axes = sp.Matrix([[cosine, -sine], [sine, cosine]])
    return Plane(sp.ImmutableMatrix(axes * sp.diag(*gammas) * axes.T), cosine, sine)


def _multiplied(e):
    """A product of matrices that are given by their entries."""
    if isinstance(e, sp.MatMul | sp.Mul):
        out = sp.S.One
        for x in e.args:
            out = out * _multiplied(x)
        return out
    if isinstance(e, sp.Transpose):
        return _multiplied(e.arg).T
    return e


def _as_numbers(check):
    """The check, of equations in which a product of matrices may stand for its one entry."""

    def numbers(lhs, rhs) -> Status:
        sides = [_multiplied(e) if isinstance(e, sp.MatrixExpr) else e for e in (lhs, rhs)]
        if any(getattr(e, "shape", (1, 1)) != (1, 1) for e in sides):
            raise StepError(f"{lhs} = {rhs} is about more than one number")
        return check(*(e[0, 0] if hasattr(e, "shape") else e for e in sides))

    return numbers


_ROOT = 1 / sp.sqrt(2)
any_angle = _as_numbers(check_in(tuple(map(_any_plane, range(4)))))
decoupled = check_in(
    (
        _known_axes((R(7, 3), R(1, 2)), R(3, 5), R(4, 5)),
        _known_axes((R(5, 4), R(-2, 3)), R(15, 17), R(-8, 17)),
        _known_axes((R(-1, 3), R(-7, 2)), R(5, 13), R(12, 13)),
        _known_axes((R(3), R(-1, 3)), _ROOT, _ROOT),  # equal diagonal entries
    )
)
