"""Matrices of symbolic size: the normal form against numbers, and SymPy's traps."""

import random

import pytest
import sympy as sp
from sympy import Identity, MatrixSymbol, Trace

from stepwise_ssl.symbolic import Status, StepError
from stepwise_ssl.symbolic.matrices import equal, evaluate, integer_matrices
from stepwise_ssl.symbolic.words import Kinds, form, linear_part, trace_form

n, k = sp.symbols("n k", integer=True, positive=True)
A, B, C = (MatrixSymbol(x, n, n) for x in "ABC")
X = MatrixSymbol("X", n, k)
S, T = MatrixSymbol("S", n, n), MatrixSymbol("T", n, n)
diagonal = Kinds(diagonal=frozenset({S, T}))


def test_true_identities_for_every_size():
    assert equal((A + B) * (A - B), A * A - A * B + B * A - B * B) == Status.PROVED
    assert equal((A * X).T, X.T * A.T) == Status.PROVED
    assert equal(S * T, T * S, diagonal) == Status.PROVED
    assert equal(S.T, S, diagonal) == Status.PROVED
    orthogonal = Kinds(orthonormal=((A,),))
    assert equal(A.T * A, Identity(n), orthogonal) == equal(A * A.T, Identity(n), orthogonal) == Status.PROVED
    tall = Kinds(orthonormal=((X, MatrixSymbol("Y", n, n - k)),))
    assert equal(X.T * X, Identity(k), tall) == Status.PROVED


@pytest.mark.parametrize(
    ("a", "b", "kinds"),
    [
        (A * B, B * A, None),
        (A.T, A, None),
        (2 * A, A, None),
        (S * A, A * S, diagonal),
        (X * X.T, Identity(n), Kinds(orthonormal=((X, MatrixSymbol("Y", n, n - k)),))),
    ],
)
def test_false_identities_are_refuted_by_numbers(a, b, kinds):
    with pytest.raises(StepError) as error:
        equal(a, b, kinds)
    assert error.value.counterexample


def test_shapes_must_agree():
    with pytest.raises(StepError, match="shapes"):
        equal(X, X.T)


def test_a_trace_forgets_rotation_and_transposition_only():
    assert trace_form(Trace(A * B * C)) == trace_form(Trace(B * C * A)) == trace_form(Trace((A * B * C).T))
    assert trace_form(Trace(A * B * C)) != trace_form(Trace(B * A * C))
    assert trace_form(Trace(A + B)) == trace_form(Trace(A) + Trace(B))
    with pytest.raises(StepError):
        equal(Trace(A * B * C), Trace(B * A * C))


def test_the_normal_form_keeps_the_value():
    rng = random.Random(1)
    for seed in range(8):
        e = A
        for _ in range(4):
            other = rng.choice([A, B, S, T, Identity(n), A.T])
            e = rng.choice([e * other, e + other, (other * e).T, 3 * e - other])
        sizes, values = integer_matrices({A, B, S, T}, diagonal, seed)
        total = sp.zeros(*evaluate(e, sizes, values).shape)
        for word, c in form(e, diagonal).items():
            product = sp.eye(total.rows)
            for M, flip in word:
                product *= values[M.name].T if flip else values[M.name]
            total += c * product
        assert total == evaluate(e, sizes, values)


def test_linear_part_is_the_derivative():
    H = MatrixSymbol("H", n, n)
    sizes, values = integer_matrices({A, B, H}, seed=3)
    change = linear_part(Trace((A + H) * B * (A + H)), H)
    e = sp.Symbol("e")
    moved = values["A"] + e * values["H"]
    assert evaluate(change, sizes, values) == sp.diff((moved * values["B"] * moved).trace(), e).subs(e, 0)


def test_the_silent_zero_of_sympy_is_still_there():
    """Why .diff of a sum of traces is banned; when this fails, the ban may go."""
    assert str((Trace(A) + Trace(B)).diff(A)) == "0"
