"""Two arrows in the plane of a two-dimensional embedding: what the plots of them share."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from stepwise_ssl import palette
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.style import guide, new_axes

NAMES = ("a₁", "a₂")


def checked(times, arrows, gammas, growing: bool = True) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Times, arrows and gammas as arrays, or a reason why not.

    Args:
        times: (T,), increasing.
        arrows: (T, 2, 2); the columns of ``arrows[k]`` are a_1 and a_2.
        gammas: (2,), above zero, largest first.
        growing: False if one time is enough.

    Raises:
        ValueError: if shapes differ, an arrow has no length, or gammas are not positive and falling.

    >>> checked([0, 1], [np.eye(2), np.eye(2)], [4, 1])[2].tolist()
    [4.0, 1.0]
    """
    times = increasing("times", times) if growing else vector("times", times, at_least=1)
    arrows = np.asarray(arrows, dtype=float)
    if arrows.shape != (len(times), 2, 2) or not np.all(np.isfinite(arrows)):
        raise ValueError(f"arrows has shape {arrows.shape}; expected finite numbers, ({len(times)}, 2, 2)")
    if np.linalg.norm(arrows, axis=1).min() == 0:
        raise ValueError("arrows holds an arrow of length 0, which has no direction")
    gammas = vector("gammas", gammas, 2)
    if not gammas[0] >= gammas[1] > 0:
        raise ValueError(f"gammas is {gammas.tolist()}; expected two numbers above 0, the largest first")
    return times, arrows, gammas


def cross_correlations(arrows: np.ndarray, gammas: np.ndarray) -> np.ndarray:
    """C = sum_j gamma_j a_j a_j^T at every time.

    >>> cross_correlations(np.eye(2)[None], np.array([4.0, 1.0]))[0].tolist()
    [[4.0, 0.0], [0.0, 1.0]]
    """
    return np.einsum("tij,j,tkj->tik", arrows, gammas, arrows)


def directions(arrows: np.ndarray) -> np.ndarray:
    """Angle of each arrow with the first axis in degrees, (T, 2), without jumps of 360.

    >>> directions(np.array([[[1.0, 0.0], [1.0, 2.0]]])).tolist()
    [[45.0, 90.0]]
    """
    return np.degrees(np.unwrap(np.arctan2(arrows[:, 1], arrows[:, 0]), axis=0))


def plane(size: tuple[int, int], points: np.ndarray, x: str = "", y: str = "", **margins) -> Axes:
    """Axes with one scale in both directions that hold the origin and all ``points``, (k, 2)."""
    axes = new_axes(size, x=x, y=y, **margins)
    low, high = np.minimum(points.min(axis=0), 0), np.maximum(points.max(axis=0), 0)
    box = axes.get_window_extent()
    unit = 1.12 * max((high[0] - low[0]) / box.width, (high[1] - low[1]) / box.height)
    middle, half = (low + high) / 2, unit * np.array([box.width, box.height]) / 2
    axes.set_xlim(middle[0] - half[0], middle[0] + half[0])
    axes.set_ylim(middle[1] - half[1], middle[1] + half[1])
    guide(axes, x=0, colour=palette.GRID)
    guide(axes, y=0, colour=palette.GRID)
    return axes


def arrow_to(axes: Axes, tip, colour: str, width: float = 2.2, alpha: float = 1.0) -> None:
    """An arrow from the origin."""
    axes.annotate(
        "",
        tip,
        (0, 0),
        arrowprops={
            "arrowstyle": "-|>,head_width=0.28,head_length=0.6",
            "color": colour,
            "linewidth": width,
            "alpha": alpha,
            "shrinkA": 0,
            "shrinkB": 0,
            "mutation_scale": 12,
        },
    )


def degrees(angle: float) -> str:
    """An angle in words that a screen reader says rightly.

    >>> degrees(-36.87), degrees(0.6)
    ('−37 degrees', '1 degree')
    """
    whole = round(float(angle))
    return f"{whole:d} degree{'' if abs(whole) == 1 else 's'}".replace("-", "−")
