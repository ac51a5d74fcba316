"""A stored run as the plots of chapter 12 take it: loss, eigenvalues, and the steps found in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from stepwise_ssl.figures.check import increasing, matrix, vector
from stepwise_ssl.training.step_detection import Steps
from stepwise_ssl.training.step_rule import embedding_steps

NAMED = 10  # eigenvalues that have a colour of their own
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, eq=False)
class Watched:
    """Loss and eigenvalues of a run, and when each eigenvalue steps.

    Args:
        steps: of the records, (T,).
        loss: at each record, (T,).
        eigenvalues: largest first, negative ones taken for 0, (T, k).
        found: when each of them rises, and which do so clearly.
    """

    steps: np.ndarray
    loss: np.ndarray
    eigenvalues: np.ndarray
    found: Steps

    @property
    def clear(self) -> np.ndarray:
        """The eigenvalues whose step is clear, counted from 0."""
        return np.flatnonzero(self.found.clear)

    @property
    def stepped(self) -> np.ndarray:
        """The eigenvalues that step at all, counted from 0."""
        return np.flatnonzero(np.isfinite(self.found.half))

    def at(self, steps) -> np.ndarray:
        """Places of the records nearest to ``steps``."""
        return np.abs(self.steps[:, None] - np.atleast_1d(steps)).argmin(axis=0)

    def counted(self) -> str:
        """How many eigenvalues step, in words."""
        count, clear = self.found.count, len(self.clear)
        if not count:
            return "none of the eigenvalues steps"
        if count == 1:
            return "1 eigenvalue steps, " + ("and clearly" if clear else "but not clearly")
        return f"{count} eigenvalues step, {clear} of them clearly"


def read(name: str, run: Any) -> Watched:
    """Take a run apart.

    Args:
        name: what it is called in messages.
        run: a stored run, or any mapping with ``steps`` (T,), ``loss`` (T,) and ``eigenvalues`` (T, k).

    Returns:
        The run; no step is counted where no eigenvalue ever reaches a hundredth.

    Raises:
        ValueError: if an array is missing, has another shape, or holds NaN.

    >>> k = np.arange(60)
    >>> seen = read("run", {"steps": k, "loss": k[::-1], "eigenvalues": 1 / (1 + np.exp(30 - k))[:, None]})
    >>> seen.counted()
    '1 eigenvalue steps, and clearly'
    """
    steps = increasing(f"{name}'s steps", array(name, run, "steps"))
    loss = vector(f"{name}'s loss", array(name, run, "loss"), len(steps))
    values = matrix(f"{name}'s eigenvalues", array(name, run, "eigenvalues"), (len(steps), None)).clip(0)
    found = embedding_steps(steps, values, loss_of(run))
    return Watched(steps, loss, values, found)


def loss_of(run: Any) -> str:
    """The name of a stored run's loss; a mapping may have it as ``loss_name``, and needs not."""
    if isinstance(run, Mapping):
        return run.get("loss_name", "")
    return getattr(run, "config", {}).get("loss", {}).get("name", "")


def array(name: str, run: Any, key: str) -> np.ndarray:
    """One array of a run.

    Raises:
        ValueError: if the run has none of this name.
    """
    try:
        return np.asarray(run[key])
    except KeyError as error:
        raise ValueError(f"{name} has no array {key!r}") from error


def several(runs: Mapping[str, Any], least: int, most: int) -> dict[str, Any]:
    """Labelled runs, as many as there may be.

    Raises:
        ValueError: if ``runs`` is no mapping, or holds fewer or more.
    """
    if not isinstance(runs, Mapping):
        raise ValueError(f"runs is a {type(runs).__name__}; expected a mapping from labels to runs")
    if not least <= len(runs) <= most:
        raise ValueError(f"runs has {len(runs)} entries; expected {least} to {most}")
    return dict(runs)


def whole(value: float) -> str:
    """A step for a sentence: 1,440.

    >>> whole(1440.4)
    '1,440'
    """
    return f"{value:,.0f}"


def listed(words) -> str:
    """Words for a sentence: 64, 366 and 1,440.

    >>> listed(["64", "366", "1,440"])
    '64, 366 and 1,440'
    """
    words = list(words)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def short(value: float) -> str:
    """A number in two digits; one below a thousandth, or a large one, by its power of ten.

    >>> short(0.417), short(2.46e-8), short(0.0), short(12.3)
    ('0.42', '2.5 × 10⁻⁸', '0', '12')
    """
    if value == 0 or 1e-3 <= abs(value) < 1e4:
        return f"{value:.0f}" if abs(value) >= 10 or value == 0 else f"{value:.2g}"
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits} × 10{str(int(exponent)).translate(_SUPERSCRIPT)}".replace("-", "−")
