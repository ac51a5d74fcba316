"""The registry: everything is there, derived, displayed and coded from one object."""

import json
import subprocess
import sys

import pytest
import sympy as sp

from stepwise_ssl.symbolic import Status, StepError, registry

NAMES = registry.names()
NEEDED = """loss gradient flow solution embedding-eigenvalue logistic eigenvalue-solution gap loss-in-time
step-time half-rise width limit-weight limit-early loss-at-half-rise stable-form descent-step
descent-multiplier stability-limit overshoot-limit loss-half-time""".split()


def test_the_names_that_chapters_use():
    assert {f"one-weight/{x}" for x in NEEDED} | {"linear/gradient", "linear/aligned-decoupling"} <= set(
        NAMES
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_result_is_proved_by_every_route(name):
    result = registry.get(name)
    if result.definition:
        assert result.status == Status.DEFINITION and not result.routes
        return
    assert result.routes
    for chain in result.chains.values():
        assert (chain.lhs, chain.rhs) == result.equation
        assert chain.status == Status.PROVED, [str(x.status) for x in chain.steps]
    assert result.status == Status.PROVED


@pytest.mark.parametrize("name", NAMES)
def test_every_result_passes_its_independent_check(name):
    assert registry.get(name).check(*registry.get(name).equation).points >= 3


@pytest.mark.parametrize("name", [x for x in NAMES if registry.get(x).code_form is not None])
def test_code_form_equals_display_form(name):
    assert registry.get(name).code_status == Status.PROVED


def test_routes():
    assert len(registry.get("one-weight/solution").routes) == 3
    assert len(registry.get("linear/gradient").routes) == 3


def test_a_route_that_ends_elsewhere_stops():
    flow = registry.get("one-weight/flow")
    wrong = registry.Result("wrong", "wrong", flow.lhs, 2 * flow.rhs, flow.independent_check)
    wrong.route("stolen")(flow.routes["downhill on the loss"])
    with pytest.raises(StepError, match="ends elsewhere"):
        _ = wrong.status


def test_wrong_code_form_stops():
    gap = registry.get("one-weight/gap")
    wrong = registry.Result("w", "w", gap.lhs, gap.rhs, gap.independent_check, code_form=1 - gap.code_form)
    with pytest.raises(StepError):
        _ = wrong.code_status


def test_unknown_and_doubled_names():
    with pytest.raises(KeyError, match="one-weight/width"):
        registry.get("one-weight/widht")
    with pytest.raises(ValueError, match="twice"):
        registry.result("one-weight/width", title="", lhs=1, rhs=1, check=None)


@pytest.mark.parametrize("name", NAMES)
def test_display(name):
    result = registry.get(name)
    bundle = result._repr_mimebundle_()
    record = bundle["application/vnd.stepwise.equation+json"]
    assert record == {"name": name, "status": str(result.status), "kind": "result"}
    assert bundle["text/latex"] == rf"$\displaystyle {result.latex()}$"
    assert result.latex().count("{") == result.latex().count("}")
    json.dumps(bundle)


def test_latex_reads_as_one_says_it():
    latex = {name: registry.get(name).latex() for name in NAMES}
    assert latex["one-weight/flow"] == r"s'(t) = 4 \gamma s(t) \left(1 - \gamma s(t)^{2}\right)"
    assert latex["one-weight/solution"] == (
        r"s(t) = \frac{e^{4 \gamma t}}{\sqrt{s_{0}^{-2} + \gamma \left(e^{8 \gamma t} - 1\right)}}"
    )
    assert latex["one-weight/stability-limit"] == (
        r"\left|1 - 8 \eta \gamma\right| < 1 \iff \eta < \frac{1}{4 \gamma}"
    )
    assert latex["linear/gradient"] == r"\nabla_{W} L = 4 \left(W \Gamma W^{\top} - I\right) W \Gamma"


def test_loading_is_the_same_in_another_process():
    """Deterministic text, whatever the hash seed; and importing the package loads no result."""
    code = (
        "import sys; import stepwise_ssl.symbolic as s;"
        "print('stepwise_ssl.symbolic.linear_model' not in sys.modules);"
        " results = s.registry.load().values();"
        " print(s.javascript.module(results)); print([r.latex() for r in results])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert runs.pop().startswith("True\n")


def test_numbers_of_the_text():
    value = {"gamma": 1, "s0": sp.Rational(1, 1000)}
    width = registry.get("one-weight/width").rhs
    assert abs(float(width.subs({x: value[x.name] for x in width.free_symbols})) - 0.549) < 5e-4
    earlier = registry.get("one-weight/half-rise").rhs - registry.get("one-weight/loss-half-time").rhs
    assert abs(float(earlier.subs({x: value[x.name] for x in earlier.free_symbols})) - 0.110) < 5e-4
    assert abs(float(1 / sp.sqrt(2)) - 0.707) < 5e-4


def test_the_order_is_the_book_s_whatever_is_imported_first():
    code = (
        "import stepwise_ssl.symbolic.linear_algebra.growth, stepwise_ssl.symbolic.gate\n"
        "from stepwise_ssl.symbolic import registry; print(*registry.names())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = done.stdout.split()
    assert names == registry.names()
    some = ("intro/two-demands", "algebra/angle", "algebra/projector", "one-weight/loss", "gate/along")
    assert sorted(some, key=names.index) == list(some)
