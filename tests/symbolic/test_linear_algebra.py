"""Chapters 1, 2 and 4: what the results say in numbers, their machinery, and chains broken on purpose."""

import numpy as np
import pytest
import sympy as sp
from sympy import MatrixSymbol, Trace

from stepwise_ssl.symbolic import Status, StepError, matrices, registry
from stepwise_ssl.symbolic.linear_algebra.indices import Entry, Total, normal, slope
from stepwise_ssl.symbolic.linear_algebra.meaning import Meaning, term_by_term
from stepwise_ssl.symbolic.linear_algebra.notation import PairMean, PairSum, SquaredNorm, column
from stepwise_ssl.symbolic.printing import latex
from stepwise_ssl.symbolic.words import Kinds, trace_form

NEEDED = """intro/two-demands intro/collapse-loss intro/directions-loss intro/agreement-only intro/shrinking
algebra/turned-entry algebra/turned-first algebra/turned-second algebra/decoupling-angle algebra/angle
algebra/larger-eigenvalue algebra/smaller-eigenvalue algebra/sum-and-difference algebra/covariance
algebra/trace-order algebra/trace-modes algebra/frobenius algebra/frobenius-modes algebra/projector
algebra/projector-trace algebra/pythagoras algebra/quadratic-slope algebra/decoupled-growth
algebra/decoupled-flow algebra/gram-schmidt algebra/gram-schmidt-length linear/one-output
linear/gradient-by-hand linear/two-demands linear/rotation linear/rotation-gradient linear/no-spin
linear/early-flow linear/early-growth linear/unsymmetrised-loss linear/unsymmetrised-gradient gate/one-arrow
gate/first gate/along gate/across gate/left-behind gate/left-behind-limit gate/scale-law gate/entry
gate/pull""".split()

d, k, n = sp.symbols("d k n", integer=True, positive=True)
i, j, a, b = sp.symbols("i j a b")
A, S, Q, rest = (
    MatrixSymbol("A", d, k),
    MatrixSymbol("S", d, d),
    MatrixSymbol("Q", d, k),
    MatrixSymbol("N", d, d - k),
)


def function(name):
    """The code form as a function of its arguments."""
    result = registry.get(name)
    letters = {x.name: x for x in result.code_form.free_symbols}
    return sp.lambdify([letters[x] for x in result.arguments], result.code_form, "numpy")


@pytest.mark.parametrize("name", NEEDED)
def test_every_chain_is_proved(name):
    assert registry.get(name).status == Status.PROVED


def test_code_forms_turn_a_matrix_as_numpy_does():
    rng = np.random.default_rng(0)
    for _ in range(20):
        m11, m12, m22 = rng.normal(size=3)
        matrix = np.array([[m11, m12], [m12, m22]])
        low, high = np.linalg.eigvalsh(matrix)
        assert np.isclose(function("algebra/larger-eigenvalue")(m11, m12, m22), high, rtol=1e-12)
        assert np.isclose(function("algebra/smaller-eigenvalue")(m11, m12, m22), low, rtol=1e-12, atol=1e-14)
        best = function("algebra/angle")(m11, m12, m22)
        for angle in (best, rng.uniform(-3, 3)):
            turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
            whole = turn @ matrix @ turn.T
            made = [
                function(f"algebra/turned-{x}")(m11, m12, m22, angle) for x in ("first", "entry", "second")
            ]
            assert np.allclose(made, [whole[0, 0], whole[0, 1], whole[1, 1]], atol=1e-14)
        assert abs(function("algebra/turned-entry")(m11, m12, m22, best)) < 1e-14
    assert function("algebra/angle")(1.0, 0.5, 1.0) == np.pi / 4  # equal diagonal entries


def test_code_forms_of_two_arrows_are_the_flow():
    rng = np.random.default_rng(1)
    arrows, gammas = rng.normal(size=(2, 2)), np.array([4.0, 1.0])
    entry, pull = function("gate/entry"), function("gate/pull")
    (x1, x2), (y1, y2) = arrows
    C = np.array(
        [
            [entry(4, x1, x1, 1, x2, x2), entry(4, x1, y1, 1, x2, y2)],
            [entry(4, y1, x1, 1, y2, x2), entry(4, y1, y1, 1, y2, y2)],
        ]
    )
    assert np.allclose(C, (arrows * gammas) @ arrows.T, rtol=1e-14)
    made = [
        [pull(g, C[r, r], C[0, 1], arrows[r, c], arrows[1 - r, c]) for c, g in enumerate(gammas)]
        for r in (0, 1)
    ]
    assert np.allclose(made, 4 * ((np.eye(2) - C) @ arrows) * gammas, rtol=1e-13)


def test_what_is_left_behind_in_numbers():
    """Run two arrows from a tiny start: the power of the scale, and the size."""
    left = []
    for scale in (1e-4, 1e-5):
        first, along, across, step = 0.5 * scale, 0.4 * scale, 1e-3 * scale, 1e-4
        for _ in range(40_000):
            gate = 1 - 4 * first**2
            if gate < 1e-3:
                break
            first, along = first + 16 * step * gate * first, along + 4 * step * gate * along
            across += 4 * step * across
        left.append(along)
    assert abs(np.log10(left[0] / left[1]) - 0.75) < 1e-3
    law = registry.get("gate/scale-law").rhs
    values = {"beta": 0.4, "r": 0.5, "alpha": 1e-4, "gamma_1": 4, "gamma_2": 1}
    said = law.xreplace({x: sp.Float(values[x.name]) for x in law.free_symbols})
    assert abs(left[0] / float(said) - 1) < 0.01


def test_sums_over_indices():
    both = ((i, d), (j, k))
    assert normal(Total(Entry(A, i, j) ** 2, both)) == normal(Trace(A * A.T)) == normal(Trace(A.T * A))
    assert normal(Total(Entry(S, i, j), ((i, d), (j, d)))) == normal(Total(Entry(S, j, i), ((i, d), (j, d))))
    assert normal(Entry(S, a, b)) != normal(Entry(S, b, a))
    assert normal(Entry(S, a, b), {S}) == normal(Entry(S, b, a), {S})
    assert normal(Total(Entry(S, i, i) ** 2, ((i, d),))) != normal(Trace(S * S))
    off = Total(Entry(S, i, j) ** 2, ((i, d), (j, d)), distinct=True)
    assert normal(off + Total(Entry(S, i, i) ** 2, ((i, d),))) == normal(Trace(S * S.T))
    assert slope(Trace(A * A.T), A, a, b) == normal(2 * Entry(A, a, b))
    assert slope(Trace(A * A.T) ** 2, A, a, b) == normal(4 * Trace(A * A.T) * Entry(A, a, b))
    with pytest.raises(StepError, match="multiply out"):
        normal(sp.sqrt(Entry(S, a, b)))


def test_sums_over_pairs_are_compared_term_by_term():
    z, other = column("z_i", d), column("y_i", d)
    says = Meaning()
    assert says.alike(PairSum(z * other.T, n) * 2, PairSum(2 * z * other.T, n)) == Status.PROVED
    for wrong in (PairSum(other * z.T, n), PairSum(z * other.T, n) * 3):
        with pytest.raises(StepError):
            says.alike(2 * PairSum(z * other.T, n), 2 * wrong)
    with pytest.raises(StepError):
        says.alike(PairMean(SquaredNorm(z), n), PairMean(SquaredNorm(2 * z), n))
    with pytest.raises(StepError, match="not a sum"):
        term_by_term(S + PairSum(z * z.T, n))


def test_the_trace_of_a_thin_projector_counts_its_directions():
    """tr(Q Q^T) with Q^T Q = I is k, not d, though Q Q^T is d x d; and sizes are drawn with k < d."""
    kinds = Kinds(orthonormal=((Q, rest),))
    assert trace_form(Trace(Q * Q.T), kinds) == trace_form(Trace(Q.T * Q), kinds) == {(): k}
    with pytest.raises(StepError):
        matrices.equal(Trace(Q * Q.T), Trace(sp.Identity(d)), kinds)
    for seed in range(5):
        sizes, values = matrices.integer_matrices([Q], kinds, seed)
        assert sizes[k] < sizes[d] and values["Q"].T * values["Q"] == sp.eye(sizes[k])


BREAKS = [  # result, route, line, what is put in the place of what
    ("linear/gradient", "index by index", 3, lambda e: e.xreplace({sp.Integer(2): sp.Integer(1)})),
    ("gate/along", "the part along", 2, lambda e: 2 * e),
    ("algebra/turned-entry", "multiply out", 1, lambda e: e.subs(sp.Symbol("b", real=True), 0)),
    (
        "linear/unsymmetrised-loss",
        "split into symmetric and antisymmetric",
        1,
        lambda e: e.args[0] + e.args[1],
    ),
    ("algebra/sum-and-difference", "mean and half difference", 2, lambda e: -e),
    ("linear/rotation", "a rotation changes no norm", 2, lambda e: 2 * e),
    ("gate/left-behind", "compare the two rates", 3, lambda e: e / 2),
    (
        "algebra/projector-trace",
        "turn the trace",
        1,
        lambda e: Trace(sp.Identity(sp.Symbol("m", integer=True))),
    ),
    ("linear/gradient-by-hand", "chain rule", 2, lambda e: 2 * e),
]


@pytest.mark.parametrize(("name", "route", "number", "change"), BREAKS)
def test_a_broken_chain_stops(name, route, number, change):
    chain = registry.get(name).derivation(route)
    step = chain.steps[number]
    broken = chain.with_step(number, step.lhs, change(step.rhs))
    assert broken != chain
    with pytest.raises(StepError):
        broken.verify(around=number)


@pytest.mark.parametrize("name", ["gate/along", "algebra/turned-first", "linear/unsymmetrised-loss"])
def test_a_false_equation_is_refused_with_numbers(name):
    result = registry.get(name)
    with pytest.raises(StepError) as caught:
        result.check(result.lhs, 2 * result.rhs)
    assert caught.value.counterexample


def test_latex_reads_as_one_says_it():
    text = {name: registry.get(name).latex() for name in NEEDED}
    assert text["gate/one-arrow"] == r"I - C = I - \lambda_{1} u u^{\top}"
    assert text["algebra/angle"] == r"\theta = \frac{\operatorname{atan2}(2 b, a - c)}{2}"
    assert text["algebra/decoupling-angle"] == r"\left(a - c\right) \sin 2 \theta = 2 b \cos 2 \theta"
    assert (
        text["linear/two-demands"] == r"L = \sum_{i \neq j} C_{ij}^{2} + \sum_{i} \left(C_{ii} - 1\right)^{2}"
    )
    assert text["algebra/pythagoras"] == r"\lVert x \rVert^2 = \lVert P x \rVert^2 + \lVert x - P x \rVert^2"
    assert latex(sp.cos(sp.Symbol("x")) ** 2) == r"\cos^{2} x"
    assert not any("x'_{i}" in line for line in text.values())  # a second superscript would not be typeset
