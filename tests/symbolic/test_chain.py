"""Chains: right steps pass with the right status, wrong steps stop with a counterexample."""

import pytest
import sympy as sp

from stepwise_ssl.symbolic import Chain, Status, StepError
from stepwise_ssl.symbolic.equality import equal
from stepwise_ssl.symbolic.status import weakest

x, y = sp.symbols("x y", positive=True)
r = sp.Symbol("r", real=True)
t = sp.Symbol("t", nonnegative=True)
s = sp.Function("s", positive=True)


def test_a_wrong_step_names_itself_and_shows_a_counterexample():
    chain = Chain.given(y, (x + 1) ** 2, "start")
    with pytest.raises(StepError, match="expand badly") as error:
        chain.rewrite(lambda e: x**2 + x + 1, "expand badly")
    point = error.value.counterexample
    assert ((x + 1) ** 2 - (x**2 + x + 1)).subs(point) != 0


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ((x + 1) ** 2, x**2 + 2 * x + 1, "proved"),
        (1 / sp.sqrt(x + 1), sp.sqrt(1 / (x + 1)), "proved"),
        (sp.log(x * y), sp.log(x) + sp.log(y), "proved"),
        (sp.sqrt(1 + r**2), sp.sqrt((1 + r) ** 2 - 2 * r), "proved"),
        (sp.gamma(x + 1) / sp.gamma(x), x, "proved"),
    ],
)
def test_true_equalities(a, b, kind):
    assert equal(a, b).kind == kind


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (sp.sqrt(r**2), r),  # a root forgets the sign
        (sp.log(r**2), 2 * sp.log(sp.Abs(r)) + sp.Rational(1, 10**20)),  # small, but there
        (s(t).diff(t), s(t)),  # a derivative is a letter of its own
        (sp.exp(x), sp.exp(x) + sp.Rational(1, 10**24)),
        (x - x, sp.Rational(1, 10**40)),  # exact numbers forgive nothing
    ],
)
def test_false_equalities_are_refuted(a, b):
    with pytest.raises(StepError):
        equal(a, b)


def test_what_is_not_proved_is_not_called_proved(monkeypatch):
    from stepwise_ssl.symbolic import equality

    monkeypatch.setattr(equality, "_prove", lambda a, b: False)
    assert equal(x * (x + 1), x**2 + x) == Status.EXACT(10)
    assert equal(sp.exp(x) ** 2 + 1, sp.exp(2 * x) + 1) == Status.PROVED  # one object for SymPy
    assert equal(sp.sin(x) ** 2 + sp.cos(x) ** 2, 1) == Status.NUMERIC(10)


def test_conditions_are_honoured():
    wrong_elsewhere = sp.sqrt((1 - x) ** 2)
    with pytest.raises(StepError):
        equal(wrong_elsewhere, 1 - x)
    assert equal(wrong_elsewhere, 1 - x, where=(x < 1,)).kind in ("exact", "numeric")
    with pytest.raises(StepError, match="empty domain"):
        equal(x, r, where=(r > 1, r < 1))


def test_piecewise_is_checked_for_each_sign():
    both = sp.Piecewise((r, r > 0), (-r, r < 0), (0, True))
    assert equal(both, sp.Abs(r)) == Status.PROVED
    with pytest.raises(StepError):
        equal(sp.Piecewise((r, r > 0), (r, r < 0), (0, True)), sp.Abs(r))


def test_both_applies_one_function_only():
    chain = Chain.given(x, y, "start")
    assert chain.both(lambda e: e**2, "square").status == Status.BY_CONSTRUCTION
    with pytest.raises(StepError):  # this one looks at its argument
        chain.both(lambda e: e + 1 if e == x else e, "cheat")


def test_a_substitution_is_as_strong_as_the_fact():
    weak = Chain.given(y, x**2, "measured", Status.NUMERIC(3))
    assert Chain.given(x, y + 1, "start").use(weak, why="put in").status == Status.NUMERIC(3)
    strong = Chain.given(y, x**2, "definition")
    assert Chain.given(x, y + 1, "start").use(strong, why="put in").status == Status.PROVED


def test_weakest():
    proved, built = Status.PROVED, Status.BY_CONSTRUCTION
    assert weakest([proved, built]) == proved
    assert weakest([built, Status.DEFINITION]) == built
    assert weakest([proved, Status.EXACT(4), built]) == Status.EXACT(4)
    assert weakest([proved, Status.CITED, Status.NUMERIC(2)]) == Status.CITED


def test_solving_needs_the_equation_and_the_start():
    ode = Chain.given(s(t).diff(t), -2 * s(t), "decay")
    good = ode.solve(s(t), y * sp.exp(-2 * t), "solve", {0: y})
    assert good.status == Status.PROVED
    for wrong in (y * sp.exp(-t), 2 * y * sp.exp(-2 * t)):
        with pytest.raises(StepError):
            ode.solve(s(t), wrong, "solve", {0: y})


def test_a_changed_line_does_not_verify():
    chain = Chain.given(y, (x + 1) ** 2, "start").rewrite(sp.expand, "expand").both(lambda e: 2 * e, "double")
    assert chain.verify() == Status.PROVED
    for number, step in enumerate(chain.steps):
        with pytest.raises(StepError):
            chain.with_step(number, step.lhs, step.rhs + 1).verify()


def test_letters_keep_their_domain():
    with pytest.raises(StepError, match="positive"):
        Chain.given(sp.sqrt(x**2), x, "roots").at({x: sp.Integer(-1)}, "put in -1")


def test_each_line_of_an_inequality_has_its_left_side():
    """Else "y < (x + 1)^2, < x^2 + 2 x + 1" reads as if the square grew where it is written out."""
    from bookbuild.objects import _lines

    for relation, repeated in (("=", False), ("<", True), (r"\geq", True)):
        chain = Chain.given(y, (x + 1) ** 2, "given", relation=relation).rewrite(sp.expand, "expand")
        printed, shown = chain.latex().splitlines()[2], [line.latex for line in _lines(chain)][1]
        assert shown.startswith("y" if repeated else relation), shown
        assert printed.strip().startswith("y" if repeated else "&"), printed


def test_display_carries_name_and_status():
    chain = Chain.given(y, (x + 1) ** 2, "start").rewrite(sp.expand, "expand")
    bundle = chain._repr_mimebundle_()
    record = bundle["application/vnd.stepwise.equation+json"]
    assert record["status"] == "proved"
    assert [step["why"] for step in record["steps"]] == ["start", "expand"]
    assert r"\begin{aligned}" in bundle["text/latex"]
