"""The steps of an embedding's eigenvalues, counted by one rule wherever deep runs are shown."""

from __future__ import annotations

from typing import Any

import numpy as np

from stepwise_ssl.training.step_detection import Steps, detect_steps

# Steps are found by their shape, so rounding noise has some too. Where no eigenvalue ever reaches a hundredth
# none is counted: Barlow Twins takes each to 1, SimCLR's add up to 1, VICReg's to their number.
FLAT = 0.01


def embedding_steps(times: Any, eigenvalues: Any, loss: str = "") -> Steps:
    """When each eigenvalue steps, and which steps are clear; see ``detect_steps``.

    Under Barlow Twins an eigenvalue has its target, 1, and its step ends there: what goes beyond, momentum or
    a batch's noise, is cut off, so that a half rise is at 1/2. Under other losses a step ends at the
    eigenvalue's highest value. Negative eigenvalues count as 0.

    Args:
        times: increasing times of the records, shape (T,).
        eigenvalues: largest first, shape (T, k).
        loss: the loss by name; "barlow-twins" has targets.

    Returns:
        The steps; none if no eigenvalue ever reaches a hundredth.

    >>> t = np.arange(6.0)
    >>> values = np.array([0.0, 0.0, 1.0, 4.0, 1.0, 1.0])[:, None]
    >>> print(embedding_steps(t, values, "barlow-twins").half, embedding_steps(t, values).half)
    [1.5] [2.33333333]
    """
    highest = 1.0 if loss == "barlow-twins" else None
    return detect_steps(times, np.clip(np.asarray(eigenvalues, float), 0, highest), floor=FLAT)
