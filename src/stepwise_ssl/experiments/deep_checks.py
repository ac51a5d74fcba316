"""Whether a fresh, shortened deep run bears a stored one out, and what ``show`` says of a stored one."""

from __future__ import annotations

import numpy as np

from stepwise_ssl.experiments.registry import Finding
from stepwise_ssl.experiments.store import StoredRun
from stepwise_ssl.training import detect_steps
from stepwise_ssl.training.step_detection import Steps


def clear_steps(run: StoredRun) -> Steps:
    """The steps of a run's eigenvalues; negative eigenvalues count as 0."""
    return detect_steps(run["steps"], np.clip(run["eigenvalues"], 0, None))


def compare(stored: StoredRun, fresh: StoredRun) -> list[Finding]:
    """To be written."""
    raise NotImplementedError


def describe(run: StoredRun) -> list[str]:
    """To be written."""
    steps = clear_steps(run)
    lines = [
        f"steps {steps.count}, clear {int(steps.clear.sum())}; loss {run['loss'][0]:.4g} to {run['loss'][-1]:.4g}"
    ]
    for j in np.flatnonzero(np.isfinite(steps.half)):
        lines.append(
            f" {j + 1:2d} start {steps.start[j]:8.1f} half {steps.half[j]:8.1f} end {steps.end[j]:8.1f} clear {steps.clear[j]}  top {run['eigenvalues'][:, j].max():.3f} last {run['eigenvalues'][-1, j]:.3f}"
        )
    lines.append("ranks " + str(run["ranks"][[0, len(run["ranks"]) // 2, -1]].round(1).tolist()))
    lines.append("probe " + str(run["probe"].round(3).tolist()))
    return lines
