"""Every slip in every checked equation must be caught by a check that knows only first principles."""

import ast
import inspect
import tomllib
import warnings
from pathlib import Path

import pytest
import sympy as sp
from sympy.logic.boolalg import Boolean

from stepwise_ssl.symbolic import StepError, mutants, registry
from stepwise_ssl.symbolic.checks import exact_solution, linear_loss, linear_model, one_weight
from stepwise_ssl.symbolic.mutate import mutants as slips

HERE = Path(__file__).parent
EQUIVALENT = tomllib.loads((HERE / "equivalent.toml").read_text())
NAMES = registry.names()
ROUTES = [(name, route) for name in NAMES for route in registry.get(name).routes]
EVERY = 9  # of the chains, one mutant in so many; all of them by the nightly run


def text(mutant):
    """A mutant as it stands in the table."""
    return f"{mutant.lhs} = {mutant.rhs}"


@pytest.mark.parametrize("name", NAMES)
def test_every_mutant_is_caught_or_listed(name, record_property):
    tally = mutants.of_equation(registry.get(name))
    listed = EQUIVALENT.get(name, {})
    survivors = {text(x): f"{x.kind}, {x.description}" for x in tally.survivors}
    record_property("made", tally.made)
    record_property("caught", tally.caught)
    assert tally.made >= 10
    assert {k: v for k, v in survivors.items() if k not in listed} == {}, "survived, and no reason is given"
    assert set(listed) - set(survivors) == set(), "listed as equivalent, but caught or no longer made"
    assert all(len(reason) > 10 for reason in listed.values())


def test_the_table_names_results_only():
    assert set(EQUIVALENT) <= {*NAMES, "chains"}


@pytest.mark.parametrize("name", NAMES)
def test_a_check_does_not_know_the_object(name):
    """No module of results behind the check: neither imported by its module nor held in its closure."""
    result = registry.get(name)
    check = result.independent_check
    module = inspect.getmodule(check)
    for part in (module, *checks_imported(module)):
        tree = ast.parse(inspect.getsource(part))
        froms = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not any(
            "registry" in x or "letters" in x or "linear_model" == x.rpartition(".")[2] for x in froms
        )
        assert not any(x.startswith("one_weight") or ".one_weight." in x for x in froms)
    held = [cell.cell_contents for cell in (check.__closure__ or ())]
    assert not any(x is result.lhs or x is result.rhs or x is result for x in held)
    assert not any(isinstance(x, sp.Basic) and not x.is_number for x in held)


def checks_imported(module):
    """The modules of checks that a module of checks imports."""
    found = vars(module).values()
    return [x for x in found if inspect.ismodule(x) and "symbolic.checks" in x.__name__]


def one_in(every, name, route):
    """Survivors of a chain that are false as far as first principles can tell."""
    result = registry.get(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sp.utilities.exceptions.SymPyDeprecationWarning)
        tally = mutants.of_chain(result, route, every)
    return tally, [x for x in tally.survivors if not still_true(result, x)]


def still_true(result, mutant):
    """Is the mutated line true as far as first principles can tell, or listed?

    A term that vanishes in a limit may change, and so may the transpose of a symmetric matrix.
    """
    checks = (
        result.check,
        linear_model.free,
        linear_model.aligned,
        linear_loss.any_size,
        exact_solution.matrix,
        same_for_every_h,
    )
    for check in checks:
        try:
            check(mutant.lhs, mutant.rhs)
        except (StepError, KeyError, ValueError, AttributeError):
            continue  # false there, or a letter that this world does not have
        return True
    return text(mutant) in EQUIVALENT["chains"]


def same_for_every_h(lhs, rhs):
    """Brute force for the overshoot chain: the two statements hold for the same h, on a fine grid."""
    letters = {x.name: x for x in lhs.free_symbols | rhs.free_symbols}
    if set(letters) != {"h"} or not all(isinstance(x, Boolean) for x in (lhs, rhs)):
        raise ValueError("not of this kind")
    for k in range(1, 130):
        at = {letters["h"]: sp.Rational(k, 64)}
        if one_weight._truth_of(lhs, at) != one_weight._truth_of(rhs, at):
            raise StepError(f"differ at h = {k}/64")


@pytest.mark.parametrize(("name", "route"), ROUTES)
def test_a_chain_with_a_mutated_line_stops(name, route):
    tally, wrong = one_in(EVERY, name, route)
    assert tally.caught >= 0.5 * tally.made > 0
    assert [f"{x.description}: {text(x)}" for x in wrong] == []


@pytest.mark.nightly
@pytest.mark.parametrize(("name", "route"), ROUTES)
def test_a_chain_with_any_mutated_line_stops(name, route):
    assert [f"{x.description}: {text(x)}" for x in one_in(1, name, route)[1]] == []


def test_the_mutator_makes_each_kind():
    t = sp.Symbol("t")
    s = sp.Function("s")(t)
    kinds = {x.kind for x in slips(s.diff(t), 4 * t * s * (1 - t * s**2))}
    assert {"sign", "factor 2", "exponent", "dropped term", "dropped factor"} <= kinds
    a, b = sp.symbols("a b")
    assert "swap" in {x.kind for x in slips(a, 2 * b)}
    A, B = sp.MatrixSymbol("A", 3, 3), sp.MatrixSymbol("B", 3, 3)
    assert {"transpose", "swap", "sign", "factor 2", "dropped factor"} <= {x.kind for x in slips(A, A * B)}
    assert {"relation"} <= {x.kind for x in slips(a < b, b > 2)}


def test_the_mutator_never_repeats_and_never_returns_the_original():
    a, b = sp.symbols("a b")
    lhs, rhs = a**2, (a + b) ** 2 - 2 * a * b
    made = [(x.lhs, x.rhs) for x in slips(lhs, rhs)]
    assert len(made) == len(set(made)) and (lhs, rhs) not in made
