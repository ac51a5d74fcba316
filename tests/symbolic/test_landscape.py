"""Chapter 7: what is proved is proved, elimination says the same, and the proofs break where they should."""

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.symbolic import Status, StepError, registry
from stepwise_ssl.symbolic.landscape import walk
from stepwise_ssl.symbolic.landscape.elimination import follows, norm, norms_of_stationary_solutions

PROVED = """landscape/critical-rows landscape/projector landscape/plateau-height landscape/walk-correlation
landscape/walk landscape/escape-curvature landscape/second-variation landscape/open-curvature
landscape/block-curvature landscape/solution-curvature landscape/sharpness landscape/squeezed landscape/norm
landscape/minimal-norm landscape/aligned-step""".split()


@pytest.mark.parametrize("name", PROVED)
def test_every_chain_is_proved(name):
    assert registry.get(name).status == Status.PROVED


def test_the_inequality_is_exact_at_solutions():
    result = registry.get("landscape/minimal-norm")
    assert result.check(*result.equation) == Status.EXACT(6)
    with pytest.raises(StepError):  # one of the smaller eigenvalues left out: no longer sharp
        result.check(result.lhs, result.rhs / 2)


REGULAR = [(2, 1), (2, -1), (3, 2, 1), (3, 2, -1)]
SINGULAR = [(2, 0), (3, 2, 0), (3, -2, 0), (3, 0, 0)]


@pytest.mark.parametrize("gammas", REGULAR + SINGULAR)
def test_elimination_finds_projectors_and_whole_numbers(gammas):
    for statement in ("projector", "rows", "plateaus"):
        assert follows(statement, 2, gammas)
    assert follows("weights", 2, gammas) == (gammas in REGULAR)  # C W = W needs an invertible Gamma


def test_elimination_can_say_no():
    with pytest.raises(ValueError, match="statement"):
        follows("anything", 1, (2, 1))
    from stepwise_ssl.symbolic.landscape import elimination

    basis, _, _, C = elimination._basis(2, (2, 1))
    loss = sum(x**2 for x in C - sp.eye(2))
    assert elimination._is_whole_number(basis, loss, 2)
    assert not elimination._is_whole_number(basis, loss, 1)  # a plateau at 2 there is
    assert not elimination._is_whole_number(basis, 2 * loss, 2)


def test_the_cofactor_is_the_transpose_of_w_for_every_gamma():
    """C^2 - C = ((C - I) W Gamma) W^T, letter by letter: membership with nothing assumed of Gamma."""
    for d, m in ((2, 2), (2, 3), (3, 3)):
        W = sp.Matrix(d, m, sp.symbols(f"w:{d * m}"))
        Gamma = sp.Matrix(m, m, lambda i, j: sp.Symbol(f"g{min(i, j)}{max(i, j)}"))
        C = W * Gamma * W.T
        assert ((C - sp.eye(d)) * W * Gamma * W.T - C * C + C).expand() == sp.zeros(d)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=3, max_size=3, unique=True))
def test_stationary_norms_are_the_pair_sums(gammas):
    polynomial = norms_of_stationary_solutions(tuple(gammas))
    inverse = [sp.Rational(1, g) for g in gammas]
    sums = {inverse[i] + inverse[j] for i in range(3) for j in range(i)}
    assert set(sp.roots(sp.Poly(polynomial, norm))) == sums
    assert min(sums) == sum(sorted(inverse)[:2])  # the two largest eigenvalues


def test_a_wrong_fact_stops_the_walk():
    chain = registry.get("landscape/walk-correlation").derivation()
    for wrong in (chain.rhs + walk.C, walk.C + 2 * walk.gamma * walk.s**2 * walk.u * walk.u.T, walk.C):
        with pytest.raises(StepError):
            chain.with_step(2, chain.lhs, wrong).verify()
    with pytest.raises(StepError, match="nothing is known of the loss"):
        walk.on_the_way.written_out(walk.LossAt(2 * walk.W))
