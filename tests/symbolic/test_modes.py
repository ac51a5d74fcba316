"""Diagonal matrices and sums that run over the modes: true identities are proved, wrong ones refuted."""

import pytest
import sympy as sp
from sympy import Identity, MatrixSymbol, Trace

from stepwise_ssl.symbolic import Status, StepError
from stepwise_ssl.symbolic.matrices import equal, evaluate
from stepwise_ssl.symbolic.modes import Diag, ModeSum, is_indexed
from stepwise_ssl.symbolic.words import Kinds

d, m = sp.symbols("d m", integer=True, positive=True)
t = sp.Symbol("t", nonnegative=True)
a, b, c = sp.Symbol("a_j", positive=True), sp.Symbol("b_j", real=True), sp.Symbol("c", real=True)
s = sp.Function("s_j", positive=True)(t)
U, A = MatrixSymbol("U", d, d), MatrixSymbol("A", d, d)
V, N = MatrixSymbol("V", m, d), MatrixSymbol("N", m, m - d)
turned = Kinds(orthonormal=((U,), (V, N)))


def D(entry):
    return Diag(entry, d)


TRUE = [
    (D(a) * D(b), D(a * b)),
    (D(a) + D(b), D(a + b)),
    (D(a) * D(b), D(b) * D(a)),
    (D(a).T, D(a)),
    (c * D(a), D(c * a)),
    (D(c), c * Identity(d)),
    (U * D(a) * U.T * U * D(b) * U.T, U * D(a * b) * U.T),
    (Identity(d) - U * D(s) * U.T, U * D(1 - s) * U.T),
    (U * D(sp.exp(2 * a)) * V.T * V, U * D(sp.exp(a) ** 2)),
    (U * D((1 - b) * (1 + b)) * U.T, Identity(d) - U * D(b**2) * U.T),
    (U * D(sp.sin(a) ** 2) * U.T + U * D(sp.cos(a) ** 2) * U.T, Identity(d)),
    (Trace(D(a)), ModeSum(a, d)),
    (Trace(U * D(a) * U.T), ModeSum(a, d)),
    (Trace(U * D(a) * V.T * V * D(b) * U.T), ModeSum(a * b, d)),
    (ModeSum(1 - a, d), d - ModeSum(a, d)),
    (ModeSum(c, d), c * d),
    (Trace(A * D(a)), Trace(D(a) * A.T)),
]


@pytest.mark.parametrize(("left", "right"), TRUE)
def test_true_identities_are_proved(left, right):
    assert equal(left, right, turned) == Status.PROVED


FALSE = [
    (D(a) * D(b), D(a + b)),
    (D(a) + D(b), D(a * b)),
    (D(a), D(b)),
    (D(a), a * Identity(d)),  # one number for all modes is not a diagonal
    (a * D(b), D(a * b)),  # the a_j outside is that of one mode
    (a * ModeSum(b, d), ModeSum(a * b, d)),
    (A * D(a), D(a) * A),
    (U * D(a) * U.T, U.T * D(a) * U),  # the rotation transposed
    (U * D(a) * U.T, D(a)),
    (Identity(d) - U * D(s) * U.T, U * D(1 + s) * U.T),
    (V * D(a) * V.T, V * D(a) * V.T * 2),
    (Trace(U * D(a) * U), ModeSum(a, d)),
    (ModeSum(a, d) ** 2, ModeSum(a**2, d)),
    (ModeSum(a * b, d), ModeSum(a, d) * ModeSum(b, d)),
    (ModeSum(1 - a, d), 1 - ModeSum(a, d)),
    (ModeSum(sp.sqrt(b**2), d), ModeSum(b, d)),
    (ModeSum(a, d), ModeSum(a, m)),
]


@pytest.mark.parametrize(("left", "right"), FALSE)
def test_wrong_identities_are_refuted_with_numbers(left, right):
    with pytest.raises(StepError) as error:
        equal(left, right, turned)
    assert error.value.counterexample


def test_what_only_points_can_tell_is_not_called_proved(monkeypatch):
    from stepwise_ssl.symbolic import equality

    monkeypatch.setattr(equality, "_prove", lambda a, b: False)
    marks = (
        equal(ModeSum(a * (1 + a), d), ModeSum(a + a**2, d)),
        equal(D((a + 1) ** 2) * A, D(a**2 + 1) * A + D(2 * a) * A),
    )
    assert all(mark.kind in ("exact", "proved") for mark in marks)
    assert equal(ModeSum(sp.sin(a) ** 2, d), ModeSum(1 - sp.cos(a) ** 2, d)) == Status.NUMERIC(10)


def test_numbers_by_hand():
    modes = ({a: sp.Integer(2)}, {a: sp.Integer(3)})
    assert evaluate(D(c * a), {d: 2, c: sp.Integer(5)}, {}, modes) == sp.diag(10, 15)
    assert evaluate(3 * ModeSum(a**2, d) - 1, {d: 2}, {}, modes) == 38


def test_what_runs_over_the_modes():
    assert is_indexed(a) and is_indexed(s) and is_indexed(s.diff(t))
    assert not is_indexed(t) and not is_indexed(sp.Symbol("s_0")) and not is_indexed(sp.Symbol("a_jump"))


def test_latex():
    from stepwise_ssl.symbolic.printing import latex

    assert latex(U * D(s) * U.T) == r"U \operatorname{diag}\left(s_{j}(t)\right) U^{\top}"
    assert latex(ModeSum((1 - s) ** 2, d)) == r"\sum_{j=1}^{d} \left(1 - s_{j}(t)\right)^{2}"


def test_zero_and_the_number_of_terms_are_looked_at():
    """Cases that differ at 0 only, and sums of one entry over two counts."""
    above, not_below = (sp.Piecewise((1, c), (0, True)) for c in (b > 0, b >= 0))
    for left, right in [
        (ModeSum(above, d), ModeSum(not_below, d)),
        (ModeSum(above, d), ModeSum(above, m)),
        (ModeSum(1 - above, d), ModeSum(1 - above, c)),
    ]:
        with pytest.raises(StepError):
            equal(left, right)
    assert equal(ModeSum(above**2, d), ModeSum(above, d)) == Status.PROVED
