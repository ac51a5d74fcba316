"""One matrix seen twice, in pixels and in modes; stronger ink is farther from zero."""

from __future__ import annotations

import base64
import hashlib

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures import svg
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import matrix
from stepwise_ssl.figures.style import TEXT
from stepwise_ssl.figures.table import Table

SIDE, GAP, ABOVE, BELOW = 200, 30, 26, 28
DOTS = 100  # at most so many along a side; each shows the strongest of the entries that it covers
ZERO = 1e-9  # entries below this part of the largest are rounding


def matrix_two_ways(gamma_matrix, diagonal_matrix) -> BookFigure:
    """The same matrix before and after a rotation of the axes: stronger ink is farther from zero.

    Args:
        gamma_matrix: a symmetric matrix, (m, m).
        diagonal_matrix: the same in the axes of its eigenvectors, (m, m).

    Returns:
        The figure. Strength follows the rank of an entry's magnitude among those that are not zero, in each
        picture on its own. Entries that are not zero are counted, and the diagonal's
        share of the sum of all squares is said.

    Raises:
        ValueError: if a matrix is not square, the two differ in shape, or one is zero.

    >>> matrix_two_ways(np.ones((2, 2)), np.diag([2.0, 0.0])).alt[:64]
    'A matrix of 2 by 2 numbers, twice. In pixels 4 of its 4 entries '
    """
    gamma_matrix = matrix("gamma_matrix", gamma_matrix, (None, None))
    diagonal_matrix = matrix("diagonal_matrix", diagonal_matrix, gamma_matrix.shape)
    side = len(gamma_matrix)
    if gamma_matrix.shape != (side, side) or not (gamma_matrix.any() and diagonal_matrix.any()):
        raise ValueError(
            f"gamma_matrix has shape {gamma_matrix.shape}; expected two square matrices, neither of them zero"
        )
    both = (gamma_matrix, diagonal_matrix)
    counts = [int(np.sum(np.abs(one) > ZERO * np.abs(one).max())) for one in both]
    shares = [float(np.sum(np.diag(one) ** 2) / np.sum(one**2)) for one in both]
    alt = (
        f"A matrix of {side} by {side} numbers, twice. In pixels {counts[0]:,} of its {side**2:,} entries "
        f"are not zero, and {shares[0]:.1%} of the squares stand on its diagonal. In modes {counts[1]:,} are "
        f"not zero, and {shares[1]:.1%} of the squares stand on the diagonal."
    )
    names = ("seen in", "entries not zero", "largest magnitude", "share of squares on the diagonal")
    rows = tuple(
        (name, count, float(np.abs(one).max()), share)
        for name, count, one, share in zip(("pixels", "modes"), counts, both, shares, strict=True)
    )
    pictures = [_strengths(one) for one in both]
    words = [("in pixels", f"{counts[0]:,} numbers"), ("in modes", f"{counts[1]:,} numbers")]
    drawing = svg.wrap(svg.recolour(_content(pictures, words)), f"0 0 {_width()} {_height()}", 520)
    return BookFigure(svg.panels([drawing], alt), alt, Table(names, rows), "", lambda: _png(pictures, words))


def _strengths(values: np.ndarray) -> np.ndarray:
    """Ranks of the magnitudes in 15 steps up to 255, the strongest of each block of entries; zero stays 0."""
    block = -(-len(values) // DOTS)
    padded = np.zeros((-(-len(values) // block) * block,) * 2)
    padded[: len(values), : len(values)] = np.abs(values)
    count = len(padded) // block
    strongest = padded.reshape(count, block, count, block).max(axis=(1, 3))
    seen = strongest > ZERO * strongest.max()
    ranks = np.searchsorted(np.sort(strongest[seen]), strongest, side="right") / seen.sum()
    return np.where(seen, 17 * np.ceil(3 + 12 * ranks), 0).astype(np.uint8)


def _width() -> int:
    return 2 * SIDE + GAP + 2


def _height() -> int:
    return ABOVE + SIDE + BELOW


def _content(pictures, words) -> str:
    """Each picture is a mask over a square of ink, so that its colour follows the page."""
    from PIL import Image

    parts = []
    for k, (picture, (above, below)) in enumerate(zip(pictures, words, strict=True)):
        left, middle = 1 + k * (SIDE + GAP), 1 + k * (SIDE + GAP) + SIDE / 2
        data = base64.b64encode(svg.png_bytes(Image.fromarray(picture))).decode()
        name = "f" + hashlib.sha256(f"{k}{data}".encode()).hexdigest()[:8]
        place = f'x="{left}" y="{ABOVE}" width="{SIDE}" height="{SIDE}"'
        parts.append(
            f'<mask id="{name}"><image {place} preserveAspectRatio="none" style="image-rendering:pixelated" '
            f'href="data:image/png;base64,{data}"/></mask>'
            f'<rect {place} mask="url(#{name})" style="fill: {palette.INK}"/>'
            f'<rect {place} style="fill: none; stroke: {palette.MUTED}"/>'
        )
        for baseline, text, colour in (
            (ABOVE - 9, above, palette.INK),
            (_height() - 8, below, palette.MUTED),
        ):
            parts.append(
                f'<text x="{middle:g}" y="{baseline}" style="font-size: {TEXT}px; text-anchor: middle; '
                f'fill: {colour}">{text}</text>'
            )
    return "".join(parts)


def _png(pictures, words) -> bytes:
    from matplotlib import font_manager
    from PIL import Image, ImageDraw, ImageFont

    scale = 2
    sheet = Image.new("RGB", (scale * _width(), scale * _height()), palette.PAPER)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(font_manager.findfont("DejaVu Sans"), TEXT * scale)
    for k, (picture, (above, below)) in enumerate(zip(pictures, words, strict=True)):
        left, top, side = scale * (1 + k * (SIDE + GAP)), scale * ABOVE, scale * SIDE
        mask = Image.fromarray(picture).resize((side, side), Image.Resampling.NEAREST)
        sheet.paste(Image.new("RGB", (side, side), palette.INK), (left, top), mask)
        pen.rectangle((left, top, left + side, top + side), outline=palette.MUTED, width=scale)
        pen.text((left + side / 2, top - 9 * scale), above, fill=palette.INK, font=font, anchor="ms")
        pen.text(
            (left + side / 2, scale * (_height() - 8)), below, fill=palette.MUTED, font=font, anchor="ms"
        )
    return svg.png_bytes(sheet.quantize(32, dither=Image.Dither.NONE))
