"""Gradient flow by an integrator, in the axes of the eigenmodes: what the closed forms are compared with.

Column j of the arrows A = W V is a_j = W v_j, what the model makes of eigenmode j, and

    da_j/dt = 4 gamma_j (I - C) a_j,    C = sum_k gamma_k a_k a_k^T.

Modes with which nothing is compared cost time only, so a few beyond the first d suffice. SciPy is loaded when
the function is called. NumPy only.
"""

from __future__ import annotations

import numpy as np

from stepwise_ssl.closed_form.validation import read, require_shape


def gradient_flow(gamma: np.ndarray, arrows: np.ndarray, times: np.ndarray, rtol: float = 1e-10):
    """The arrows at each time, from any start, by the Dormand-Prince method of order 8.

    Args:
        gamma: eigenvalues of Gamma, shape (m,), in any order and of any sign.
        arrows: the start W(0) V, shape (d, m), column j for eigenvalue j.
        times: times in units of learning rate x steps, shape (T,), none negative, ascending.
        rtol: relative error allowed in a step; every entry keeps it, however small the entry is.

    Returns:
        Arrows of shape (T, d, m). Their distance ||A - A*||_F is that of the weights, since V is orthogonal.

    Raises:
        ValueError: shapes do not fit, a value is NaN or infinite, or the times are not in order.

    Source: the flow of Simon et al. 2023, Sec. 4; method DOP853 of Hairer, Norsett and Wanner, in SciPy.

    >>> path = gradient_flow([2.0, 1.0], [[0.1, 0.1]], [0.0, 9.0])
    >>> print((path[-1] ** 2 @ [2.0, 1.0]).round(9))  # C is 1 in the end
    [1.]
    """
    from scipy.integrate import solve_ivp

    _, gamma, arrows, times = read(gamma=gamma, arrows=arrows, times=times)
    gamma, arrows, times = (np.asarray(x, dtype=float) for x in (gamma, arrows, times))
    require_shape("gamma", gamma, ("m",))
    require_shape("arrows", arrows, ("d", len(gamma)))
    require_shape("times", times, ("T",))
    if len(times) == 0 or times[0] < 0 or np.any(np.diff(times) < 0):
        raise ValueError(f"times is {times}: expected at least one time, none negative, in ascending order")
    shape = arrows.shape

    def velocity(_, flat):
        now = flat.reshape(shape)
        scaled = now * gamma
        return (4 * (scaled - (scaled @ now.T) @ scaled)).ravel()

    solved = solve_ivp(
        velocity, (0.0, times[-1]), arrows.ravel(), "DOP853", t_eval=times, rtol=rtol, atol=1e-200
    )
    if not solved.success:
        raise ValueError(f"times up to {times[-1]:.3g} could not be reached: {solved.message}")
    return solved.y.T.reshape(-1, *shape)
