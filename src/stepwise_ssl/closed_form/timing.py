"""When a mode steps, and how long the step takes.

All times are in units of learning rate x steps, for the loss ``sum_j (1 - lambda_j)^2``. A mode that never
steps has time inf: its eigenvalue is not positive, it starts at 0, or it starts at its limit or above
(gamma s0^2 >= 1).

Source: Simon et al., "On the Stepwise Nature of Self-Supervised Learning" (ICML 2023), Sec. 4.
"""

from __future__ import annotations

import math
from typing import Any

from stepwise_ssl.closed_form.validation import Array, read, require_modes


def step_times(gamma: Array, s0: Array) -> Array:
    """The step times tau = -log(gamma s0^2) / (8 gamma), the paper's estimate for a small start.

    Args:
        gamma: eigenvalues, a number or shape (d,).
        s0: weights at t = 0, a number or shape (d,).

    Returns:
        Times of shape (d,) in units of learning rate x steps; inf where a mode never steps.

    Raises:
        ValueError: a value is NaN or infinite, or shapes do not fit.

    Source: Simon et al. 2023, Sec. 4.

    >>> print(step_times([1.0, 0.5, -1.0], 1e-3).round(3))
    [1.727 3.627   inf]
    """
    xp, gamma, amplitude, steps = _steps(gamma, s0)
    # log(gamma s0^2) as 2 log(sqrt(gamma) |s0|): s0^2 alone may underflow.
    return xp.where(steps, -2 * xp.log(amplitude) / (8 * gamma), xp.inf)


def half_rise_times(gamma: Array, s0: Array) -> Array:
    """The times at which lambda = 1/2 exactly, log(1 / (gamma s0^2) - 1) / (8 gamma).

    Half of the eigenvalue, not half of the loss: there the loss has done 3/4 of its step.

    Args:
        gamma: eigenvalues, a number or shape (d,).
        s0: weights at t = 0, a number or shape (d,).

    Returns:
        Times of shape (d,) in units of learning rate x steps; inf where a mode never steps, negative where
        it starts between 1/2 and 1 (the half lies before the start).

    Raises:
        ValueError: a value is NaN or infinite, or shapes do not fit.

    Source: derived; ``step_times`` is its limit for a small start.

    >>> print(half_rise_times(1.0, 1e-3).round(3), half_rise_times(1.0, 0.5).round(3))  # log(3) / 8
    1.727 0.137
    """
    xp, gamma, amplitude, steps = _steps(gamma, s0)
    odds = xp.log1p(-(amplitude**2)) - 2 * xp.log(amplitude)
    return xp.where(steps, odds / (8 * gamma), xp.inf)


def width_10_90(gamma: Array) -> Array:
    """The time from lambda = 0.1 to 0.9, log(81) / (8 gamma) = 0.549 / gamma, whatever the start.

    Args:
        gamma: eigenvalues, a number or shape (d,).

    Returns:
        Widths of shape (d,) in units of learning rate x steps; inf where gamma <= 0.

    Raises:
        ValueError: a value is NaN or infinite, or gamma is no vector.

    Source: derived from Simon et al. 2023, Prop. 4.1.

    >>> print(width_10_90([1.0, 0.5]).round(3))
    [0.549 1.099]
    """
    xp, gamma = read(gamma=gamma)
    require_modes(gamma, gamma)
    steps = gamma > 0
    return xp.where(steps, math.log(81) / (8 * xp.where(steps, gamma, xp.ones_like(gamma))), xp.inf)


def _steps(gamma: Array, s0: Array) -> tuple[Any, ...]:
    """Return xp, gamma, sqrt(lambda_0) and where a mode steps; harmless numbers where it does not."""
    xp, gamma, s0 = read(gamma=gamma, s0=s0)
    require_modes(gamma, s0)
    positive = xp.where(gamma > 0, gamma, xp.ones_like(gamma))
    amplitude = xp.sqrt(positive) * xp.abs(s0)
    steps = (gamma > 0) & (amplitude > 0) & (amplitude < 1)
    return xp, positive, xp.where(steps, amplitude, 0.5 * xp.ones_like(amplitude)), steps
