"""Raw pixels against centred ones: two spectra, and the two staircases that they make."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import crossing, falling, increasing, vector
from stepwise_ssl.figures.style import arrow, book_figure, curve, dots, log_axis, new_axes, write
from stepwise_ssl.figures.table import Table

SHOWN = 10
RAW, CENTRED = palette.ACCENT, palette.INK


def two_spectra(raw, centred) -> BookFigure:
    """The first ten eigenvalues of raw and of centred pixels, each relative to its first.

    Args:
        raw: eigenvalues of the raw pairs, (k,), largest first; the first ten must be positive.
        centred: the same of centred pairs.

    Returns:
        The figure; the ratio of the first two is written into each curve.

    Raises:
        ValueError: if there are fewer than two, they rise somewhere, or one of the first ten is not positive.

    >>> two_spectra([20.0, 1.0], [4.0, 2.0]).alt[:58]
    'Raw pixels: the first eigenvalue is 20.0 times the second.'
    """
    shown = {"raw": _first_ten("raw", raw), "centred": _first_ten("centred", centred)}
    axes = new_axes(x="mode", y="eigenvalue γ, relative to the first", left=50)
    log_axis(axes.yaxis)
    low = min(values[-1] for values in shown.values())
    for (name, values), colour in zip(shown.items(), (RAW, CENTRED), strict=True):
        numbers = np.arange(1, len(values) + 1)
        curve(axes, numbers, values, colour, 1.6)
        dots(axes, numbers, values, colour, 6)
        above = values[1] >= shown["raw" if name == "centred" else "centred"][1]
        where = (
            (2.15, values[1] * 1.25) if above else (1.2, values[min(4, len(values) - 1)] / 3.5)
        )  # free: both fall from the left
        low = min(low, 0.7 * where[1])  # words outside the axes would be left out
        write(axes, *where, f"{name}: {values[0] / values[1]:.1f} to 1", colour)
    axes.set_xlim(0.6, SHOWN + 0.3)
    axes.set_ylim(low / 2, 2)
    axes.set_xticks(range(1, 1 + max(map(len, shown.values()))))
    first, second = (values[0] / values[1] for values in shown.values())
    alt = (
        f"Raw pixels: the first eigenvalue is {first:.1f} times the second. Centred pixels: it is "
        f"{second:.1f} times the second. On a logarithmic axis, relative to the first, the last one shown is "
        f"{shown['raw'][-1]:.2g} for raw and {shown['centred'][-1]:.2g} for centred pixels."
    )
    rows = tuple(
        (j + 1, *(float(v[j]) if j < len(v) else "" for v in shown.values()))
        for j in range(max(map(len, shown.values())))
    )
    return book_figure(axes, alt, Table(("mode", "raw, relative", "centred, relative"), rows))


def two_staircases(times_raw, loss_raw, times_centred, loss_centred, rises_raw, rises_centred) -> BookFigure:
    """The losses of raw and of centred pixels over logarithmic time.

    Args:
        times_raw: (R,), increasing, above zero.
        loss_raw: loss of the raw pairs, (R,).
        times_centred: (S,), increasing, above zero.
        loss_centred: loss of the centred pairs, (S,).
        rises_raw: half rises of the raw eigenvalues lambda_j, (d,), increasing; infinite if there is none.
        rises_centred: the same of the centred ones, (e,).

    Returns:
        The figure. The wait from the first half rise to the second is said as a factor of time. It is not
        read off the losses: half-way down its step a loss is ahead of its eigenvalue (chapter 3).

    Raises:
        ValueError: if shapes differ, a time is not above zero, or there are fewer than two half rises.

    >>> t = np.geomspace(0.1, 1000, 400)
    >>> stairs = lambda a, b: 1 / (1 + (t / a) ** 8) + 1 / (1 + (t / b) ** 8)
    >>> two_staircases(t, stairs(1, 100), t, stairs(1, 10), [1, 100], [1, 10]).alt[-71:]
    'are half up at 1, the first, and at 10, the second: 10.0 times as late.'
    """
    runs = []
    given = (("raw", times_raw, loss_raw, rises_raw), ("centred", times_centred, loss_centred, rises_centred))
    for name, times, loss, rises in given:
        times = increasing(f"times_{name}", times, positive=True)
        runs.append((name, times, vector(f"loss_{name}", loss, len(times)), _first_two(name, rises)))
    axes = new_axes(x="time t, logarithmic", y="loss L")
    log_axis(axes.xaxis)
    axes.set_xlim(min(t[0] for _, t, *_ in runs), max(t[-1] for _, t, *_ in runs))
    top = max(loss.max() for _, _, loss, _ in runs)
    said, rows = [], []
    for (name, times, loss, (first, second)), colour in zip(runs, (RAW, CENTRED), strict=True):
        curve(axes, times, loss, colour, 2.4)
        said.append(_pause(name, first, second))
        rows += [(name, float(t), float(value)) for t, value in _twenty(times, loss)]
        if second <= times[-1] and name == "raw":  # the wait that the figure is about
            level = float(np.interp(first, times, loss))  # just above the plateau that is being waited on
            dots(axes, [first, second], np.interp([first, second], times, loss), colour, 6)
            arrow(axes, (first, level), (second, level), colour, "<->")
            words = f"half rises: {second / first:.0f} times as late"
            write(axes, 1.5 * first, level + 0.02 * top, words, colour, halo=False)
        _name(axes, name, times, loss, colour, top)
    axes.set_ylim(0, 1.05 * top)
    axes.set_yticks([0, round(float(top))] if top >= 1 else [0])
    alt = f"Two losses over logarithmic time, from {runs[0][2][0]:.3g} and {runs[1][2][0]:.3g}. "
    return book_figure(axes, alt + " ".join(said), Table(("pixels", "time t", "loss L"), tuple(rows)))


def _first_ten(name: str, values) -> np.ndarray:
    values = falling(name, values)[:SHOWN]
    if values[-1] <= 0:
        raise ValueError(
            f"{name} holds {values[-1]:.3g} among its first {len(values)}; expected values above 0"
        )
    return values / values[0]


def _first_two(name: str, rises) -> np.ndarray:
    rises = vector(f"rises_{name}", rises, finite=False)[:2]
    if not 0 < rises[0] < rises[1]:
        raise ValueError(f"rises_{name} begins with {rises[0]:g}, {rises[1]:g}; expected times that increase")
    return rises


def _pause(name: str, first: float, second: float) -> str:
    if not np.isfinite(second):
        return f"The first {name} eigenvalue is half up at {first:.3g}; the second never is."
    return (
        f"The {name} eigenvalues are half up at {first:.3g}, the first, and at {second:.3g}, the second: "
        f"{second / first:.1f} times as late."
    )


def _name(axes, name: str, times, loss, colour: str, top: float) -> None:
    """The curve's name beside its lower half: raw to the right, centred to the left."""
    level = loss[-1] + 0.35 * (loss[0] - loss[-1])
    place = crossing(times, loss, level)
    if name == "raw":
        write(axes, place * 1.15, level + 0.03 * top, name, colour)
    else:
        write(axes, place / 1.15, level - 0.06 * top, name, colour, ha="right")


def _twenty(times, loss) -> zip:
    picked = np.unique(np.linspace(0, len(times) - 1, 20).round().astype(int))
    return zip(times[picked], loss[picked], strict=True)
