"""Exponents of the error: two of them for one pair of modes, and all that were measured beside the law."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import vector
from stepwise_ssl.figures.style import WIDE, book_figure, curve, dots, log_axis, new_axes, write
from stepwise_ssl.figures.table import Table

ENDS = ("at the end", "over all times")


def two_exponents(scales, distances, gammas: Sequence[float]) -> BookFigure:
    """Distance to the prediction against the scale of the start: at the end, and at its largest.

    Args:
        scales: alpha, (k,), above zero, falling.
        distances: (2, k, 2), for each of two spectra and scale: at the end, over all times; above zero.
        gammas: gamma_2 of the two spectra, gamma_1 being 1.

    Returns:
        The figure; slopes are fitted and said.

    Raises:
        ValueError: if shapes differ, or a number is not above zero.

    >>> a = np.array([1e-1, 1e-2])
    >>> two_exponents(a, [np.stack([a, a], 1), np.stack([a**2, a], 1)], [0.5, -0.5]).alt[-49:]
    '2.00 at the end and 1.00 over all times for -0.5.'
    """
    scales = vector("scales", scales)
    distances = np.asarray(distances, dtype=float)
    if distances.shape != (2, len(scales), 2) or len(gammas) != 2:
        raise ValueError(f"distances has shape {distances.shape}; expected (2, {len(scales)}, 2)")
    if not (np.all(distances > 0) and np.all(scales > 0)):
        raise ValueError("distances and scales must be above 0; their axes are logarithmic")
    slopes = np.polyfit(np.log(scales), np.log(distances.transpose(1, 0, 2).reshape(len(scales), 4)), 1)[0]
    axes = new_axes((WIDE[0], 290), x="scale α of the start", y="distance ‖W − W*‖", left=54)
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    room = (scales.max() / scales.min()) ** 0.06
    axes.set_xlim(scales.min() / room, scales.max() * room)
    axes.set_ylim(distances.min() / 4, 300 * distances.max())
    for k, gamma in enumerate(gammas):
        colour = palette.mode_colour(k + 1)
        for end in (1, 0):
            style = {} if end == 0 else {"dashes": (4, 3)}
            curve(axes, scales, distances[k, :, end], colour, 1.8, **style)
            dots(axes, scales, distances[k, :, end], colour, 8 if end == 0 else 5)
        words = f"γ₂ = {gamma:g}: slope {slopes[2 * k]:.2f} at the end, {slopes[2 * k + 1]:.2f} over all"
        text = words.replace("-", "−")
        write(axes, 0.02, 1.0 - 0.09 * k, text, colour, units="axes", halo=False, fontsize=13, va="top")
    words = "solid: at the end; dashed: over all times"
    write(axes, 0.98, 0.04, words, palette.MUTED, units="axes", ha="right", halo=False, fontsize=13)
    said = "; ".join(
        f"{slopes[2 * k]:.2f} at the end and {slopes[2 * k + 1]:.2f} over all times for {gamma:g}"
        for k, gamma in enumerate(gammas)
    )
    alt = (
        "The distance to the prediction falls with the scale of the start, on two logarithmic axes along "
        f"straight lines. Their slopes, by γ₂: {said}."
    )
    names = ("scale α", *(f"γ₂ = {gamma:g}, {end}" for gamma in gammas for end in ENDS))
    return book_figure(
        axes, alt, Table.of_columns(names, scales, *distances.transpose(0, 2, 1).reshape(4, -1))
    )


def exponents(law, dims, fitted, bands, spectra: Sequence[str]) -> BookFigure:
    """Measured exponents beside the law, with confidence bands, one row for each spectrum.

    Args:
        law: p of each spectrum, (S,).
        dims: d of each spectrum, (S,).
        fitted: two arrays (S,): mean exponent at the end, and over all times.
        bands: two arrays (S,): half width of its confidence band.
        spectra: the eigenvalues of each, in words, (S,).

    Returns:
        The figure; how far the farthest is from the law, p and min(1, p), is measured and said.

    Raises:
        ValueError: if shapes differ.

    >>> none = [0, 0]
    >>> exponents([0.5, 1.5], [1, 1], [[0.5, 1.5], [0.5, 1.0]], [none, none], ["a", "b"]).alt[-32:]
    'over all times by at most 0.000.'
    """
    law = vector("law", law, at_least=1)
    dims = vector("dims", dims, len(law)).astype(int)
    fitted, bands = (
        [vector(name, x, len(law)) for x in pair] for name, pair in (("fitted", fitted), ("bands", bands))
    )
    if len(spectra) != len(law):
        raise ValueError(f"spectra has {len(spectra)} entries; expected {len(law)}, as law")
    laws = law, np.minimum(1, law)
    axes = new_axes((WIDE[0], 27 * len(law) + 100), x="exponent", left=172, top=56)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.set_xlim(0, 1.06 * max(1, law.max(), max(x.max() for x in fitted)))
    axes.set_ylim(-len(law) + 0.3, 0.7)
    axes.set_xticks([0, 0.5, 1, 1.5][: 3 + (law.max() > 1.2)], ["0", "½", "1", "1½"][: 3 + (law.max() > 1.2)])
    for row in range(len(law)):
        colour, y = palette.mode_colour(int(dims[row])), -row
        curve(axes, [0, axes.get_xlim()[1]], [y, y], palette.GRID, 1)
        for k, rule in ((1, laws[1]), (0, laws[0])):
            value, width = fitted[k][row], bands[k][row]
            curve(axes, [rule[row], rule[row]], [y - 0.42, y + 0.42], palette.INK, 1.4)
            dots(axes, [value], [y], colour, (6, 13)[k])
            if k == 1:  # a ring: the drawing's dots have no outline
                dots(axes, [value], [y], palette.PAPER, 9.5)
            curve(axes, [value - width, value + width], [y, y], colour, 3)
        text = spectra[row].replace("-", "−")
        write(axes, -10, _height(axes, y), text, colour, "points", ha="right", va="center", halo=False,
              fontsize=13)  # fmt: skip
    for place, d in enumerate(sorted(set(dims.tolist()))):
        write(axes, 50 * place + 14, _height(axes, 0.7) + 11, f"d = {d}", palette.mode_colour(d),
              units="points", halo=False, fontsize=13)  # fmt: skip
    write(axes, -166, _height(axes, 0.7) + 30, "dots: at the end; rings: over all times", units="points",
          halo=False, fontsize=13)  # fmt: skip
    write(axes, -166, _height(axes, 0.7) + 11, "upright strokes: the law", units="points", halo=False,
          fontsize=13)  # fmt: skip
    off = [np.abs(values - rule).max() for values, rule in zip(fitted, laws, strict=True)]
    alt = (
        f"Measured exponents of {len(law)} spectra with d from {dims.min()} to {dims.max()} beside their p, "
        f"from {law.min():.2g} to {law.max():.2g}: at the end they are off the law by at most {off[0]:.3f}, "
        f"over all times by at most {off[1]:.3f}."
    )
    names = ("eigenvalues", "d", "p", "at the end", "band ±", "over all times", "band ± ")
    rows = zip(spectra, dims.tolist(), law, fitted[0], bands[0], fitted[1], bands[1], strict=True)
    return book_figure(axes, alt, Table(names, tuple(rows)))


def _height(axes, y: float) -> float:
    """Place of a row in SVG units above the axes' foot."""
    low, high = axes.get_ylim()
    return (y - low) / (high - low) * axes.get_window_extent().height
