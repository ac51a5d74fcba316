"""How far, at most, a small start with two outputs is ever from the aligned trajectory: a proved bound.

For d = 2 and W(0) = alpha W_0 the distance is at most K_0 alpha^p. Here the bound of that proof is evaluated
for a given start, step by step and with its constants; the names are those of the proof. It is coarse: it is
there to be true. Every line of it is an inequality of the appendix on proofs.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, expm1, inf, log, sqrt

import numpy as np

from stepwise_ssl.closed_form.validation import read, require_shape


@dataclass(frozen=True)
class Guarantee:
    """What the proof promises for one start.

    Attributes:
        distance: bound of ||W(t) - W*(t)||_F for all t; inf if the start is not small enough for the proof.
        before: the same up to the time ``until``.
        until: time T at which the second eigenvalue of the aligned trajectory is 1 - ``rest``.
        rest: what is missing there.
        behind: bound of the weighted length of what lies along the first axis and should not, up to T.
        trailing: bound of the weighted length of modes 3, 4, ... along the second axis, up to T.
        angle: bound of the angle by which the axes turn, up to T.
        relative: bounds of the relative (logarithmic) errors of the two weights, up to T.
    """

    distance: float
    before: float
    until: float
    rest: float
    behind: float
    trailing: float
    angle: float
    relative: tuple[float, float]


NOTHING = Guarantee(inf, inf, inf, 0.0, inf, inf, inf, (inf, inf))


def _start(arrows: np.ndarray) -> np.ndarray:
    """The upper triangular R of the start, with positive R_11 and R_22."""
    triangular = np.linalg.qr(arrows)[1]
    signs = np.sign(np.diag(triangular))
    return signs[:, None] * triangular


def two_output_bound(gamma: np.ndarray, arrows: np.ndarray) -> Guarantee:
    """Bound the distance between a small start with two outputs and the aligned trajectory that it follows.

    Args:
        gamma: eigenvalues of Gamma, shape (m,), largest first, with gamma_1 > gamma_2 > max(0, gamma_3).
        arrows: the start W(0) V, small scale included, shape (2, m).

    Returns:
        The bounds; infinite where the start is too large for the proof. With arrows = alpha A_0 and alpha to
        0, ``distance`` is of order alpha^p, p = min(1 - gamma_2/gamma_1, 1 - gamma_3/gamma_2).

    Raises:
        ValueError: shapes do not fit, or the eigenvalues are not as required.

    Source: derived; the appendix on proofs.

    >>> promise = two_output_bound([1.0, 0.5], [[3e-12, 1e-12], [4e-12, 2e-12]])
    >>> 0 < promise.distance < 0.01
    True
    """
    _, gamma, arrows = read(gamma=gamma, arrows=arrows)
    gamma, arrows = np.asarray(gamma, float), np.asarray(arrows, float)
    require_shape("gamma", gamma, ("m",))
    require_shape("arrows", arrows, (2, len(gamma)))
    third = gamma[2] if len(gamma) > 2 else -inf
    if not (gamma[0] > gamma[1] > max(0.0, third) and np.all(np.diff(gamma) <= 0)):
        raise ValueError(f"gamma is {gamma}: expected gamma_1 > gamma_2 > max(0, gamma_3), largest first")
    tries = (_promise(gamma, arrows, rest) for rest in np.geomspace(1e-4, 0.5, 25))
    return min(tries, key=lambda x: x.distance)


def _promise(gamma: np.ndarray, arrows: np.ndarray, rest: float) -> Guarantee:
    """The bounds with T where 1 - lambda_2* = rest."""
    g1, g2 = float(gamma[0]), float(gamma[1])
    x, y = _start(arrows)
    lengths = (arrows**2).sum(axis=0)
    below, others = gamma <= 0, (gamma > 0) & (np.arange(len(gamma)) > 0)
    later = others & (np.arange(len(gamma)) > 1)
    N = float((abs(gamma) * lengths)[below].sum())  # negative modes: they never grow
    start = gamma[:2] * np.array([x[0], y[1]]) ** 2
    if np.linalg.eigvalsh((arrows * gamma) @ arrows.T)[-1] >= 1 or min(start) == 0 or max(start) >= 0.5:
        return NOTHING
    T = log((1 / start[1] - 1) * (1 - rest) / rest) / (8 * g2)
    if log((1 / start[0] - 1) * (1 - rest) / rest) / (8 * g1) > T:
        return NOTHING
    # 1. Along the first axis.
    phi = float((gamma[others] * x[others] ** 2 / (g1 + gamma[others])).sum()) + N**2 * T / 2
    growth = (sqrt((1 + N) / g1) / x[0]) ** (g2 / g1)
    e1 = sqrt(2 * g1 * phi) * growth
    # 2. Along the second axis; h is the growth of mode 2, never above h_max.
    if 4 * g1 * e1**2 * T > 1:
        return NOTHING
    across = exp(4 * g1 * e1**2 * T) * (sqrt(float((gamma * y**2)[others].sum())) + 2 * g1 * e1 * N * T)
    e2 = e1 * across + N / 2  # |C_12| <= h e2
    if 4 * (g1 - g2) * e1 * e2 * T / sqrt(g2) > y[1] / 2:
        return NOTHING
    h_max = 2 / y[1] * sqrt((1 + N) / g2)
    share = float(gamma[later].max() / g2) if later.any() else 0.0
    e3 = h_max**share * sqrt(float((gamma * y**2)[later].sum())) + 4 * g1 * e1 * e2 * h_max * T
    # 3. How far off the two weights are, and how far the axes turn.
    q1 = 4 * g1 * T * (e1**2 + N)
    q2 = 4 * g2 * T * (e3**2 + N) + 8 * (g1 - g2) * T * e1 * e2 / (sqrt(g2) * y[1])
    if max(q1, q2) > 1 or expm1(2 * q2) + e3**2 > rest / 2:
        return NOTHING
    angle = 2 * g1 * e2 * h_max / (g2 * rest)
    smallest = float(gamma[others].min())
    before = (
        (expm1(q1) + angle) / sqrt(g1)
        + (expm1(q2) + angle) / sqrt(g2)
        + sqrt((e1**2 + e3**2) / smallest + float(lengths[below].sum()))
    )
    distance = before * _landing(gamma, rest, before)
    numbers = (max(before, distance), before, T, rest, e1, e3, angle)
    return Guarantee(*map(float, numbers), relative=(float(q1), float(q2)))


def _landing(gamma: np.ndarray, rest: float, before: float) -> float:
    """By which factor the distance at T may still grow; inf if it is too large there."""
    g1, g2, g = float(gamma[0]), float(gamma[1]), float(abs(gamma).max())
    near = (sqrt(g1**3 + g**2 * g2 / 4) - g1**1.5) / g**2  # 2 g1^1.5 b + g^2 b^2 = g2 / 4
    c = 2 * (sqrt(g1) + g * near) / g2
    rate = 4 * g + 8 * c * (2 * g1**1.5 + g**2 * near)
    factor = (1 + c * (2 * sqrt(g1) + g * near)) * (1 - rest) ** (-rate / (8 * g2))
    return factor if factor * before < near else inf
