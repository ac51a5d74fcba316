"""The gate as a picture: what I - C makes of the unit circle, with the arrows that it lets grow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.gate.arrows import NAMES, arrow_to, checked, cross_correlations
from stepwise_ssl.figures.style import book_figure, curve, new_axes, write
from stepwise_ssl.figures.table import Table

SIDE = 1.22  # half the width of a panel, in units of the circle's radius


def gate_circles(times, arrows, gammas, labels: Sequence[str]) -> BookFigure:
    """The unit circle, its image under I - C, and both arrows, at a few times.

    Args:
        times: (k,), increasing, k at most 4.
        arrows: (k, 2, 2) at these times; the columns of ``arrows[i]`` are a_1 and a_2.
        gammas: gamma_1 and gamma_2, above zero, largest first.
        labels: a short phrase for each, such as "all open".

    Returns:
        The figure. Arrows are drawn times sqrt(gamma_j), so that a learned one ends on the circle; a thin ray
        gives the direction of one that is too short to be seen. The half axes of the image, which are the
        eigenvalues of I - C, are said.

    Raises:
        ValueError: if shapes differ.

    >>> figure = gate_circles([0], [[[0.001, 0], [0, 0.001]]], [4, 1], ["all open"])
    >>> "Time 0, all open: half axes 1.00 and 1.00" in figure.alt
    True
    """
    times, arrows, gammas = checked(times, arrows, gammas, growing=False)
    if len(labels) != len(times) or len(times) > 4:
        raise ValueError(f"labels has {len(labels)} entries; expected {len(times)}, as times, and at most 4")
    gates = np.eye(2) - cross_correlations(arrows, gammas)
    values, frames = np.linalg.eigh(gates)
    scaled = arrows * np.sqrt(gammas)
    around = np.linspace(0, 2 * np.pi, 73)
    circle = np.stack([np.cos(around), np.sin(around)])
    panels = _panels(len(times))
    for axes, gate, pair, label, value in zip(panels, gates, scaled, labels, values, strict=True):
        curve(axes, *circle, palette.MUTED, 1, dashes=(3, 3))
        image = gate @ circle
        axes.fill(*image, color=palette.MUTED, alpha=0.16, linewidth=0)
        curve(axes, *image, palette.INK, 2.4)
        for j in (0, 1):
            _arrow(axes, pair[:, j], palette.mode_colour(j + 1), NAMES[j], pair[:, 1 - j])
        write(axes, 0.5, 1.02, label, units="axes", ha="center", halo=False)
        axes_of_image = " by ".join(f"{round(abs(v), 2):g}" for v in value[::-1])
        write(axes, 0.5, -0.09, axes_of_image, palette.MUTED, units="axes", ha="center", halo=False)
    said = " ".join(
        f"Time {time:.3g}, {label}: half axes {abs(value[1]):.2f} and {abs(value[0]):.2f}"
        + _where(value, frame, pair) + "."
        for time, label, value, frame, pair in zip(times, labels, values, frames, scaled, strict=True)
    )  # fmt: skip
    alt = f"What the gate I − C makes of the unit circle: an ellipse. {said}"
    names = ("time t", "open", "closed", "√γ₁ |a₁|", "√γ₂ |a₂|", "angle between, degrees")
    lengths = np.linalg.norm(scaled, axis=1)
    angles = [_angle(pair[:, 0], pair[:, 1]) for pair in scaled]
    columns = (times, values[:, 1], values[:, 0], *lengths.T, angles)
    return book_figure(panels[0], alt, Table.of_columns(names, *columns))


def _panels(count: int) -> list:
    """Square axes in one drawing: three in a row, or pairs, so that a phone shows them side by side."""
    columns = 3 if count == 3 else min(count, 2)
    cell = 440 / max(columns, 2)
    side = cell - (10 if columns == 3 else 30)
    size = (440, round((side + 62) * -(-count // columns)))
    first = new_axes(size, left=0, right=0, bottom=0, top=0)
    panels = []
    for k in range(count):
        left = (k % columns + 0.5) * 440 / columns - side / 2
        top = 30 + (side + 62) * (k // columns)
        where = (left / 440, 1 - (top + side) / size[1], side / 440, side / size[1])
        panels.append(first.figure.add_axes(where))
    first.remove()
    for axes in panels:
        axes.set_axis_off()
        axes.set_xlim(-SIDE, SIDE)
        axes.set_ylim(-SIDE, SIDE)
    return panels


def _arrow(axes, tip, colour: str, name: str, other) -> None:
    """A thin ray out to the circle, the arrow on it, and its name beyond, on the side away from the other."""
    length = np.linalg.norm(tip)
    ray = tip / length
    curve(axes, *np.stack([0 * ray, ray], axis=1), colour, 1.0)
    if length > 0.08:
        arrow_to(axes, tip, colour, 2.6)
    side = np.sign(ray[0] * other[1] - ray[1] * other[0]) or 1.0
    turn = np.radians(-13 * side)
    at = 1.09 * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ ray
    write(axes, *at, name, colour, ha="center", va="center")


def _where(value, frame, pair) -> str:
    """Along which arrow the gate is closed, if it is closed in one direction only."""
    if not (value[0] < 0.3 and value[1] > 0.7):
        return ""
    off = _angle(frame[:, 0], pair[:, 0])
    return f", closed {min(off, 180 - off):.0f} degrees from the first arrow's line"


def _angle(a, b) -> float:
    cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
