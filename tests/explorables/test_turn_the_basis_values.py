"""Turning the basis: the browser shows what NumPy and SciPy compute, at 500 states and every corner."""

import itertools
import re

import numpy as np
import pytest
from scipy.linalg import expm

from stepwise_ssl import closed_form
from stepwise_ssl.data import crop_pairs, load_photographs, standardise
from stepwise_ssl.explorables import TurnTheBasis
from stepwise_ssl.explorables.turn_the_basis import LENGTH, PIXELS, PRESETS, START, TIME, A, B, C
from stepwise_ssl.figures.turned_states import three_turns

READ = """states => states.map(state => {
  const { explorable } = document.getElementById("turn-the-basis");
  explorable.goto(state); explorable.draw();
  const cells = document.querySelectorAll("#turn-the-basis td[data-key]");
  return Object.fromEntries([...cells].map(cell => [cell.dataset.key, Number(cell.dataset.value)]));
})"""


@pytest.fixture
def read(visit, make_page):
    def tables(states):
        seen = visit(make_page(TurnTheBasis()))
        out = seen.page.evaluate(READ, states)
        seen.assert_quiet()
        return out

    return tables


def random_states(n=500, seed=3):
    rng = np.random.default_rng(seed)
    ranges = {"a": A, "b": B, "c": C, "theta": None, "start": START, "t": TIME}
    columns = [rng.uniform(*((r.low, r.high) if r else (0, 180)), n) for r in ranges.values()]
    return [dict(zip(ranges, map(float, row), strict=True)) for row in zip(*columns, strict=True)]


def corners():
    box = itertools.product(
        (A.low, 0.0, 1.0, A.high), (B.low, 0.0, B.high), (C.low, 1.0, C.high),
        (0.0, 45.0, 90.0, 180.0), (0.0, 360.0), (0.0, TIME.high),
    )  # fmt: skip
    return [dict(zip(("a", "b", "c", "theta", "start", "t"), row, strict=True)) for row in box]


def wanted(state):
    """The same quantities by matrices: numbers, and for each the size of what cancels in it."""
    gamma = np.array([[state["a"], state["b"]], [state["b"], state["c"]]])
    theta, beta, t = np.deg2rad(state["theta"]), np.deg2rad(state["start"]), state["t"]
    axes = np.array([[np.cos(theta), np.sin(theta)], [-np.sin(theta), np.cos(theta)]])  # one axis a row
    first = LENGTH * np.array([np.cos(beta), np.sin(beta)])
    turned, now = axes @ gamma @ axes.T, expm(gamma * t) @ first
    values = np.linalg.eigvalsh(gamma)
    alone = np.exp(np.diag(turned) * t) * (axes @ first)
    coordinates = axes @ now
    size, far = np.abs(gamma).max(), LENGTH * np.exp(values[1] * t) * (1 + np.abs(values).max() * t)
    return {
        "g11": (turned[0, 0], size), "g12": (turned[0, 1], size), "g22": (turned[1, 1], size),
        "larger": (values[1], size), "smaller": (values[0], size),
        "y_1": (coordinates[0], far), "y_2": (coordinates[1], far),
        "across": (now[0], far), "up": (now[1], far),
        "alone_1": (alone[0], far), "alone_2": (alone[1], far),
    }  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("states", [random_states(), corners()], ids=["random", "corners"])
def test_table_equals_numpy(read, states):
    wrong = []
    for state, table in zip(states, read(states), strict=True):
        for key, (value, scale) in wanted(state).items():
            # SciPy's expm errs by some roundings of the largest entry, and so does a sum that cancels.
            if not abs(table[key] - value) <= 1e-12 * abs(value) + 2e-14 * scale:
                wrong.append((state, key, table[key], value))
    assert not wrong, f"{len(wrong)} numbers differ, the first: {wrong[0]}"


@pytest.mark.browser
def test_decoupling_angles_are_eigenvectors(read):
    states = random_states(200, seed=5)
    tables = read(states)
    for state, table in zip(states, tables, strict=True):
        gamma = np.array([[state["a"], state["b"]], [state["b"], state["c"]]])
        assert 0 <= table["angle_1"] < 180 and 0 <= table["angle_2"] < 180
        assert abs(table["angle_1"] - table["angle_2"]) == pytest.approx(90, abs=1e-10)
        for key, eigenvalue in (("angle_1", "larger"), ("angle_2", "smaller")):
            v = np.array([np.cos(np.deg2rad(table[key])), np.sin(np.deg2rad(table[key]))])
            assert gamma @ v == pytest.approx(table[eigenvalue] * v, abs=1e-12)
    # There, and only there, each coordinate is the one that it would be alone.
    turned = [state | {"theta": table["angle_1"]} for state, table in zip(states, tables, strict=True)]
    for table in read(turned):
        far = LENGTH * np.exp(table["larger"] * table["t"]) * (1 + 10 * table["t"])
        for j in (1, 2):
            assert table[f"y_{j}"] == pytest.approx(table[f"alone_{j}"], rel=1e-9, abs=1e-12 * far)
        assert abs(table["g12"]) < 1e-13 * max(1, abs(table["larger"]))
    off = [(abs(t["y_1"] - t["alone_1"]), t["t"] * abs(t["g12"])) for t in tables]
    assert all(gap > 0 for gap, coupling in off if coupling > 1e-3)


def test_the_pixels_are_those_of_the_photographs():
    """The middle pixel of a crop and its right neighbour, green, in the chapter's cross-correlation."""
    raw = crop_pairs(load_photographs(), n_pairs=1000, size=10, seed=3)
    gamma = closed_form.cross_correlation(*standardise(*raw))
    here, right = ((5 * 10 + column) * 3 + 1 for column in (4, 5))
    assert PIXELS == pytest.approx((gamma[here, here], gamma[here, right], gamma[right, right]), abs=5e-4)
    assert PRESETS[0].state["b"] == PIXELS[1]


def test_one_negative_is_the_page_s_three_pairs():
    x, x_prime = np.array([[2, 1], [1, 2], [1, -1]]), np.array([[2, 1], [1, 2], [-1, 1]])
    gamma = closed_form.cross_correlation(x, x_prime)
    state = PRESETS[1].state
    assert np.array([[state["a"], state["b"]], [state["b"], state["c"]]]) == pytest.approx(gamma)


def test_static_picture_says_its_numbers_and_refuses_what_it_cannot_draw():
    text = TurnTheBasis().fallback()["text/html"]
    gamma = np.array([[A.default, B.default], [B.default, C.default]])
    for theta, entry in re.findall(r"At ([\d.]+) degrees the entry beside the diagonal is ([-−\d.]+),", text):
        v = np.array([np.cos(np.deg2rad(float(theta))), np.sin(np.deg2rad(float(theta)))])
        assert float(entry) == pytest.approx(
            v @ gamma @ [-v[1], v[0]], abs=0.006
        )  # the angle has three digits
    assert text.count("as if each were alone") >= 1
    times = np.linspace(0, 1, 5)
    path = np.ones((5, 2))
    for wrong, words in (
        (([[1, 2], [0, 1]], [0], times, path), "not symmetric"),
        ((np.eye(3), [0], times, path), "gamma_matrix"),
        ((np.eye(2), [0], times[::-1], path), "times"),
        ((np.eye(2), [0], times, path[:3]), "path"),
    ):
        with pytest.raises(ValueError, match=words):
            three_turns(*wrong)
