"""Problem set 1: its reference answers by other routes, its balance, and its public tests."""

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from coursework import sets
from coursework.formula import Formula
from coursework.master import blank
from coursework.prove.proof import Proof

SETS = ("ps1", "ps2")


@pytest.fixture(scope="module")
def proof():
    return Proof("ps1", "an untried secret", "2031S")


@pytest.fixture(scope="module")
def reference(proof):
    namespace = {}
    exec(proof.setup, namespace)
    for question in proof.questions.values():
        exec(question.solution, namespace)
    return namespace


@pytest.fixture(scope="module")
def numbers(proof):
    return {name: float(value) for name, value in proof.variant.values.items()}


def test_path_is_what_an_integrator_finds(reference, numbers):
    kappa, c, gamma, s0 = numbers["kappa"], numbers["target"], 0.8, 0.05
    end = 8 / (kappa * c * gamma) / 4
    flow = lambda t, s: -2 * kappa * (gamma * s**2 - c) * 2 * gamma * s  # noqa: E731
    run = solve_ivp(flow, (0, end), [s0], method="DOP853", rtol=1e-11, atol=1e-13)
    path = Formula(reference["path"], ("t", "gamma", "s0"), "path")
    assert float(path(t=end, gamma=gamma, s0=s0)) == pytest.approx(run.y[0, -1], rel=1e-8)


@pytest.mark.parametrize("power", [4, 6])
def test_wait_is_the_integral_of_distance_over_speed(reference, numbers, power):
    term = next(t for t in map(str, range(99)) if sets.load("ps1").draw("s", t).values["power"] == power)
    proof = Proof("ps1", "s", term)
    namespace = {}
    exec(proof.setup + proof.questions["q4_wait"].solution, namespace)
    rho, c, gamma = (*(float(proof.variant.values[k]) for k in ("rho", "target")), 0.9)

    def pace(u):
        s, h = np.sqrt(u * c / gamma), 1e-5
        slope = rho * ((gamma * (s + h) ** 2 - c) ** power - (gamma * (s - h) ** 2 - c) ** power) / (2 * h)
        return -c / (2 * gamma * s * slope)

    wanted, _ = quad(pace, 0.1, 0.7, epsrel=1e-9)
    wait = Formula(namespace["wait"], ("gamma", "u0", "q"), "wait")
    assert float(wait(gamma=gamma, u0=0.1, q=0.7)) == pytest.approx(wanted, rel=1e-6)


def test_descent_settles_below_its_learning_rate_and_not_above(reference, numbers):
    kappa, c, gamma = numbers["kappa"], numbers["target"], 1.3
    rest = np.sqrt(c / gamma)

    def distances(rate):
        s, found = rest * 0.999, []
        for _ in range(60):
            s = s - rate * 4 * kappa * gamma * s * (gamma * s**2 - c)
            found.append(s - rest)
        return np.array(found)

    settles, never_hops = (
        float(Formula(reference[k], ("gamma",), k)(gamma=gamma)) for k in ("settles", "never_hops")
    )
    assert abs(distances(0.97 * settles)[-1]) < 1e-4 < abs(distances(1.03 * settles)[-1])
    assert np.all(distances(0.97 * never_hops)[:3] < 0) and distances(1.03 * never_hops)[0] > 0


def test_first_step_is_one_step(reference, numbers):
    kappa, c, gamma, eta, s = numbers["kappa"], numbers["target"], 0.7, 0.01, 1e-8
    stepped = s + eta * 4 * kappa * gamma * s * c
    formula = Formula(reference["first_step"], ("gamma", "eta"), "first_step")
    assert float(formula(gamma=gamma, eta=eta)) == pytest.approx(stepped / s, rel=1e-12)


def test_descent_and_waiting_time_meet_as_the_learning_rate_falls(reference, numbers):
    gamma, c = np.array([1.5, 0.7]), numbers["target"]
    s0 = np.sqrt(0.1 * c / gamma)
    wait = Formula(reference["wait"], ("gamma", "u0", "q"), "wait")
    wanted = np.array([float(wait(gamma=g, u0=0.1, q=0.5)) for g in gamma])
    errors = []
    for steps in (400, 800):
        rate = 1.5 * wanted.max() / steps
        curves = gamma * reference["descend"](gamma, s0, rate, steps) ** 2 / c
        errors.append(np.abs(reference["first_passage"](curves, rate, 0.5) / wanted - 1).max())
    assert errors[1] < 0.02 and 1.7 < errors[0] / errors[1] < 2.3  # an error of first order in the step


def test_growth_rates_are_those_of_descent_from_a_tiny_weight(reference, numbers):
    draw = np.random.default_rng(5)
    matrix = draw.normal(size=(4, 4))
    matrix = matrix + matrix.T
    rates, modes = reference["growth_rates"](matrix, 2), reference["growing_modes"](matrix, 2)
    for rate, mode in zip(rates, modes.T, strict=True):
        w, eta = 1e-6 * mode, 1e-5 / abs(rate)
        for _ in range(1000):
            w = w - eta * 4 * numbers["kappa"] * (w @ matrix @ w - numbers["target"]) * matrix @ w
        assert np.log(np.linalg.norm(w) / 1e-6) == pytest.approx(1000 * eta * rate, rel=1e-3)


def test_three_frames_by_a_pencil(proof, reference):
    w = [float(proof.variant.values[k]) for k in ("w12", "w23", "w13")]
    got = reference["cross_correlation"](np.array([[[1.0, 0.0], [0.0, 2.0], [3.0, 0.0]]]))
    assert np.allclose(got, [[3 * w[2], w[0] + 3 * w[1]], [w[0] + 3 * w[1], 0]])


@pytest.mark.parametrize("set_name", SETS)
def test_points_and_minutes_are_shared_as_promised(set_name):
    items = sets.load(set_name).ITEMS
    share = {
        kind: sum(item.points for item in items if item.kind == kind)
        for kind in ("derive", "code", "written")
    }
    assert share == {"derive": 40, "code": 40, "written": 20}
    assert 6 <= len(items) <= 8 and 120 <= sum(item.minutes for item in items) <= 240


@pytest.mark.parametrize("set_name", SETS)
def test_master_and_checks_name_the_same_items_and_public_tests(set_name):
    proof, items = Proof(set_name, "s", "t"), sets.load(set_name).ITEMS
    assert list(proof.questions) == [item.name for item in items]
    for item in items:
        question = proof.questions[item.name]
        assert set(question.tests) == {check.name for check in item.checks if check.public}
        assert (question.settings.get("manual") == "true") == (item.kind == "written")
        for name in item.answers if item.checks else ():
            assert f"def {name}(" in question.stub or f"{name} = ..." in question.stub
    names = [check.name for item in items for check in item.checks]
    assert len(set(names)) == len(names), "a hidden check's name must be found by a search for it"


@pytest.mark.parametrize("set_name", SETS)
def test_the_master_prints_what_the_items_say(set_name):
    text = (sets.folder(set_name) / "master.md").read_text()
    for number, item in enumerate(sets.load(set_name).ITEMS, 1):
        kind, level = item.kind.capitalize(), ("easy", "medium", "hard")[item.difficulty - 1]
        line = f"*{kind} · {level} · {item.points:g} points · about {item.minutes} minutes*"
        assert f"## {number}. {item.title}\n\n{line}" in text


@pytest.mark.parametrize("set_name", SETS)
def test_no_solution_is_left_in_a_stub(set_name):
    proof = Proof(set_name, "s", "t")
    for name, question in proof.questions.items():
        solved = {line.strip() for line in question.solution.splitlines()}
        kept = {line.strip() for line in question.stub.splitlines()}
        assert "SOLUTION" not in question.stub
        for line in kept - {"...", ""}:
            assert line.startswith(("def ", '"""')) or line.endswith(" = ..."), (name, line)
        assert solved - kept or not solved
    assert blank("a = 1  # SOLUTION\n# BEGIN SOLUTION NO PROMPT\nb = 2\n# END SOLUTION\n") == "a = ...\n"
