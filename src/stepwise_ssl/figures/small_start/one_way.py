"""Two laws that hold for ever: arrows only grow or only shrink, and the gate never changes its sign."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, matrix, vector
from stepwise_ssl.figures.style import (
    WIDE,
    book_figure,
    curve,
    guide,
    log_axis,
    new_axes,
    round_ticks,
    spread,
    write,
)
from stepwise_ssl.figures.table import Table


def one_way(times, lengths, gate, gammas) -> BookFigure:
    """Lengths of all arrows on a logarithmic axis, and under them the eigenvalues of I - C.

    Args:
        times: (T,), increasing.
        lengths: |a_j|, (T, m), above zero.
        gate: eigenvalues of I - C, (T, d).
        gammas: (m,), largest first; their sign says which way a length may go.

    Returns:
        The figure; whether a length ever went the wrong way, and the least eigenvalue of the gate, are said.

    Raises:
        ValueError: if shapes differ, or a length is not above zero.

    >>> one_way([0, 1], [[1, 2], [3, 1]], [[1, 1], [0, 1]], [2, -1]).alt[:61]
    'Lengths of 2 arrows. Those of the 1 positive mode only grow, '
    """
    times = increasing("times", times)
    lengths = matrix("lengths", lengths, (len(times), None))
    gate = matrix("gate", gate, (len(times), None))
    gammas = vector("gammas", gammas, lengths.shape[1])
    if lengths.min() <= 0:
        raise ValueError(
            f"lengths holds {lengths.min():g}; its axis is logarithmic and needs numbers above 0"
        )
    upper = new_axes((WIDE[0], 400), y="length of the arrows", left=54, right=78, bottom=176)
    log_axis(upper.yaxis)
    upper.set_xlim(times[0], times[-1])
    upper.set_ylim(lengths.min() / 2, lengths.max() * 3)
    upper.tick_params(labelbottom=False)
    places = np.log(lengths[-1])
    gap = 0.09 * np.log(6 * lengths.max() / lengths.min())
    for j, place in enumerate(spread(places, gap)):
        colour = palette.mode_colour(j + 1)
        curve(upper, times, lengths[:, j], colour)
        text = f"γ{_low(j + 1)} = {gammas[j]:g}".replace("-", "−")
        low, high = np.log(upper.get_ylim())
        at = (place - low) / (high - low) * 192
        write(upper, 354 - 44, at, text, colour, va="center", units="points", halo=False)
    lower = upper.figure.add_axes((54 / WIDE[0], 44 / 400, 1 - 132 / WIDE[0], 96 / 400))
    lower.patch.set_alpha(0)
    for side in ("top", "right"):
        lower.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        lower.spines[side].set_color(palette.MUTED)
    lower.tick_params(colors=palette.MUTED, labelsize=13, length=4, pad=3)
    lower.set_xlim(times[0], times[-1])
    round_ticks(lower)
    lower.set_ylim(min(-0.12, 1.1 * gate.min()), 1.1 * max(1.0, gate.max()))
    lower.set_yticks([0, 1])
    lower.set_xlabel("time t", fontsize=14, color=palette.INK, loc="right", labelpad=2)
    guide(lower, y=0)
    for values in gate.T:
        curve(lower, times, values, palette.INK, 1.8)
    write(lower, 0.0, 1.08, "eigenvalues of the gate I − C", units="axes", halo=False)
    wrong = np.diff(lengths, axis=0) * np.sign(gammas) < -1e-9 * lengths[1:]
    ways = [_way(wrong[:, gammas > 0], "grow"), _way(wrong[:, gammas < 0], "shrink")]
    up, down = int((gammas > 0).sum()), int((gammas < 0).sum())
    alt = (
        f"Lengths of {lengths.shape[1]} arrows. Those of the {up} positive mode{'s' * (up != 1)} {ways[0]}, "
        f"those of the {down} negative mode{'s' * (down != 1)} {ways[1]}. The eigenvalues of the gate start "
        f"at {gate[0].min():.3f} or more, end at {gate[-1].min():.3f} to {gate[-1].max():.3f}, and are never "
        f"below {min(0.0, round(gate.min(), 3)):.3f}."
    )
    names = ("time t", *(f"|a{_low(j + 1)}|" for j in range(lengths.shape[1])), "least eigenvalue of I − C")
    return book_figure(upper, alt, Table.of_columns(names, times, *lengths.T, gate.min(axis=1)))


def _way(wrong: np.ndarray, verb: str) -> str:
    return f"do not only {verb}" if wrong.any() else f"only {verb}"


def _low(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
