"""Gradient descent beside its flow, and what becomes of it when the learning rate grows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import increasing, vector
from stepwise_ssl.figures.style import SMALL, book_figure, curve, dots, guide, new_axes, write
from stepwise_ssl.figures.table import Table


def descent_paths(rates: Sequence[float], runs: Sequence, curve_times, curve_weights) -> BookFigure:
    """Dots of gradient descent over the flow's curve, one panel for each learning rate.

    Args:
        rates: learning rates eta, (k,).
        runs: k arrays; run k holds the weight after 0, 1, 2, ... steps, at times 0, eta, 2 eta, ...
        curve_times: (T,), increasing.
        curve_weights: the flow's weight at these times, (T,).

    Returns:
        The figure; the gap between dots and curve is measured and said in the alt text.

    Raises:
        ValueError: if shapes differ, or a learning rate is not above zero.

    >>> t = np.linspace(0, 1, 11)
    >>> descent_paths([0.5], [[0.0, 0.5, 1.0]], t, t).alt.endswith("learning rate 0.5 is at most 0.00.")
    True
    """
    rates, runs = _checked(rates, runs)
    curve_times = increasing("curve_times", curve_times)
    curve_weights = vector("curve_weights", curve_weights, len(curve_times))
    panels, gaps, rows = [], [], []
    top = 1.12 * max(curve_weights.max(), *(np.max(run) for run in runs))
    for rate, run in zip(rates, runs, strict=True):
        times = rate * np.arange(len(run))
        inside = (times >= curve_times[0]) & (times <= curve_times[-1] * (1 + 1e-9))
        flow = np.interp(times[inside], curve_times, curve_weights)
        gaps.append(float(np.abs(run[inside] - flow).max()))
        rows += [(rate, t, s, f) for t, s, f in zip(times[inside], run[inside], flow, strict=True)]
        axes = new_axes(SMALL, x="time t", y=f"weight s at η = {rate:g}")
        curve(axes, curve_times, curve_weights, palette.MUTED, 1.8)
        dots(axes, times[inside], run[inside], palette.mode_colour(1), 5 if len(run) < 60 else 3.6)
        axes.set_xlim(curve_times[0], curve_times[-1])
        axes.set_ylim(min(0, curve_weights.min()), top)
        axes.set_yticks([0, 1])
        axes.set_xticks([0, 1, 2] if 2 <= curve_times[-1] < 4 else [0, round(float(curve_times[-1]), 1)])
        write(axes, 0.04, 0.62, "gap at most", palette.MUTED, units="axes")
        write(axes, 0.04, 0.5, f"{gaps[-1]:.2g}", palette.mode_colour(1), units="axes")
        panels.append(axes)
    falling = len(rates) > 1 and np.all(np.diff(np.array(gaps)[np.argsort(rates)]) > 0)
    seen = "approach the flow's curve as the learning rate falls" if falling else "beside the flow's curve"
    alt = f"Dots of gradient descent {seen}. Their gap " + ", ".join(
        f"at learning rate {rate:g} is at most {gap:.2f}" for rate, gap in zip(rates, gaps, strict=True)
    )
    table = Table(("learning rate η", "time t", "descent s", "flow s"), tuple(map(tuple, rows)))
    return book_figure(panels, alt + ".", table)


def step_size_fate(rates: Sequence[float], tracks: Sequence, labels: Sequence[str]) -> BookFigure:
    """What becomes of descent as the learning rate grows, one panel for each rate.

    Args:
        rates: learning rates eta, (k,), increasing.
        tracks: k arrays of weights after 0, 1, 2, ... steps; clip them where they fly away.
        labels: k short phrases, such as "settles".

    Returns:
        The figure.

    Raises:
        ValueError: if the numbers of rates, tracks and labels differ.

    >>> step_size_fate([0.1], [[0.0, 1.0, 1.0]], ["settles"]).alt
    'Weight against step at growing learning rates: 0.1 settles (last weights 1.00 and 1.00).'
    """
    rates, tracks = _checked(rates, tracks)
    if len(labels) != len(rates):
        raise ValueError(f"labels has {len(labels)} entries; expected {len(rates)}, one for each rate")
    low = min(0.0, *(track.min() for track in tracks))
    high = max(track.max() for track in tracks)
    last = max(len(track) for track in tracks) - 1
    panels = []
    for rate, track, label in zip(rates, tracks, labels, strict=True):
        axes = new_axes(SMALL, x="step", y=f"η = {rate:g}: {label}")
        clipped = _clipped_at(track)
        track = track if clipped is None else track[: clipped + 1]
        steps = np.arange(len(track))
        guide(axes, y=float(tracks[0][-1]))
        axes.plot(steps, track, color=palette.MUTED, linewidth=1)
        settled = abs(track[-1] - track[-2]) < 1e-3 * abs(tracks[0][-1])
        dots(axes, steps, track, palette.mode_colour(1) if settled else palette.ACCENT, 4)
        wide = abs(track).max() > 2 * abs(tracks[0][-1])
        axes.set_ylim(*((1.05 * low, 1.05 * high) if wide else (0, 1.5 * float(tracks[0][-1]))))
        axes.set_xlim(0, last)
        axes.set_xticks([0, last // 2, last])
        if clipped is not None:
            write(axes, clipped + 0.05 * last, 0.8 * high, "off the page", palette.ACCENT)
            write(axes, clipped + 0.05 * last, 0.58 * high, f"at step {clipped}", palette.ACCENT)
        axes.set_yticks([0, round(float(tracks[0][-1]), 2)])
        panels.append(axes)
    said = "; ".join(
        f"{rate:g} {label} ({_ending(track)})"
        for rate, track, label in zip(rates, tracks, labels, strict=True)
    )
    alt = f"Weight against step at growing learning rates: {said}."
    longest = max(len(track) for track in tracks)
    rows = tuple(
        (step, *(float(track[step]) if step < len(track) else "" for track in tracks))
        for step in range(longest)
    )
    return book_figure(panels, alt, Table(("step", *(f"s at η = {rate:g}" for rate in rates)), rows))


def _clipped_at(track: np.ndarray) -> int | None:
    """The first step at which the caller has cut the weight off: an extreme that comes back exactly."""
    far = np.abs(track) == np.abs(track).max()
    jumps = np.abs(np.diff(track)).max(initial=0) > 0.5 * np.abs(track).max()
    return int(np.argmax(far)) if far.sum() > 2 and jumps and np.ptp(track[far]) > 0 else None


def _ending(track: np.ndarray) -> str:
    clipped = _clipped_at(track)
    if clipped is not None:
        return f"beyond {abs(track[clipped]):g} at step {clipped}"
    return f"last weights {track[-2]:.2f} and {track[-1]:.2f}"


def _checked(rates, runs) -> tuple[np.ndarray, list[np.ndarray]]:
    rates = vector("rates", rates, at_least=1)
    if np.any(rates <= 0):
        raise ValueError(f"rates is {rates.tolist()}; expected learning rates above 0")
    if len(runs) != len(rates):
        raise ValueError(f"runs has {len(runs)} entries; expected {len(rates)}, one for each rate")
    return rates, [vector(f"runs[{k}]", run) for k, run in enumerate(runs)]
