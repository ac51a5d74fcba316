"""A deep network on CIFAR-10 under one of three losses, looked at as it learns.

Plain stochastic gradient descent on views that are drawn anew at each step. What is recorded is seen on
images that the network is not trained on: the eigenvalues of the embedding's cross-correlation, the effective
ranks of hidden layers, the embeddings of 300 whole images, and what a linear probe makes of them. The pairs
that are looked at are true pairs, also in a run that is trained on shuffled ones.

This module is what ``registry`` asks of a kind, and is imported without PyTorch: a stored run can be shown
where there is none. The training itself stands in ``deep_training``.

Source: the experiment is that of Simon et al. 2023, section 6 and Fig. 1 C, D; all settings are this book's.
"""

from __future__ import annotations

import copy
from importlib.util import find_spec
from typing import Any

import numpy as np

from stepwise_ssl.experiments.deep_checks import compare, describe
from stepwise_ssl.experiments.progress import Progress
from stepwise_ssl.experiments.store import ExperimentError

__all__ = ["QUANTISED", "compare", "describe", "run", "shorten"]

QUANTISED: dict[str, tuple[float, float]] = {}


def run(config: dict[str, Any], device: str, progress: Progress) -> dict[str, np.ndarray]:
    """Train the network of a config.

    A run whose loss is no number any more ends there, with the records up to there; ``progress`` is told why
    (``stopped``).

    Args:
        config: the tables of its TOML file.
        device: "cpu", "cuda" or "mps".
        progress: keeps the run so far; an interrupted one goes on from its last finished piece.

    Returns:
        ``steps`` (T,) of the records; ``loss`` (T,); ``eigenvalues`` and ``covariance`` (T, 32) of the
        embeddings of the watched images; ``ranks`` (T, L) of the hidden ``layers`` (L,); ``cloud``
        (K, images, 3) of int8, with ``cloud_scale`` (), ``cloud_steps`` (K,) and ``cloud_labels`` (images,);
        ``probe`` (P, 2) at ``probe_steps`` (P,); of a body held still also ``predicted_half`` (d,)
        and ``replayed`` (3, T, 8 or d), see ``deep_prediction.foretell``.

    Raises:
        ExperimentError: the config asks for what there is not, a package is missing, or the loss is no number
            before there is anything to store.
        DataUnavailable: CIFAR-10 cannot be had.
    """
    missing = [name for name in ("torch", "safetensors") if find_spec(name) is None]
    if missing:
        raise ExperimentError(f'this run needs {" and ".join(missing)}: pip install "stepwise-ssl[torch]"')
    from stepwise_ssl.experiments.deep_training import train

    return train(config, device, progress)


def shorten(config: dict[str, Any]) -> dict[str, Any]:
    """The same run, ended after its first steps; the records up to there are the same."""
    short = copy.deepcopy(config)
    short["records"]["until"] = config["verify"]["steps"]
    return short


def record_steps(config: dict[str, Any]) -> np.ndarray:
    """The steps that are recorded, (T,); of a shortened run those up to its end.

    Raises:
        ExperimentError: there are too few steps or records.

    >>> table = {"descent": {"steps": 10}, "records": {"count": 6, "until": 6}}
    >>> record_steps(table).tolist()
    [0, 1, 2, 3]
    """
    total, count = config["descent"]["steps"], config["records"]["count"]
    until = config["records"].get("until", total)
    if total < 1 or count < 3 or until < 1:
        raise ExperimentError(
            f"steps is {total}, count is {count}, the run ends after step {until}: expected steps of at "
            "least 1, and 3 records or more"
        )
    steps = spread_schedule(total, count)
    return steps[steps <= until]


def spread_schedule(steps: int, records: int) -> np.ndarray:
    """Steps to record: a third of them evenly in the logarithm of time, the others evenly in time.

    Args:
        steps: the last one, at least 1.
        records: how many, at least 3.

    Returns:
        0, ..., ``steps``, increasing; ``records`` of them, or each step where there are not so many.

    >>> spread_schedule(10, 6).tolist()
    [0, 1, 2, 3, 7, 10]
    """
    early = np.geomspace(1, steps, max(records // 3, 2))
    late = np.linspace(0, steps, records - records // 3)
    chosen = np.unique(np.rint(np.concatenate([early, late])).astype(np.int64))
    free = np.setdiff1d(np.arange(steps + 1), chosen)
    # Where the two grids fell on one step, the steps left over are taken from the start.
    return np.sort(np.concatenate([chosen, free[: max(min(records, steps + 1) - len(chosen), 0)]]))
