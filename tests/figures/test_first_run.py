"""The words under the plots of chapter 1 are measured on the data: other data, other words."""

import subprocess
import sys

import numpy as np
import pytest

from stepwise_ssl.figures import first_run

STEPS = np.arange(800)


def history(halves, rate=0.3):
    """A run whose eigenvalues rise like logistic curves; infinite: never."""
    lam = np.stack([1 / (1 + np.exp(np.clip(rate * (h - STEPS), -300, 300))) for h in halves], axis=1)
    return np.column_stack([((1 - lam) ** 2).sum(axis=1), lam])


@pytest.mark.parametrize("halves", [(100, 170, 480), (50, 300, 600)])
def test_run_counts_whole_steps_and_reads_the_plateaus(halves):
    figure = first_run.run(history([h - 0.5 for h in halves]))
    assert f"at steps {halves[0]}, {halves[1]} and {halves[2]}. " in figure.alt
    assert "3 of 3 eigenvalues pass" in figure.alt and "stands at 2.00 and 1.00." in figure.alt
    assert figure.table.rows[0][:2] == (0, pytest.approx(3, abs=1e-5))


def test_run_says_what_does_not_rise():
    one = first_run.run(history([49.5, np.inf, np.inf]))
    assert "1 of 3 eigenvalues passes one half, at step 50." in one.alt and "to 2.00 in 799" in one.alt
    none = first_run.run(history([np.inf] * 3)).alt
    assert "0 of 3 eigenvalues pass one half; the largest is" in none


def test_plateau_between_steps_that_overlap_is_no_whole_number():
    apart = first_run.run(history([100, 400])).alt
    merged = first_run.run(history([100, 104])).alt
    assert "stands at 1.00" in apart and "stands at 1.00" not in merged


def test_five_starts_says_earliest_latest_and_how_many():
    alt = first_run.five_starts(
        [history([99.5, 299.5]), history([119.5, np.inf]), history([89.5, 399.5])]
    ).alt
    assert "Eigenvalue 1 passes one half in all 3, between steps 90 and 120." in alt
    assert "Eigenvalue 2 passes one half in 2 of 3, between steps 300 and 400." in alt
    assert "at the end the largest is 1.00" in alt
    assert "Eigenvalue 2 passes one half in none." in first_run.five_starts([history([99, np.inf])] * 2).alt


def test_control_says_how_far_the_shuffled_run_has_come():
    real = history([100, 200, 300])
    idle = np.column_stack([np.full(800, 3.0), np.full(800, 3e-14), np.zeros(800), np.full(800, -1e-15)])
    alt = first_run.pairs_and_shuffled(real, idle).alt
    assert "from 3.00 to 3.00" in alt and "largest eigenvalue is 3e-14 at most" in alt
    late = first_run.pairs_and_shuffled(real, history([500, np.inf, np.inf]))
    assert "from 3.00 to 2.00" in late.alt and "eigenvalue is 1 at most" in late.alt


@pytest.mark.parametrize(("top", "count"), [(1.0, 3), (4.5, 2), (30.0, 0)])
def test_spectra_count_what_chance_does_not_reach(top, count):
    alt = first_run.pair_spectra([20.0, 5.0, 2.0, 0.5], [top, 0.0, -1.0, -top]).alt
    assert f"{count} of the first 4 real ones exceed" in alt and "begin with 20, 5, 2;" in alt


def test_loss_by_hand_counts_the_two_parts():
    z, z_prime = np.array([[1, 1], [0, 2], [-2, 0]]), np.array([[2, 0], [1, 2], [-1, -1]])
    figure = first_run.loss_by_hand([(z, z_prime), (0 * z, z)], ["three", "none"])
    assert "three: C = [1.33 1; 1 1.33], loss 2.22: 0.22 from the diagonal and 2 from the rest." in figure.alt
    assert "none: C = [0 0; 0 0], loss 2: 2 from the diagonal and 0 from the rest." in figure.alt
    assert first_run.loss_by_hand([(z_prime, z)], ["three"]).alt.split("three")[1] in figure.alt
    assert "[−1.33" in first_run.loss_by_hand([(z, -z_prime)], ["minus"]).alt


def test_collapse_measures_both_distances():
    z = np.array([[1.0, 0.0], [-1.0, 0.0]])
    gap = np.array([0.0, 0.2])
    alt = first_run.collapse((z, z + gap), (0.01 * z, 0.01 * z)).alt
    assert "before, 0.04 apart and 1 from the middle" in alt and "the points are one" in alt
    assert "still apart" in first_run.collapse((z, z + gap), (z, z)).alt


@pytest.mark.parametrize(
    ("message", "call"),
    [
        ("history has shape", lambda: first_run.run(np.ones((2, 4)))),
        ("history has shape", lambda: first_run.run(np.ones((9, 1)))),
        ("largest first", lambda: first_run.run([[1, 0, 1]] * 4)),
        ("histories has 1", lambda: first_run.five_starts([history([9])])),
        ("differ in d", lambda: first_run.five_starts([history([9]), history([9, 20])])),
        ("shuffled has 2", lambda: first_run.pairs_and_shuffled(history([9]), history([9, 20]))),
        ("real of shape", lambda: first_run.pair_spectra([1.0, 2.0], [1.0, 0.0])),
        ("tables has 4", lambda: first_run.loss_by_hand([(np.eye(2), np.eye(2))] * 4, ["a"] * 4)),
        ("at most 3", lambda: first_run.loss_by_hand([(np.eye(4), np.eye(4))], ["a"])),
        (
            r"before\[1\] has shape",
            lambda: first_run.collapse((np.eye(2), np.ones((3, 2))), (np.eye(2),) * 2),
        ),
        ("after has 3", lambda: first_run.collapse((np.eye(2),) * 2, (np.ones((3, 2)),) * 2)),
    ],
)
def test_bad_input_is_refused_by_name(message, call):
    with pytest.raises(ValueError, match=message):
        call()


def test_plots_and_exercises_of_the_first_chapter_load_no_pytorch():
    code = """
import sys
import stepwise_ssl.figures.first_run, stepwise_ssl.exercises.chapter01, stepwise_ssl.data
sys.exit("torch" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
