"""How two arrows grow: each at its own rate while all is small, then only across what is already there."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import crossing
from stepwise_ssl.figures.gate.arrows import NAMES, checked, cross_correlations
from stepwise_ssl.figures.style import book_figure, curve, guide, log_axis, new_axes, time_axis, write
from stepwise_ssl.figures.table import Table

NEAR = 0.1  # an arrow follows its early law while it is within this share of it


def early_growth(times, arrows, gammas) -> BookFigure:
    """Lengths of both arrows on a logarithmic axis, with the straight lines of early growth, dashed.

    Args:
        times: (T,), increasing.
        arrows: (T, 2, 2); the columns of ``arrows[k]`` are a_1 and a_2.
        gammas: gamma_1 and gamma_2, above zero, largest first.

    Returns:
        The figure. Until when each arrow stays within 10 % of |a_j(0)| e^(4 gamma_j t) is measured and said,
        and the ratio of the lengths at the start and when the first arrow leaves.

    Raises:
        ValueError: if shapes differ, or an arrow has no length.

    >>> t = np.linspace(0, 1, 101)
    >>> path = 0.01 * np.exp(4 * np.outer(t, [4, 1]))[:, None, :] * np.array([[0.6, 1], [0.8, 0]])
    >>> "Both stay within 10% of it to the end" in early_growth(t, path, [4, 1]).alt
    True
    """
    times, arrows, gammas = checked(times, arrows, gammas)
    lengths = np.linalg.norm(arrows, axis=1)
    law = lengths[0] * np.exp(4 * gammas * (times - times[0])[:, None])
    leaves = [crossing(times, np.abs(lengths[:, j] / law[:, j] - 1), NEAR) for j in (0, 1)]

    axes = new_axes(x="time t", y="lengths of a₁ and a₂, logarithmic", left=54)
    time_axis(axes, times)
    log_axis(axes.yaxis)
    low, high = lengths[0].min(), lengths.max()
    apart = int(np.argmax(lengths[:, 0] / lengths[:, 1]))  # where the names of the curves have room
    axes.set_ylim(low / 2, 30 * high)
    for j in (0, 1):
        colour = palette.mode_colour(j + 1)
        shown = law[:, j] < 60 * high
        curve(axes, times[shown], law[shown, j], colour, 1.4, dashes=(4, 3))
        curve(axes, times, lengths[:, j], colour, 2.4)
        if np.isfinite(leaves[j]):
            guide(axes, x=leaves[j], colour=colour)
        write(axes, times[apart], lengths[apart, j] / 1.5, NAMES[j], colour, va="top")
        level = min(9 * high, law[-1, j])
        at = times[0] + np.log(level / law[0, j]) / (4 * gammas[j])
        early = at < times[0] + 0.7 * np.ptp(times)
        write(axes, at + (0.02 if early else -0.02) * np.ptp(times), level, f"rate {4 * gammas[j]:g}", colour,
              ha="left" if early else "right", va="center")  # fmt: skip
    start = lengths[0, 0] / lengths[0, 1]
    alt = (
        f"Lengths of two arrows over time, logarithmic, from {lengths[0, 0]:.2g} and {lengths[0, 1]:.2g} to "
        f"{lengths[-1, 0]:.2f} and {lengths[-1, 1]:.2f}. Dashed: growth at the rates {4 * gammas[0]:g} and "
        f"{4 * gammas[1]:g}. {_until(leaves)} "
    )
    if np.isfinite(leaves[0]):
        ahead = [np.interp(leaves[0], times, lengths[:, j]) for j in (0, 1)]
        alt += f"By then the first has gone from {start:.2g} to {ahead[0] / ahead[1]:.2g} times the second."
    names = ("time t", "|a₁|", "|a₂|", "early law, 1", "early law, 2")
    return book_figure(axes, alt.strip(), Table.of_columns(names, times, *lengths.T, *law.T))


def _until(leaves: list[float]) -> str:
    first, second = leaves
    if not np.isfinite(first):
        return "Both stay within 10% of it to the end." if not np.isfinite(second) else (
            f"The second leaves it by 10% at time {second:.3g}; the first does not.")  # fmt: skip
    after = f"the second at {second:.3g}" if np.isfinite(second) else "the second does not"
    return f"The first leaves it by 10% at time {first:.3g}, {after}."


def along_and_across(times, arrows, gammas) -> BookFigure:
    """The second arrow in two parts, along the direction of the first and across it, on a log axis.

    Args:
        times: (T,), increasing.
        arrows: (T, 2, 2); the columns of ``arrows[k]`` are a_1 and a_2.
        gammas: gamma_1 and gamma_2, above zero, largest first.

    Returns:
        The figure; both parts are read at the half rise of the first eigenvalue of C and half-way (in time)
        to the second half rise, and said.

    Raises:
        ValueError: if shapes differ, or an eigenvalue of C never passes one half.

    >>> t = np.linspace(0, 3, 61)
    >>> a, path = 0.01 * np.array([[0.6, 0.75], [0.8, 0.66]]), []
    >>> for _ in t:
    ...     path.append(a)
    ...     a = a + 0.2 * (np.eye(2) - (a * [2, 1]) @ a.T) @ a * [2, 1]
    >>> along_and_across(t, path, [2, 1]).alt[:61]
    'The second arrow, on a logarithmic axis, in two parts: along '
    """
    times, arrows, gammas = checked(times, arrows, gammas)
    values = np.linalg.eigvalsh(cross_correlations(arrows, gammas))[:, ::-1]
    halves = [crossing(times, values[:, j], 0.5) for j in (0, 1)]
    if not np.all(np.isfinite(halves)):
        raise ValueError(f"the eigenvalues of C end at {values[-1]}; expected both to rise past one half")
    first = arrows[:, :, 0] / np.linalg.norm(arrows[:, :, 0], axis=1)[:, None]
    along = np.abs((first * arrows[:, :, 1]).sum(axis=1))
    across = np.abs(first[:, 0] * arrows[:, 1, 1] - first[:, 1] * arrows[:, 0, 1])
    length = np.linalg.norm(arrows[:, :, 0], axis=1)

    axes = new_axes((440, 300), x="time t", y="parts of a₂, logarithmic", left=54)
    time_axis(axes, times)
    log_axis(axes.yaxis)
    floor = min(along[0], across[0]) / 3
    axes.set_ylim(floor, 4 * max(length.max(), across.max()))
    for j, half in enumerate(halves):
        guide(axes, x=half, colour=palette.mode_colour(j + 1))
    curve(axes, times, length, palette.mode_colour(1), 1.4, dashes=(4, 3))
    curve(axes, times, np.maximum(along, floor / 10), palette.INK)
    curve(axes, times, np.maximum(across, floor / 10), palette.mode_colour(2))
    between = float(np.mean(halves))
    write(axes, between, np.interp(between, times, along) / 1.4, "along a₁", ha="center", va="top")
    late = between + 0.2 * (halves[1] - halves[0])
    write(axes, late, np.interp(late, times, across) / 1.15, "  across", palette.mode_colour(2), va="top")
    write(axes, between, 1.25 * np.interp(between, times, length), "length of a₁", palette.mode_colour(1),
          ha="center", va="bottom")  # fmt: skip
    at = [
        float(np.interp(t, times, part)) for t in (times[0], halves[0], between) for part in (along, across)
    ]
    alt = (
        "The second arrow, on a logarithmic axis, in two parts: along the first arrow's direction and across "
        f"it. At the start they are {at[0]:.2g} and {at[1]:.2g}; when the first eigenvalue of C passes one "
        f"half, at time {halves[0]:.3g}, {at[2]:.2g} and {at[3]:.2g}; half-way to the second half rise, at "
        f"{between:.3g}, {at[4]:.2g} and {at[5]:.2g}. At the end {_small(along[-1])} and {across[-1]:.2f}."
    )
    names = ("time t", "along a₁", "across a₁", "length of a₁")
    return book_figure(axes, alt, Table.of_columns(names, times, along, across, length))


def _small(value: float) -> str:
    return "below 0.001" if value < 1e-3 else f"{value:.2g}"
