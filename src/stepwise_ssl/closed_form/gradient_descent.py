"""Plain gradient descent on one weight: what the closed form is the small-step limit of.

Source: Simon et al., "On the Stepwise Nature of Self-Supervised Learning" (ICML 2023), Sec. 4; the
descent step of chapter 3.
"""

from __future__ import annotations

from stepwise_ssl.closed_form.validation import Array, read, require_modes


def descent(gamma: Array, s0: Array, learning_rate: float, steps: int) -> Array:
    """The iterates of ``s <- s + learning_rate * 4 gamma s (1 - gamma s^2)``, the start included.

    After k steps the flow's time is ``t = learning_rate * k``. For gamma > 0, small errors at the
    limit shrink by a factor below 1 in each step if and only if ``learning_rate < 1 / (4 gamma)``; no start
    between 0 and the limit ever steps over it if and only if ``learning_rate <= 1 / (8 gamma)``.

    Args:
        gamma: eigenvalues, a number or shape (d,).
        s0: weights at step 0, a number or shape (d,).
        learning_rate: the step size eta, positive.
        steps: how many steps, 0 or more.

    Returns:
        Weights of shape (steps + 1,) for one mode, (steps + 1, d) for a vector of modes.

    Raises:
        ValueError: a value is NaN or infinite, shapes do not fit, or the step size or count is out of range.

    Source: gradient of the one-weight loss ``(gamma s^2 - 1)^2``.

    >>> print(descent(1.0, 0.5, learning_rate=0.1, steps=2))
    [0.5     0.65    0.80015]
    """
    xp, gamma, s0 = read(gamma=gamma, s0=s0)
    require_modes(gamma, s0)
    if not 0 < learning_rate < float("inf"):
        raise ValueError(f"learning_rate is {learning_rate!r}: expected a positive number")
    if not isinstance(steps, int) or steps < 0:
        raise ValueError(f"steps is {steps!r}: expected an integer, 0 or more")
    s = s0 + xp.zeros_like(gamma)
    iterates = [s]
    for _ in range(steps):
        s = s + learning_rate * 4 * gamma * s * (1 - gamma * s**2)
        iterates.append(s)
    return xp.stack(iterates)
