"""A patch of a photograph, rebuilt from its first modes."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import matrix, vector
from stepwise_ssl.figures.photographs import _sheet
from stepwise_ssl.figures.table import Table

SIDE, BETWEEN, BELOW, PER_ROW = 94, 16, 26, 4


def rebuilt_patch(patch, rebuilt, counts, size: int) -> BookFigure:
    """A patch, and what its first k modes make of it, with the share of its squares that they hold.

    Args:
        patch: the patch, standardised or not, (size * size * 3,).
        rebuilt: one row for each count, (k, size * size * 3).
        counts: how many modes each row uses, (k,), increasing.
        size: side of the patch in pixels.

    Returns:
        The figure. All pictures have one scale, from the patch's lowest value to its highest. A share is
        1 - ||patch - row||^2 / ||patch||^2.

    Raises:
        ValueError: if shapes differ or do not fit ``size``, counts do not increase, or the patch is zero.

    >>> patch = np.arange(12.0)
    >>> rebuilt_patch(patch, [0 * patch, patch], [1, 12], size=2).alt[-52:]
    'odes hold: the first mode 0.0%, the first 12 100.0%.'
    """
    patch = vector("patch", patch, size * size * 3)
    counts = vector("counts", counts, at_least=1)
    rebuilt = matrix("rebuilt", rebuilt, (len(counts), len(patch)))
    if np.any(np.diff(counts) <= 0) or not patch.any():
        raise ValueError(f"counts is {counts.tolist()}; expected rising counts, and a patch that is not zero")
    shares = 1 - np.sum((rebuilt - patch) ** 2, axis=1) / np.sum(patch**2)
    low, high = patch.min(), patch.max()
    tiles, words = [], []
    labels = [
        "the patch",
        *(f"{count:.0f}: {_share(share)}" for count, share in zip(counts, shares, strict=True)),
    ]
    for k, (row, label) in enumerate(zip([patch, *rebuilt], labels, strict=True)):
        left, top = (k % PER_ROW) * (SIDE + BETWEEN), (k // PER_ROW) * (SIDE + BELOW + 8)
        picture = (row - low) / (high - low if high > low else 1)
        tiles.append((left, top, picture.reshape(size, size, 3), None))
        words.append((left + SIDE / 2, top + SIDE + 19, label, palette.INK, "middle"))
    said = [f"the first {_modes(count)} {share:.1%}" for count, share in zip(counts, shares, strict=True)]
    alt = (
        f"A patch of {size} by {size} pixels, rebuilt from its modes. Of the sum of its squares the modes "
        f"hold: {', '.join(said)}."
    )
    lines = -(-len(tiles) // PER_ROW)
    width = min(len(tiles), PER_ROW) * (SIDE + BETWEEN) - BETWEEN
    table = Table.of_columns(("modes", "share of the squares"), counts.astype(int), shares)
    return _sheet(tiles, words, width, lines * (SIDE + BELOW + 8), alt, table, SIDE)


def _modes(count: float) -> str:
    return "mode" if count == 1 else f"{count:.0f}"


def _share(share: float) -> str:
    """Whole per cents, but 100 only for all of it."""
    return f"{share:.1%}" if 0.995 <= share < 1 - 1e-9 else f"{share:.0%}"
