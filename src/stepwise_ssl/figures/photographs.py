"""Pairs of crops and eigenmodes, shown as pictures."""

from __future__ import annotations

import base64
from html import escape

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures import svg
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import falling, matrix
from stepwise_ssl.figures.style import book_figure, log_axis, new_axes, write
from stepwise_ssl.figures.table import Table

TILE, GAP = 44, 6
TEXT = 13
STRETCHED = "Each mode is stretched to full contrast; the sign of a mode is arbitrary."


def pair_gallery(x, x_prime, size: int, n_shown: int = 8) -> BookFigure:
    """Some positive pairs: first views above, second views below.

    Args:
        x: first views, (n, size * size * 3), in [0, 1].
        x_prime: second views, the same shape.
        size: side of a crop, in pixels.
        n_shown: how many pairs to show, from the plainest to the most textured, evenly spaced in that order.

    Returns:
        The figure.

    Raises:
        ValueError: if shapes differ or do not fit ``size``.

    >>> pair_gallery(np.zeros((2, 12)), np.ones((2, 12)), size=2).alt[:16]
    '2 positive pairs'
    """
    x = matrix("x", x, (None, size * size * 3))
    x_prime = matrix("x_prime", x_prime, x.shape)
    if x.min() < 0 or x.max() > 1 or x_prime.min() < 0 or x_prime.max() > 1:
        raise ValueError("x or x_prime leaves [0, 1]; show the pairs before they are standardised")
    by_texture = np.argsort(x.std(axis=1), kind="stable")
    shown = by_texture[np.linspace(0, len(x) - 1, min(n_shown, len(x))).round().astype(int)]
    left = 26
    tiles, words = [], []
    for row, (name, views) in enumerate((("x", x), ("x′", x_prime))):
        top = row * (TILE + GAP)
        words.append((0, top + TILE / 2 + 5, name, palette.INK, "start"))
        tiles += [
            (left + k * (TILE + GAP), top, views[i].reshape(size, size, 3), None) for k, i in enumerate(shown)
        ]
    apart = np.sqrt(np.mean((x - x_prime) ** 2))
    shuffled = np.sqrt(np.mean((x - np.roll(x_prime, 1, axis=0)) ** 2))
    alt = (
        f"{len(shown)} positive pairs of {size} by {size} pixels, first views above, second below, "
        f"from the plainest to the most textured; each pair shows one place, slightly shifted. Over all "
        f"{len(x)} pairs, pixels differ by {apart:.2f} (root mean square) within a pair and by "
        f"{shuffled:.2f} between different pairs."
    )
    rows = tuple(
        (
            int(i) + 1,
            float(x[i].mean()),
            float(x_prime[i].mean()),
            float(np.sqrt(np.mean((x[i] - x_prime[i]) ** 2))),
        )
        for i in shown
    )
    table = Table(("pair", "mean of x", "mean of x′", "root mean square difference"), rows)
    return _sheet(tiles, words, left + len(shown) * (TILE + GAP), 2 * TILE + GAP, alt, table)


def mode_pictures(modes, size: int, eigenvalues=None) -> BookFigure:
    """Eigenmodes as pictures: grey is zero, each mode framed in its colour.

    Args:
        modes: eigenvectors as columns, (size * size * 3, k), largest eigenvalue first.
        size: side of a picture, in pixels.
        eigenvalues: (k,), written below the pictures if given.

    Returns:
        The figure. An eigenvector has no sign of its own; here its largest entry is made positive.

    Raises:
        ValueError: if shapes differ or do not fit ``size``, or the eigenvalues rise anywhere.

    >>> mode_pictures(np.eye(12)[:, :2], size=2, eigenvalues=[3.0, 1.0]).alt
    '2 eigenmodes as pictures of 2 by 2 pixels; their eigenvalues fall from 3 to 1.'
    """
    modes = matrix("modes", modes, (size * size * 3, None))
    count = modes.shape[1]
    values = None if eigenvalues is None else falling("eigenvalues", eigenvalues, count)
    per_row, side, below = min(count, 5), 72, 22
    step = side + 14
    tiles, words, rows = [], [], []
    for j in range(count):
        left, top = (j % per_row) * step + 3, (j // per_row) * (side + below + 12) + 3
        mode = modes[:, j]
        peak = mode[np.argmax(np.abs(mode))]
        picture = 0.5 + mode / (2 * peak if peak else 1)
        tiles.append((left, top, picture.reshape(size, size, 3), palette.mode_colour(j + 1)))
        label = f"{j + 1}" if values is None else f"{j + 1}: {values[j]:.3g}"
        words.append((left + side / 2, top + side + 17, label, palette.mode_colour(j + 1), "middle"))
        energy = np.sum(mode.reshape(-1, 3).mean(axis=0) ** 2) * size * size / np.sum(mode**2)
        rows.append((j + 1, "" if values is None else float(values[j]), float(energy)))
    alt = f"{count} eigenmodes as pictures of {size} by {size} pixels"
    alt += "." if values is None else f"; their eigenvalues fall from {values[0]:.3g} to {values[-1]:.3g}."
    lines = -(-count // per_row)
    table = Table(("mode", "eigenvalue γ", "share of plain colour"), tuple(rows))
    width, height = per_row * step, lines * (side + below + 12)
    return _sheet(tiles, words, width, height, alt, table, side, STRETCHED)


def spectrum_bars(gammas) -> BookFigure:
    """Eigenvalues as bars, each in the colour of its mode; logarithmic if they span more than a factor 20.

    Args:
        gammas: eigenvalues, (k,), largest first.

    Returns:
        The figure.

    Raises:
        ValueError: if ``gammas`` has not one axis, holds NaN, or rises anywhere.

    >>> spectrum_bars([2.0, 1.0]).alt
    '2 eigenvalues as bars on a linear axis, from 2 down to 1; the first is 2 times the second.'
    """
    gammas = falling("gammas", gammas)
    numbers = np.arange(1, len(gammas) + 1)
    log = bool(gammas.min() > 0 and gammas.max() > 20 * gammas.min())
    axes = new_axes(x="mode", y="eigenvalue γ", left=48)
    bottom = 10 ** np.floor(np.log10(gammas.min())) / 2 if log else 0.0
    axes.bar(
        numbers, gammas - bottom, bottom=bottom, width=0.62,
        color=[palette.mode_colour(int(j)) for j in numbers], linewidth=0,
    )  # fmt: skip
    if log:
        log_axis(axes.yaxis)
        axes.set_ylim(bottom, gammas.max() * 2.2)
    else:
        axes.axhline(0, color=palette.MUTED, linewidth=0.8)
        axes.set_ylim(min(0, 1.2 * gammas.min()), 1.15 * max(gammas.max(), 1e-300))
        axes.locator_params(axis="y", nbins=4)
    axes.set_xticks(numbers if len(gammas) <= 12 else [1, len(gammas)])
    for j, gamma in zip(numbers, gammas, strict=True):
        if len(gammas) <= 12:
            lift = gamma * 1.12 if log else max(gamma, 0) + 0.02 * np.ptp(axes.get_ylim())
            write(
                axes,
                j,
                lift,
                _short(gamma),
                palette.mode_colour(int(j)),
                ha="center",
                fontsize=13,
                halo=False,
            )
    ratio = f"; the first is {gammas[0] / gammas[1]:.3g} times the second" if gammas[1] > 0 else ""
    alt = (
        f"{len(gammas)} eigenvalues as bars on a {'logarithmic' if log else 'linear'} axis, from "
        f"{gammas[0]:.3g} down to {gammas[-1]:.3g}{ratio}."
    )
    rows = tuple((int(j), float(gamma)) for j, gamma in zip(numbers, gammas, strict=True))
    return book_figure(axes, alt, Table(("mode", "eigenvalue γ"), rows))


def _short(value: float) -> str:
    """At most four characters for what lies between 0.001 and 9999."""
    return (f"{value:.0f}" if abs(value) >= 10 else f"{value:.2g}").replace("-", "−")


def _sheet(
    tiles, words, width: float, height: float, alt: str, table: Table, side: int = TILE, caption: str = ""
) -> BookFigure:
    """Pictures and words at given places; the pictures are PNGs inside the SVG, drawn without smoothing."""
    parts = []
    for left, top, picture, frame in tiles:
        data = base64.b64encode(svg.png_bytes(_image(picture))).decode()
        if frame:
            parts.append(
                f'<rect x="{left - 3:g}" y="{top - 3:g}" width="{side + 6}" height="{side + 6}" rx="3" '
                f'style="fill: {frame}"/>'
            )
        parts.append(
            f'<image x="{left:g}" y="{top:g}" width="{side}" height="{side}" '
            f'preserveAspectRatio="none" style="image-rendering:pixelated" '
            f'href="data:image/png;base64,{data}"/>'
        )
    for left, baseline, text, colour, anchor in words:
        parts.append(
            f'<text x="{left:g}" y="{baseline:g}" style="font-size: {TEXT}px; text-anchor: {anchor}; '
            f'fill: {colour}">{escape(text)}</text>'
        )
    drawing = svg.wrap(svg.recolour("".join(parts)), f"0 0 {width:g} {height:g}", 560)

    def draw_png() -> bytes:
        return _sheet_png(tiles, words, width, height, side)

    return BookFigure(svg.panels([drawing], alt), alt, table, caption, draw_png)


def _sheet_png(tiles, words, width: float, height: float, side: int) -> bytes:
    from matplotlib import font_manager
    from PIL import Image, ImageDraw, ImageFont

    scale = 2
    sheet = Image.new("RGB", (round(width * scale), round(height * scale)), palette.PAPER)
    pen = ImageDraw.Draw(sheet)
    for left, top, picture, frame in tiles:
        if frame:
            pen.rectangle(
                [scale * (v) for v in (left - 3, top - 3, left + side + 3, top + side + 3)], fill=frame
            )
        tile = _image(picture).resize((side * scale, side * scale), Image.Resampling.NEAREST)
        sheet.paste(tile, (round(left * scale), round(top * scale)))
    font = ImageFont.truetype(font_manager.findfont("DejaVu Sans"), TEXT * scale)
    for left, baseline, text, colour, anchor in words:
        place = {"start": "ls", "middle": "ms"}[anchor]
        pen.text((left * scale, baseline * scale), text, fill=colour, font=font, anchor=place)
    return svg.png_bytes(sheet.quantize(128, dither=Image.Dither.NONE))


def _image(picture: np.ndarray):
    from PIL import Image

    return Image.fromarray(np.round(255 * np.clip(picture, 0, 1)).astype(np.uint8))
