"""The words under the plots of chapter 12 are measured on the data: other data, other words."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest

from stepwise_ssl.figures import deep as draw
from stepwise_ssl.figures.deep.cloud import project
from stepwise_ssl.figures.deep.drawing import ceiling, free_place, simplified
from stepwise_ssl.figures.deep.reading import read
from stepwise_ssl.figures.deep.three_losses import kept
from stepwise_ssl.figures.style import new_axes

K = np.arange(401)
NAN = np.full((401, 2), np.nan)
SIX = {"layers": list("abcdef"), "ranks": np.ones((401, 6))}
PROBED = {"probe_steps": [1, 2], "probe": 9 * np.eye(2)}


def rising(*halves, rate=0.3):
    """Eigenvalues that rise like logistic curves, half up at the given steps; infinite: never."""
    return np.stack([1 / (1 + np.exp(np.clip(rate * (h - K), -300, 300))) for h in halves], axis=1)


def run(values, **more):
    return {"steps": K, "loss": 9 - values.sum(axis=1), "eigenvalues": values} | more


STAIRS = run(rising(50, 150, 250))


def test_hero_counts_steps_and_gives_their_times():
    alt = draw.hero(STAIRS).alt
    assert "from 9.00 to 6.00 in 400 steps" in alt
    assert (
        "3 eigenvalues step, 3 of them clearly: the clear ones have half risen at steps 50, 150 and 250."
        in alt
    )
    overlap = draw.hero(run(rising(50, 52, 250))).alt
    assert "3 eigenvalues step, 2 of them clearly" in overlap and "at steps 50 and 250." in overlap
    one = draw.hero(run(rising(50))).alt
    assert "1 eigenvalue steps, and clearly: the clear one has half risen at step 50." in one
    assert one.endswith("At the end the largest is 1.00.")


def test_hero_says_other_things_of_spoilt_data():
    """Time reversed nothing rises; columns exchanged, the second step comes before the first."""
    back = draw.hero(run(STAIRS["eigenvalues"][::-1])).alt
    assert "none of the eigenvalues steps. At the end" in back
    swapped = draw.hero(run(STAIRS["eigenvalues"][:, ::-1])).alt
    assert "3 eigenvalues step, 1 of them clearly: the clear one has half risen at step 250." in swapped


def test_noise_has_no_steps():
    """The same curves, a millionth as high, as in a control that learns nothing."""
    assert "none of the eigenvalues steps" in draw.hero(run(1e-6 * STAIRS["eigenvalues"])).alt
    assert draw.runs_table([stored(values=0.009 * rising(50, 150))]).rows[0][6:9] == ("0", "0", "none")
    assert draw.runs_table([stored(values=0.02 * rising(50, 150))]).rows[0][6:9] == ("2", "2", "50; 150")


def test_eigenvalues_beyond_the_tenth_are_grey():
    figure = draw.hero(run(rising(*range(20, 380, 30))))
    assert "12 eigenvalues step" in figure.alt and len(figure.table.columns) == 12
    assert figure.svg.count(">12<") == 1 and "book-muted" in re.search(r"<text[^>]*>12<", figure.svg)[0]
    assert "mode-10" in re.search(r"<text[^>]*>10<", figure.svg)[0]


@pytest.mark.parametrize("share", [1.0, 0.5, 0.25])
def test_three_losses_measures_what_old_ones_keep(share):
    lam = rising(50, 150, 250)
    shrunk = lam * (1 - (1 - share) * rising(300))
    figure = draw.three_losses({"stays": run(lam), "other": run(shrunk)})
    left = [words.split("older ones have ")[1].split("%")[0] for words in figure.alt.split(". ")[1:]]
    assert left == ["100", f"{100 * share:.0f}"]
    assert figure.table.rows[0][:4] == ("stays", 1, 50, "yes") and figure.table.rows[3][0] == "other"
    assert figure.table.rows[3][4:] == (pytest.approx(1, abs=0.01), pytest.approx(share, abs=0.01))


def test_with_one_step_there_is_no_older_one():
    assert np.isnan(kept(read("run", run(rising(50)))))
    assert "older" not in draw.three_losses({"a": run(rising(50)), "b": run(rising(50))}).alt


def test_starts_say_where_the_first_eigenvalue_begins():
    small, standard = run(2e-7 + rising(150, 250)), run(0.4 + 0.1 * rising(5, 6))
    alt = draw.starts(small, standard).alt
    assert "Small start: " in alt and "the first begins at 2 × 10⁻⁷ and ends at 1.00" not in alt
    assert "the first begins at 2.0 × 10⁻⁷ and ends at 1.00. Standard start: " in alt
    assert re.search(r"begins at 0\.4\d? and ends at 0\.50\.$", alt)


def test_starts_on_an_axis_of_logarithmic_steps_begin_at_the_first():
    plain, log = (draw.starts(STAIRS, STAIRS, log_steps=flag) for flag in (False, True))
    assert plain.alt == log.alt and plain.table == log.table and plain.svg != log.svg
    assert ">0<" in plain.svg and ">step, logarithmic<" in log.svg
    assert "nan" not in log.svg.lower()


def test_controls_hold_both_against_one_bar():
    flat = run(0.02 * rising(50, 60, 70))
    alt = draw.controls({"A": (STAIRS, flat), "B": (STAIRS, STAIRS)}).alt
    assert "A: 3 with pairs, 0 with shuffled pairs, whose highest is 0.02; loss from 9.00 to 6.00 and" in alt
    assert "B: 3 with pairs, 3 with shuffled pairs, whose highest is 1;" in alt


def test_a_flat_control_is_drawn_all_the_same():
    flat = run(0 * rising(9, 9))
    assert "mode-1," in draw.controls({"A": (flat, flat)}).svg, "the line on the foot of the axis"


def clouds(*widths):
    points = np.random.default_rng(0).normal(size=(120, 3))
    stages = np.array([points * w for w in widths])
    return {"cloud": stages, "cloud_scale": 2.0, "cloud_steps": 10 * np.arange(len(widths)),
            "cloud_labels": np.arange(120) % 10}  # fmt: skip


def test_cloud_finds_point_line_plane_and_volume():
    run = clouds((0, 0, 0), (1, 0.1, 0.1), (9, 0, 0), (9, 3, 1), (9, 9, 1), (9, 9, 4), (9, 9, 9))
    figure = draw.cloud(run)
    assert "a point at step 0, a line at step 20, a plane at step 40 and a volume at step 60." in figure.alt
    assert (
        figure.svg.count("<svg") == 4 and "Their spread along three directions goes from 0 to " in figure.alt
    )
    assert figure.table.rows[3][2] == pytest.approx(2 * run["cloud"][-1][:, 0].std())


def test_cloud_names_what_it_sees_not_what_it_hopes_for():
    assert draw.cloud(clouds(*[(9, 1, 1)] * 5)).alt.count("a line") == 4
    never = draw.cloud(clouds((0, 0, 0), (9, 1, 1), (9, 9, 1), (9, 9, 1), (9, 9, 1))).alt
    assert "a volume" not in never and never.count("a plane") == 2
    asked = draw.cloud(clouds((0, 0, 0), (9, 1, 1), (9, 9, 1), (9, 9, 9), (9, 9, 9)), [0, 10, 30, 40]).alt
    assert "a line at step 10, a volume at step 30" in asked


def test_an_overshoot_sets_no_scale():
    run = clouds((0, 0, 0), (99, 1, 1), (9, 1, 1), (9, 9, 1), (9, 9, 9))
    assert "a line at step 20, a plane at step 30 and a volume at step 40." in draw.cloud(run).alt
    shrinks = clouds((0, 0, 0), (12, 1, 1), (12, 12, 1), (9, 9, 9), (7, 7, 7), (6, 6, 6))
    assert "a line at step 10, a plane at step 20 and a volume at step 30." in draw.cloud(shrinks).alt


def test_a_plane_need_not_be_as_wide_as_the_line_before_it():
    run = clouds((0, 0, 0), (13, 1, 1), (7, 3, 1), (9, 9, 9), (8, 8, 8))
    assert "a line at step 10, a plane at step 20 and a volume at step 30." in draw.cloud(run).alt


def test_directions_may_fill_in_another_order():
    run = clouds((0, 0, 0), (9, 1, 1), (9, 1, 6), (9, 9, 9), (9, 9, 9))
    assert "a line at step 10, a plane at step 20 and a volume at step 30." in draw.cloud(run).alt


def test_projection_is_linear_and_shows_three_directions_apart():
    ends = project(np.eye(3))
    assert ends[2, 0] == 0 and ends[2, 1] > 0, "the third direction points up"
    for a, b in ((0, 1), (0, 2), (1, 2)):
        sine = np.linalg.det(ends[[a, b]]) / np.prod(np.linalg.norm(ends[[a, b]], axis=1))
        assert abs(sine) > 0.5, "no two directions fall on one line"
    points = np.random.default_rng(1).normal(size=(5, 3))
    np.testing.assert_allclose(project(points), points @ ends, atol=1e-12)


def test_hidden_ranks_computes_the_embedding_s_own():
    spread = np.concatenate([np.ones((401, 4)), np.zeros((401, 4))], axis=1)
    data = run(
        rising(50, 150), covariance=spread, layers=["stem", "stage1"], ranks=np.outer(1 + K / 400, [1, 3])
    )
    alt = draw.hidden_ranks(data).alt
    assert "stem from 1.0 to 2.0, stage 1 from 3.0 to 6.0 and the embedding from 4.0 to 4.0." in alt
    assert alt.endswith("2 clear steps are marked.")
    assert draw.hidden_ranks(data | {"eigenvalues": 0.0 * spread}).alt.endswith("No step is clear.")


def test_seeds_tell_how_far_apart_they_are():
    runs = {
        "seed 0": run(rising(50, 100)),
        "seed 1": run(rising(100, 200)),
        "seed 2": run(rising(75, 77, 300)),
    }
    figure = draw.seeds(runs)
    assert "2 with seed 0 (2 clear), 2 with seed 1 (2 clear) and 3 with seed 2 (2 clear)" in figure.alt
    assert "2 step with all of them" in figure.alt and "between steps 50 and 100." in figure.alt
    ratios = [100 / 50, 200 / 77]
    assert f"by a factor of {np.median(ratios):.2g} (median)" in figure.alt
    assert figure.table.rows[2] == (3, "none", "none", 300)
    none = draw.seeds({"a": run(0 * rising(9)), "b": run(rising(50))})
    assert "None steps with all of them." in none.alt


def test_probe_reads_both_columns():
    looked = {"probe_steps": [1, 20, 400], "probe": [[0.2, 0.1], [0.3, 0.2], [0.4, 0.25]]}
    figure = draw.probe({"one": STAIRS | looked, "two": run(0 * rising(9)) | looked})
    assert "one: 0.20 to 0.40 and 0.10 to 0.25, with 3 clear steps on the way." in figure.alt
    assert figure.alt.endswith("two: 0.20 to 0.40 and 0.10 to 0.25, with 0 clear steps on the way.")
    assert figure.table.rows[1] == ("one", 20, 0.3, 0.2) and ">guessing<" in figure.svg


def test_two_weights_reads_the_halves():
    """The frozen logistic of rate 8 gamma b0^2, and half and twice its time."""
    t = np.geomspace(0.01, 10, 4000)
    curves = {name: 1 / (1 + np.exp(8 * (h - t))) for name, h in (("frozen", 2), ("moving", 1), ("small", 4))}
    alt = draw.two_weights(t, curves).alt
    assert alt.endswith("frozen: 2; moving: 1, 0.5 times the first; small: 4, 2 times the first.")
    assert draw.two_weights(t, {"a": curves["frozen"], "b": 0 * t}).alt.endswith("a: 2; b: never.")


BARE = {"arrays": STAIRS, "config": {"network": {}, "loss": {}, "start": {"factor": 1}}}


class Stored(SimpleNamespace):
    """Looks like a stored run."""

    def __getitem__(self, key):
        return self.arrays[key]


def stored(name="deep-x", factor=1e-4, shuffled=False, duration=441.0, values=None):
    config = {"network": {"name": "resnet18", "width": 8}, "loss": {"name": "vicreg"},
              "start": {"factor": factor, "head_only": True}, "data": {"shuffled": shuffled}}  # fmt: skip
    arrays = run(rising(50, 52, 250) if values is None else values)
    return Stored(name=name, config=config, arrays=arrays,
                  provenance={"device": "cpu <x86_64>", "duration_s": duration})  # fmt: skip


def test_runs_table_says_what_was_asked_and_what_came_out():
    table = draw.runs_table([stored(), stored("other", 1, True, 72, 0 * rising(9))])
    assert table.rows[0] == (
        "deep-x", "ResNet-18, width 8", "VICReg", "small: last layer × 10⁻⁴", "real", "400", "3", "2",
        "50; (52); 250", "6.00", "cpu <x86_64>", "7.3 min",
    )  # fmt: skip
    assert table.rows[1][3:9] == ("standard", "shuffled", "400", "0", "0", "none")
    for factor, words in ((0.1, "0.1"), (0.3, "0.3"), (0.003, "0.003"), (1e-3, "10⁻³")):
        assert draw.runs_table([stored(factor=factor)]).rows[0][3] == f"small: last layer × {words}"
    assert table.rows[1][-1] == "72 s" and "deep-x: network ResNet-18" in repr(table)


def test_runs_table_is_headed_captioned_and_scrolls_by_keyboard():
    page = draw.runs_table([stored()]).html()
    seen = []

    class Walk(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append((tag, dict(attrs)))

    Walk().feed(page)
    assert [tag for tag, _ in seen][:3] == ["div", "table", "caption"]
    assert (
        seen[0][1]["tabindex"] == "0"
        and seen[0][1]["aria-label"]
        and "overflow-x:auto" in seen[0][1]["style"]
    )
    scopes = [attrs["scope"] for tag, attrs in seen if tag == "th"]
    assert scopes == ["col"] * 12 + ["row"] and "cpu &lt;x86_64&gt;" in page
    assert set(draw.runs_table([stored()])._repr_mimebundle_()) == {"text/html", "text/plain"}


@pytest.mark.parametrize(("peak", "spikes"), [(5, [80]), (395, [300]), (200, []), (5, range(0, 401, 30))])
def test_words_on_a_cut_peak_stand_beside_it_and_on_no_curve(peak, spikes):
    """Nearer to the peak there is no free place; where there is none at all, they stand at the peak."""
    values = np.full((401, 1), 1.0)
    values[[peak, *spikes]] = [[40.0], *([9.0] for _ in spikes)]
    place, width = free_place(read("run", run(values)), 8.0, 0.15), 0.15
    assert width / 2 <= place <= 1 - width / 2

    def free(middle):
        return values[np.abs(K / 400 - middle) <= width / 2].max() < 8

    far = abs(place - peak / 400) - 0.01  # rises to and falls from a peak take a record each
    nearer = [m for m in np.linspace(width / 2, 1 - width / 2, 300) if abs(m - peak / 400) < far]
    assert free(place) == (len(spikes) < 5) and not any(map(free, nearer))


def test_a_short_logarithmic_axis_of_times_has_more_than_two_numbers():
    t = np.geomspace(1, 60, 500)
    curve = 1 / (1 + np.exp(8 * (5 - t)))
    assert all(f">{tick}<" in draw.two_weights(t, {"a": curve, "b": curve}).svg for tick in (1, 3, 10, 30))


def test_ceiling_cuts_a_short_peak_and_no_slow_fall():
    spike = np.where(K == 20, 80.0, 8.0)[:, None]
    top, cut = ceiling(K, spike)
    assert cut and top == pytest.approx(1.35 * 8)
    fall = (5 * np.exp(-K / 100) + 0.1)[:, None]
    assert ceiling(K, fall) == (pytest.approx(1.12 * fall.max()), False)


def test_a_simplified_line_stays_within_its_tolerance():
    axes = new_axes((440, 270))
    y = np.cumsum(np.random.default_rng(3).normal(size=401))
    axes.set_xlim(0, 400)
    axes.set_ylim(y.min(), y.max())
    chosen = simplified(axes, K.astype(float), y)
    units = axes.transData.transform(np.column_stack([K, y]))[:, 1]
    assert np.abs(np.interp(K, K[chosen], units[chosen]) - units).max() <= 0.3
    assert {0, 400} <= set(chosen.tolist()) and len(chosen) < 401
    assert simplified(axes, K.astype(float), 0.01 * K).tolist() == [0, 400]


@pytest.mark.parametrize(
    ("message", "call"),
    [
        ("run has no array 'loss'", lambda: draw.hero({"steps": K})),
        ("run's loss has shape", lambda: draw.hero(STAIRS | {"loss": [1, 2]})),
        ("run's eigenvalues has shape", lambda: draw.hero(STAIRS | {"eigenvalues": NAN})),
        ("run's steps does not increase", lambda: draw.hero(STAIRS | {"steps": K[::-1]})),
        ("runs has 1", lambda: draw.three_losses({"a": STAIRS})),
        ("runs is a list", lambda: draw.three_losses([STAIRS, STAIRS])),
        ("a's loss", lambda: draw.three_losses({"a": STAIRS | {"loss": K * np.nan}, "b": STAIRS})),
        ("no eigenvalue is above 0", lambda: draw.starts(*[run(0 * rising(9))] * 2)),
        ("has 1 runs", lambda: draw.controls({"a": (STAIRS,)})),
        ("a, shuffled's steps", lambda: draw.controls({"a": (STAIRS, STAIRS | {"steps": 0 * K})})),
        ("run's cloud has shape", lambda: draw.cloud(clouds(*[(1, 1, 1)] * 5) | {"cloud_labels": [1, 2]})),
        ("moments is", lambda: draw.cloud(clouds(*[(1, 1, 1)] * 5), [0, 10, 21, 40])),
        ("at most 5", lambda: draw.hidden_ranks(run(rising(9), **SIX))),
        ("run's ranks", lambda: draw.hidden_ranks(run(rising(9), **SIX) | {"layers": ["a"]})),
        ("one's probe runs from", lambda: draw.probe({"one": STAIRS | PROBED})),
        ("times starts at 0", lambda: draw.two_weights([0, 1], {"a": [0, 1], "b": [0, 1]})),
        ("curves\\['b'\\]", lambda: draw.two_weights([1, 2], {"a": [0, 1], "b": [0]})),
        ("runs is empty", lambda: draw.runs_table([])),
        ("deep-x says nothing of 'data'", lambda: draw.runs_table([Stored(name="deep-x", **BARE)])),
    ],
)  # fmt: skip
def test_errors_name_the_argument(message, call):
    with pytest.raises(ValueError, match=message):
        call()
