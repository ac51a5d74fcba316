"""Whether a fresh, shortened deep run bears a stored one out, and what is said of a stored one.

A run cannot be repeated to the last digit on another machine: sums of float32 in another order round
otherwise, in the eighth digit. Up to the first step this stays small, because a difference grows no faster
than the modes. The step itself overshoots, momentum and all, and from there on runs that differed in the
eighth digit differ in the first. So there is a narrow band up to the half rise of the first eigenvalue, and a
wide one for what follows, which only tells that it is the same kind of run.

One thing holds in every run to the last digit that is stored, whatever it was trained on: with the same pairs
and one mean for both views S - C = (1/2n) sum (z - z')(z - z')^T, which is never negative; so the j-th
eigenvalue of the cross-correlation C is at most the j-th of the covariance S.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from stepwise_ssl.experiments.registry import Finding
from stepwise_ssl.experiments.store import StoredRun
from stepwise_ssl.training.step_detection import Steps
from stepwise_ssl.training.step_rule import embedding_steps

# Bands (same pixels, other pixels), each two to five times the largest that was seen when the first steps of
# the stored runs were made again with PyTorch's other convolutions (oneDNN off), and on images that had been
# encoded as JPEG once more.
EIGENVALUES_BEFORE = 0.01, 0.3
HALF_RISE = 0.005, 0.02
EIGENVALUES_AFTER = 0.6, 0.6
LOSS = 0.1, 0.1
# 6e-6 was seen with oneDNN off; other pixels were not tried and have the band of EIGENVALUES_BEFORE.
REPLAYED = 1e-4, 0.3
ROUNDING = 1e-5  # of float32, in units of the largest eigenvalue


def clear_steps(run: StoredRun) -> Steps:
    """The steps of a run's eigenvalues, in updates; negative eigenvalues count as 0.

    Records that hold NaN, as a run that failed may have, are left out.

    Args:
        run: a deep run.
    """
    good = np.isfinite(run["eigenvalues"]).all(axis=1)
    return embedding_steps(run["steps"][good], run["eigenvalues"][good], run.config["loss"]["name"])


def run_summary(run: StoredRun) -> dict[str, Any]:
    """What a table of runs says of one.

    Args:
        run: a deep run.

    Returns:
        ``name`` and ``label``; ``loss`` by name, ``start`` ("small" or "standard"), ``pairs`` ("true" or
        "shuffled"); ``count`` of steps and how many are ``clear``; ``half``, the updates at which each
        counted step is half done, in the order of the eigenvalues; ``first_loss``, ``last_loss``,
        ``last_step``; ``device`` and ``duration_s``; ``stopped``, empty if it went to its end.
    """
    steps, config, origin = clear_steps(run), run.config, run.provenance
    return {
        "name": run.name,
        "label": config.get("label", config["title"]),
        "loss": config["loss"]["name"],
        "start": "standard" if config["start"]["factor"] == 1 else "small",
        "pairs": "shuffled" if config["data"]["shuffled"] else "true",
        "count": steps.count,
        "clear": int(steps.clear.sum()),
        "half": steps.half[np.isfinite(steps.half)].tolist(),
        "first_loss": float(run["loss"][0]),
        "last_loss": float(run["loss"][-1]),
        "last_step": int(run["steps"][-1]),
        "device": origin["device"],
        "duration_s": origin["duration_s"],
        "stopped": origin.get("stopped", ""),
    }


def compare(stored: StoredRun, fresh: StoredRun) -> list[Finding]:
    """Compare a stored run with a fresh, shortened one.

    Args:
        stored: the stored run.
        fresh: the fresh one, ended after ``records.until`` steps.

    Returns:
        Findings, each with its band.
    """
    expected = stored["steps"][stored["steps"] <= fresh.config["records"]["until"]]
    missed = np.setxor1d(expected, fresh["steps"])
    findings = [
        Finding("records at other steps than the stored ones", float(len(missed)), 0),
        Finding(
            "whole stored run: eigenvalues of the cross-correlation above the covariance's",
            _above_covariance(stored),
            ROUNDING,
        ),
    ]
    if len(missed):
        return findings
    other = int(stored.provenance["data"]["sha256"] != fresh.provenance["data"]["sha256"])
    words = "; your pixels are not those of the stored run, so the band is wide" if other else ""
    if "replayed" in stored.arrays:
        findings.append(_replayed(stored, fresh, other))
    return [*findings, *_beginning(stored, fresh, other, words), *_what_follows(stored, fresh, other)]


def describe(run: StoredRun) -> list[str]:
    """The steps, the ranks of the hidden layers and the probe, in short lines."""
    found, facts, values = clear_steps(run), run_summary(run), run["eigenvalues"]
    lines = [
        f"{facts['count']} steps, {facts['clear']} of them clear, in {facts['last_step']:,} updates; "
        f"loss {facts['first_loss']:.4g} to {facts['last_loss']:.4g}",
        *([f"stopped early: {facts['stopped']}"] if facts["stopped"] else []),
        "eigenvalue   10 %    half    90 % of the rise at update   clear   highest    last",
    ]
    for j in np.flatnonzero(np.isfinite(found.half)):
        lines.append(
            f"{j + 1:10d} {found.start[j]:6.0f}  {found.half[j]:6.0f}  {found.end[j]:6.0f}"
            f"                     {'yes' if found.clear[j] else 'no':>5s}"
            f"  {values[:, j].max():8.3f} {values[-1, j]:7.3f}"
        )
    places = np.unique([0, len(run["steps"]) // 2, len(run["steps"]) - 1])
    lines.append("effective ranks of " + ", ".join(run["layers"]))
    lines += [f"  update {run['steps'][k]:6d}  " + _row(run["ranks"][k], "6.2f") for k in places]
    lines.append("accuracy of a linear probe on the last hidden layer and on the embedding")
    for step, accuracy in zip(run["probe_steps"], run["probe"], strict=True):
        lines.append(f"  update {step:6d}  " + _row(accuracy, "6.3f"))
    return lines


def _replayed(stored: StoredRun, fresh: StoredRun, other: int) -> Finding:
    """The head's descent on stored features: no other sums than those of the features differ."""
    before = stored["replayed"][:, : len(fresh["steps"])]
    off = np.abs(fresh["replayed"] - before).max()
    return Finding(
        "descent of the head on stored features, largest difference in units of the largest eigenvalue",
        float(off / np.abs(before).max()),
        REPLAYED[other],
    )


def _beginning(stored: StoredRun, fresh: StoredRun, other: int, words: str) -> list[Finding]:
    """Up to the half rise of the first eigenvalue; only the start where that does not rise."""
    half = clear_steps(stored).half[0]
    calm = fresh["steps"] <= (half if np.isfinite(half) else 0)
    until = (
        f"until the first eigenvalue has half risen (update {half:.0f})" if calm.sum() > 1 else "at the start"
    )
    off = _away(stored, fresh) / np.abs(stored["eigenvalues"][: len(calm)]).max(axis=1)
    findings = [
        Finding(
            f"eigenvalues {until}, largest difference in units of the largest one{words}",
            float(off[calm].max()),
            EIGENVALUES_BEFORE[other],
        )
    ]
    if half <= fresh["steps"][-1]:
        level = np.interp(half, stored["steps"], stored["eigenvalues"][:, 0])
        late = _first_passage(fresh["steps"], fresh["eigenvalues"][:, 0], level)
        usual = _first_passage(stored["steps"], stored["eigenvalues"][:, 0], level)
        findings.append(
            Finding(
                f"update at which the first eigenvalue passes {level:.3g}, relative difference",
                abs(late - usual) / max(usual, 1.0),
                HALF_RISE[other],
            )
        )
    return findings


def _what_follows(stored: StoredRun, fresh: StoredRun, other: int) -> list[Finding]:
    """All records of the fresh run."""
    count = len(fresh["steps"])
    largest = np.maximum.accumulate(np.abs(stored["eigenvalues"][:count]).max(axis=1))
    loss = np.abs(fresh["loss"] - stored["loss"][:count]) / np.abs(stored["loss"][0])
    end = f"up to update {fresh['steps'][-1]}"
    return [
        Finding(
            f"eigenvalues {end}, largest difference in units of the largest one so far",
            float((_away(stored, fresh) / largest).max()),
            EIGENVALUES_AFTER[other],
        ),
        Finding(f"loss {end}, largest difference as a part of the first", float(loss.max()), LOSS[other]),
    ]


def _away(stored: StoredRun, fresh: StoredRun) -> np.ndarray:
    """The largest difference of an eigenvalue at each record of the fresh run, (T,)."""
    return np.abs(fresh["eigenvalues"] - stored["eigenvalues"][: len(fresh["steps"])]).max(axis=1)


def _above_covariance(run: StoredRun) -> float:
    """By how much an eigenvalue of C lies above that of S, in units of the largest one of that record."""
    largest = np.maximum(np.abs(run["covariance"]).max(axis=1), np.finfo(float).tiny)
    return float(np.max((run["eigenvalues"] - run["covariance"]).max(axis=1) / largest))


def _first_passage(steps: np.ndarray, values: np.ndarray, level: float) -> float:
    """When a curve first reaches a level, straight between records; inf if it never does.

    >>> _first_passage(np.array([0, 10]), np.array([0.0, 1.0]), 0.25)
    2.5
    """
    after = int(np.argmax(values >= level))
    if values[after] < level:
        return float("inf")
    if after == 0:
        return float(steps[0])
    part = (level - values[after - 1]) / (values[after] - values[after - 1])
    return float(steps[after - 1] + part * (steps[after] - steps[after - 1]))


def _row(values: np.ndarray, form: str) -> str:
    return " ".join(format(float(value), form) for value in values)
