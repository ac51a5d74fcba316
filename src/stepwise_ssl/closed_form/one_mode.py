"""One eigenmode on its way: its weight, its embedding eigenvalue and its gap, at any time.

The weight ``s`` of a mode with eigenvalue ``gamma`` follows ``s' = 4 gamma s (1 - gamma s^2)``, and

    s(t) = s_0 / sqrt( exp(-8 gamma t) - gamma s_0^2 expm1(-8 gamma t) ).

This is Proposition 4.1 of the paper, divided by ``e^{4 gamma t}`` so that nothing overflows for gamma > 0.
Two rewritings, which change no value, keep every corner: the root of a sum of squares is ``hypot``, which
does not underflow when s_0^2 would; and ``e^{4 gamma t} = rise / fall``, neither above 1, where the one
that is not 1 shrinks, so that gamma < 0 is as safe as gamma > 0.

Accuracy: a few units in the last place, plus ``4 |gamma| t |1 - lambda|`` of them because the product
``gamma t`` is rounded once before it is exponentiated. It holds while ``sqrt(|gamma|) |s_0|`` lies between
1e-150 and 1e150 (float32: between 1e-19 and 1e19).

The formulas that the explorables use are generated from ``symbolic``, whose letter s_0 is positive; for
s_0 > 0 both are the same functions. By design only these here take a start of 0 (it stays) or below (the
mirror image).

Source: Simon et al., "On the Stepwise Nature of Self-Supervised Learning" (ICML 2023), Prop. 4.1.
"""

from __future__ import annotations

from typing import Any

from stepwise_ssl.closed_form.validation import Array, read, require_modes, require_times


def singular_value(t: Array, gamma: Array, s0: Array) -> Array:
    """The weight of each mode at time t.

    For gamma > 0 it ends at ``gamma**-0.5`` (with the sign of s0), for gamma = 0 it stays, for gamma < 0
    it decays to 0. The law is odd in ``s0``: a negative start mirrors the positive one, 0 stays 0, and a
    start above the limit (gamma s0^2 > 1) comes down to it.

    Args:
        t: one time or times of shape (T,), in units of learning rate x steps; 0 and inf are allowed.
        gamma: eigenvalues, a number or shape (d,), any sign.
        s0: weights at t = 0, a number or shape (d,).

    Returns:
        Weights of shape (d,), or (T, d) for T times, in the library, type and device of the arguments.

    Raises:
        ValueError: a time is negative, a value is NaN or infinite, or shapes do not fit.

    Source: Simon et al. 2023, Prop. 4.1.

    >>> import numpy as np
    >>> print(singular_value(np.inf, [4.0, 0.0, -1.0], 1e-3))
    [0.5   0.001 0.   ]
    """
    _, _, s0, rise, _, size = _parts(t, gamma, s0)
    return s0 * rise / size


def embedding_eigenvalue(t: Array, gamma: Array, s0: Array) -> Array:
    """The embedding eigenvalue lambda = gamma s^2 of each mode at time t.

    It is logistic, ``lambda' = 8 gamma lambda (1 - lambda)``: it tends to 1 for gamma > 0 (from above if it
    starts there; a start of 0 stays), stays 0 for gamma = 0, and is negative and returns to 0 for gamma < 0.
    Near 1, ask ``embedding_gap`` for what is missing.

    Args:
        t: one time or times of shape (T,), in units of learning rate x steps.
        gamma: eigenvalues, a number or shape (d,), any sign.
        s0: weights at t = 0, a number or shape (d,).

    Returns:
        Embedding eigenvalues of shape (d,), or (T, d) for T times.

    Raises:
        ValueError: as in ``singular_value``.

    Source: Simon et al. 2023, Prop. 4.1.

    >>> print(embedding_eigenvalue([0.0, float("inf")], [4.0, 1.0], [0.25, 0.5]))
    [[0.25 0.25]
     [1.   1.  ]]
    """
    _, gamma, s0, rise, _, size = _parts(t, gamma, s0)
    s = s0 * rise / size
    return gamma * s * s


def embedding_gap(t: Array, gamma: Array, s0: Array) -> Array:
    """What each embedding eigenvalue still lacks, 1 - lambda, without subtracting it from 1.

    For gamma > 0 it is the complement of the logistic,
    ``(1 - lambda_0) e^{-8 gamma t} / (lambda_0 + (1 - lambda_0) e^{-8 gamma t})``. The subtraction
    ``1 - lambda`` would have no correct digit left once gamma t is a few units past the step.

    Args:
        t: one time or times of shape (T,), in units of learning rate x steps.
        gamma: eigenvalues, a number or shape (d,), any sign.
        s0: weights at t = 0, a number or shape (d,).

    Returns:
        Gaps of shape (d,), or (T, d) for T times; below 0 where the start is above the limit.

    Raises:
        ValueError: as in ``singular_value``.

    Source: derived from Simon et al. 2023, Prop. 4.1.

    >>> print(embedding_gap([0.0, 10.0], 1.0, 1.5))
    [-1.25000000e+00 -1.00269522e-35]
    """
    _, gamma, s0, _, fall, size = _parts(t, gamma, s0)
    return (1 - gamma * s0 * s0) * (fall / size) ** 2


def total_loss(t: Array, gamma: Array, s0: Array) -> Array:
    """The Barlow Twins loss of all modes together, ``sum_j (1 - lambda_j)^2``.

    Args:
        t: one time or times of shape (T,), in units of learning rate x steps.
        gamma: eigenvalues, a number or shape (d,), any sign.
        s0: weights at t = 0, a number or shape (d,).

    Returns:
        The loss, one number or shape (T,); for a small start it falls from d in steps of 1, one for each
        positive mode.

    Raises:
        ValueError: as in ``singular_value``.

    Source: Simon et al. 2023, Prop. 4.1 and Sec. 4.

    >>> print(total_loss([0.0, float("inf")], [4.0, 1.0, -1.0], 0.0))
    [3. 3.]
    """
    xp, gamma, s0, _, fall, size = _parts(t, gamma, s0)
    gap = (1 - gamma * s0 * s0) * (fall / size) ** 2
    modes = max(gamma.ndim, s0.ndim)
    return xp.sum(gap**2, axis=-1) if modes else gap**2


def _parts(t: Array, gamma: Array, s0: Array) -> tuple[Any, ...]:
    """Read the arguments; return xp, gamma, s0 and the parts of the law, broadcast over times and modes.

    ``e^{4 gamma t} = rise / fall`` and ``size = sqrt( fall^2 + |gamma| s0^2 (1 - e^{-8 |gamma| t}) )``, so
    ``s = s0 rise / size`` and ``1 - lambda = (1 - lambda_0) (fall / size)^2``.
    """
    xp, t, gamma, s0 = read(t=t, gamma=gamma, s0=s0, allow_inf=("t",))
    require_times(xp, t)
    require_modes(gamma, s0)
    if t.ndim == 1 and max(gamma.ndim, s0.ndim) == 1:
        t = t[:, None]
    # gamma = 0 stands still for all time, t = inf included, where 0 * inf would be NaN.
    clock = xp.abs(gamma) * xp.where(gamma == 0, xp.zeros_like(t), t)
    shrinking = xp.exp(-4 * clock)
    grows = (gamma > 0) & (s0 != 0)  # a mode that starts at 0 stays there; as "not growing" it meets no 0 / 0
    one = xp.ones_like(shrinking)
    rise, fall = xp.where(grows, one, shrinking), xp.where(grows, shrinking, one)
    size = xp.hypot(fall, s0 * xp.sqrt(-xp.abs(gamma) * xp.expm1(-8 * clock)))
    return xp, gamma, s0, rise, fall, size
