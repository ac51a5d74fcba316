"""Two arrows take turns: of the second one only the part across the first has a future."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import vector
from stepwise_ssl.figures.gate.arrows import NAMES, arrow_to, checked, degrees
from stepwise_ssl.figures.gate.circles import _panels
from stepwise_ssl.figures.style import book_figure, curve, write
from stepwise_ssl.figures.table import Table


def turns(times, arrows, gammas, labels: Sequence[str]) -> BookFigure:
    """Directions of both arrows at a few times, the second one split along and across; lengths are written.

    Args:
        times: (k,), increasing, k at most 4.
        arrows: (k, 2, 2) at these times; the columns of ``arrows[i]`` are a_1 and a_2.
        gammas: gamma_1 and gamma_2, above zero, largest first.
        labels: a short phrase for each.

    Returns:
        The figure; lengths along and across, and the angle, are said for each time.

    Raises:
        ValueError: if shapes differ.

    >>> figure = turns([0], [[[0.001, 0.001], [0, 0.001]]], [4, 1], ["start"])
    >>> "start: 45 degrees" in figure.alt
    True
    """
    times, arrows, gammas = checked(times, arrows, gammas, growing=False)
    if len(labels) != len(times) or len(times) > 4:
        raise ValueError(f"labels has {len(labels)} entries; expected {len(times)}, as times, and at most 4")
    vector("times", times, len(times))
    panels, said, rows = _panels(len(times)), [], []
    for axes, time, pair, label in zip(panels, times, arrows, labels, strict=True):
        first = np.linalg.norm(pair[:, 0])
        u = pair[:, 0] / first
        along = u @ pair[:, 1]
        rest = pair[:, 1] - along * u
        across = np.linalg.norm(rest)
        angle = np.degrees(np.arctan2(across, along))
        lengths = np.linalg.norm(pair, axis=0)
        _split(axes, pair / lengths, along * u / lengths[1])
        write(axes, 0.5, 1.02, label, units="axes", ha="center", halo=False)
        scale = ", ".join(f"{length:.1g}" for length in lengths) + " long"
        write(axes, 0.5, -0.09, scale, palette.MUTED, units="axes", ha="center", halo=False, fontsize=13)
        said.append(f"{label}: {degrees(angle)}, along {along:.2g}, across {across:.2g}")
        rows.append((time, first, along, across, angle))
    words = "red: part across the first"
    write(panels[0], 0.5, 0.06, words, palette.ACCENT, units="axes", ha="center", halo=False, fontsize=13)
    alt = (
        "Two arrows at a few times, each drawn at one length; the second arrow split along and across the "
        f"first. {'; '.join(said)}."
    )
    names = ("time t", "first arrow", "second, along", "second, across", "angle, degrees")
    return book_figure(panels[0], alt, Table(names, tuple(rows)))


def _split(axes, pair, along) -> None:
    """The two arrows, a line through the first one, and the second one's part across it as a thick bar."""
    u = pair[:, 0] / np.linalg.norm(pair[:, 0])
    curve(axes, *np.outer(u, [-1.1, 1.1]), palette.MUTED, 1, dashes=(3, 3))
    curve(axes, *np.stack([along, pair[:, 1]], axis=1), palette.ACCENT, 3.2)
    for j in (0, 1):
        arrow_to(axes, pair[:, j], palette.mode_colour(j + 1), 2.6)
        write(axes, *(1.14 * pair[:, j]), NAMES[j], palette.mode_colour(j + 1), ha="center", va="center")
