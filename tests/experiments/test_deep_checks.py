"""A stored deep run is borne out by a fresh one, and each of these breaks is seen."""

import tomllib
from dataclasses import replace

import numpy as np
import pytest

from stepwise_ssl.experiments import deep_networks as kind
from stepwise_ssl.experiments.deep_checks import _first_passage, clear_steps, run_summary
from stepwise_ssl.experiments.progress import Progress
from stepwise_ssl.experiments.store import StoredRun


@pytest.fixture
def pair(deep):
    """A stored run and a fresh, shortened one."""
    config = tomllib.loads((deep / "deep.toml").read_text())
    found = []
    for settings in (config, kind.shorten(config)):
        progress = Progress()
        arrays = kind.run(settings, "cpu", progress)
        origin = {"device": "cpu (made up)", "duration_s": 1.5}
        found.append(StoredRun("deep", settings, arrays, origin | progress.facts))
    return found


def failing(stored, fresh):
    return [finding.what for finding in kind.compare(stored, fresh) if not finding.holds]


def late(arrays, name, factor):
    """Only what comes after the shortened run is changed."""
    return np.where((arrays["steps"] > 40)[:, None], factor * arrays[name], arrays[name])


BREAKS = {
    "eigenvalues a fiftieth larger": lambda a: a | {"eigenvalues": 1.02 * a["eigenvalues"]},
    "eigenvalues reversed in time": lambda a: a | {"eigenvalues": a["eigenvalues"][::-1]},
    "everything reversed in time": lambda a: (
        a | {k: a[k][::-1] for k in ("eigenvalues", "covariance", "loss")}
    ),
    "eigenvalues in another order": lambda a: a | {"eigenvalues": a["eigenvalues"][:, ::-1]},
    "later eigenvalues three times as large": lambda a: a | {"eigenvalues": late(a, "eigenvalues", 3)},
    "a third of the covariance": lambda a: a | {"covariance": 0.3 * a["covariance"]},
    "another loss": lambda a: a | {"loss": 1.3 * a["loss"]},
    "a record moved": lambda a: a | {"steps": a["steps"] + 1},
    "a record missing": lambda a: {
        k: np.delete(v, 4, 0) if len(np.shape(v)) and len(v) == 30 else v for k, v in a.items()
    },
    "a start three hundredths smaller": lambda a: (
        a | {"eigenvalues": np.where(a["steps"][:, None] < 5, 0.97, 1) * a["eigenvalues"]}
    ),
    "not a number": lambda a: (
        a | {"eigenvalues": np.where(a["steps"][:, None] == 0, np.nan, a["eigenvalues"])}
    ),
}


def test_a_run_is_borne_out_and_broken_ones_are_not(pair):
    stored, fresh = pair
    assert failing(stored, fresh) == []
    for name, broken in BREAKS.items():
        assert failing(replace(stored, arrays=broken(stored.arrays)), fresh), name


def test_of_a_still_body_the_replay_is_compared_too(deep):
    config = tomllib.loads((deep / "deep.toml").read_text())
    config["start"]["frozen_body"] = True
    origin = {"device": "cpu (made up)", "duration_s": 1.5}
    stored, fresh = (
        StoredRun("deep", settings, kind.run(settings, "cpu", progress), origin | progress.facts)
        for settings, progress in ((config, Progress()), (kind.shorten(config), Progress()))
    )
    assert fresh["replayed"].shape[1] < stored["replayed"].shape[1] and failing(stored, fresh) == []
    broken = stored.arrays | {"replayed": 1.02 * stored["replayed"]}
    (told,) = failing(replace(stored, arrays=broken), fresh)
    assert told.startswith("descent of the head on stored features")


def test_a_fresh_run_that_ended_early_does_not_bear_out_one_that_did_not(pair):
    stored, fresh = pair
    short = {
        name: value[:10] if np.shape(value)[:1] == fresh["steps"].shape else value
        for name, value in fresh.arrays.items()
    }
    assert "records at other steps" in failing(stored, replace(fresh, arrays=short))[0]


def test_other_pixels_have_wider_bands_and_are_named(pair):
    stored, fresh = pair
    moved = replace(fresh, arrays=fresh.arrays | {"eigenvalues": 1.02 * fresh["eigenvalues"]})
    assert failing(stored, moved)
    other = replace(moved, provenance=fresh.provenance | {"data": {"sha256": "another"}})
    findings = kind.compare(stored, other)
    assert all(finding.holds for finding in findings)
    assert any("your pixels are not those" in finding.what for finding in findings)
    doubled = replace(other, arrays=fresh.arrays | {"eigenvalues": 2 * fresh["eigenvalues"]})
    assert failing(stored, doubled)


def staircase(**config):
    """Three logistic steps of height 1 at updates 20, 50 and 80, the last two closer than they are wide."""
    steps = np.arange(0, 121, 2)
    values = np.stack(
        [1 / (1 + np.exp(-(steps - start) / width)) for start, width in ((20, 2), (50, 2), (52, 4))], 1
    )
    arrays = {
        "steps": steps,
        "loss": 3 - values.sum(axis=1),
        "eigenvalues": values,
        "covariance": values,
        "ranks": np.ones((len(steps), 2)),
        "layers": np.array(["stem", "stage1"]),
        "probe_steps": np.array([1, 120]),
        "probe": np.array([[0.1, 0.2], [0.3, 0.4]]),
    }
    tables = {
        "title": "Made up",
        "loss": {"name": "vicreg"},
        "start": {"factor": 1e-4},
        "data": {"shuffled": True},
    }
    return StoredRun("made-up", tables | config, arrays, {"device": "cpu (made up)", "duration_s": 2.5})


def test_the_summary_says_what_is_known_of_a_made_up_run():
    found = run_summary(staircase(label="a label"))
    half = found.pop("half")
    assert found == {
        "name": "made-up",
        "label": "a label",
        "loss": "vicreg",
        "start": "small",
        "pairs": "shuffled",
        "count": 3,
        "clear": 2,
        "first_loss": pytest.approx(3, abs=1e-3),
        "last_loss": pytest.approx(0, abs=1e-3),
        "last_step": 120,
        "device": "cpu (made up)",
        "duration_s": 2.5,
        "stopped": "",
    }
    assert half == pytest.approx([20, 50, 52], abs=0.1)
    plain = run_summary(staircase(start={"factor": 1.0}, data={"shuffled": False}))
    assert (plain["label"], plain["start"], plain["pairs"]) == ("Made up", "standard", "true")


def test_what_is_said_has_a_line_for_each_step_layer_and_probe():
    lines = kind.describe(staircase())
    assert lines[0].startswith("3 steps, 2 of them clear, in 120 updates; loss 3 to")
    rows = [line.split() for line in lines[2:5]]
    assert [row[0] for row in rows] == ["1", "2", "3"] and [row[4] for row in rows] == ["yes", "yes", "no"]
    assert [float(row[2]) for row in rows] == [20, 50, 52]
    text = "\n".join(lines)
    assert "stem, stage1" in text and "0.300  0.400" in text and "stopped" not in text
    failed = replace(staircase(), provenance=staircase().provenance | {"stopped": "Step 7: why"})
    assert "stopped early: Step 7: why" in "\n".join(kind.describe(failed))
    assert all(len(line) <= 110 for line in lines)


def test_records_without_numbers_do_not_hide_the_steps():
    run = staircase()
    values = run["eigenvalues"].copy()
    values[-3:] = np.nan
    assert clear_steps(replace(run, arrays=run.arrays | {"eigenvalues": values})).count == 3


def test_a_first_passage_is_the_first_and_may_never_come():
    steps, values = np.array([0, 10, 20, 30]), np.array([0.0, 1.0, 0.0, 1.0])
    assert _first_passage(steps, values, 0.5) == 5 and _first_passage(steps, values, 2.0) == np.inf
    assert _first_passage(steps, values, -1.0) == 0
