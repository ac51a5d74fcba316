"""Hypothesis: random formulas are read as SymPy reads them, and only equal ones are accepted."""

import math

import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.exercises import ExpressionQuestion, check_expression
from stepwise_ssl.exercises.points import as_tree, values
from stepwise_ssl.exercises.sympy_tree import to_sympy

# The same examples on every machine and no limit on seconds: tests count, benchmarks time.
reproducible = settings(derandomize=True, deadline=None, database=None)

NAMES = ("x", "s0")
LOCALS = {"x": sp.Symbol("x", positive=True), "s0": sp.Symbol("s0", positive=True)}
DOMAIN = {"x": (0.5, 2.0), "s0": (0.1, 0.9)}
PLAIN = ExpressionQuestion("x", DOMAIN)

leaves = st.sampled_from(["x", "s0", "2", "3", "0.5", "7", "pi"])
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds("{}{}{}".format, inner, st.sampled_from(["+", "-", "*", "/"]), inner),
        st.builds("({}){}({})".format, inner, st.sampled_from(["+", "-", "*", "/"]), inner),
        st.builds("{}({})".format, st.sampled_from(["exp", "sqrt", "log", "tanh", "-", "+"]), inner),
        st.builds("({})**{}".format, inner, st.sampled_from(["2", "-1", "-x", "(1/2)", "2**2"])),
    ),
    max_leaves=6,
)


def _independent(text, point):
    """The value by SymPy's own reader (of text made here), or None if it is not finite and real."""
    expression = sp.sympify(text, locals=LOCALS, rational=True)
    value = sp.N(expression.subs({LOCALS[k]: sp.Float(v, 40) for k, v in point.items()}), 30)
    return float(value) if value.is_real and value.is_finite and abs(value) < 1e300 else None


@settings(reproducible, max_examples=150)
@given(formulas)
def test_read_as_sympy_reads(text):
    point = {"x": 1.25, "s0": 0.375}
    tree = as_tree(text, NAMES)
    (ours,) = values(tree, [point])
    theirs = _independent(text, point)
    if ours is not None and theirs is not None:
        assert math.isclose(float(ours), theirs, rel_tol=1e-12, abs_tol=1e-25), text
        (again,) = values(as_tree(to_sympy(tree), NAMES), [point])
        assert again is None or math.isclose(float(again), theirs, rel_tol=1e-12, abs_tol=1e-25)


@settings(reproducible, max_examples=100)
@given(formulas, formulas)
def test_accepted_only_if_equal(target, answer):
    try:
        verdict = check_expression(answer, target, domain=DOMAIN)
    except ValueError:
        return  # the target has no value on the domain
    places = [{"x": 0.7, "s0": 0.2}, {"x": 1.3, "s0": 0.8}, {"x": 1.9, "s0": 0.45}]
    pairs = [(_independent(answer, p), _independent(target, p)) for p in places]
    if all(None not in pair for pair in pairs):
        equal = all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-30) for a, b in pairs)
        assert verdict.right == equal, (target, answer, pairs)


@settings(reproducible, max_examples=100)
@given(
    formulas,
    st.sampled_from(["({})*(1+1e-6)", "({})+1e-6*x", "({})*x", "-({})", "({})**2", "({})/(1.000001)"]),
)
def test_a_changed_answer_is_refused_and_itself_is_accepted(target, change):
    try:
        assert check_expression(target, target, domain=DOMAIN).right
    except ValueError:
        return
    sizes = [abs(_independent(target, p) or 0) for p in ({"x": 0.7, "s0": 0.2}, {"x": 1.9, "s0": 0.45})]
    if all(1e-3 < size < 1e3 and abs(size - 1) > 1e-3 for size in sizes):
        assert not check_expression(change.format(target), target, domain=DOMAIN).right


@settings(reproducible, max_examples=300)
@given(st.text(max_size=80) | st.text("gamx0+-*/^()., =_eE9²√γ", max_size=60))
def test_any_text_gets_a_verdict(text):
    assert PLAIN.check(text).status in (
        "right",
        "not yet",
        "not answered yet",
        "cannot read",
    )
