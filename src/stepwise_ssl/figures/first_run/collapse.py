"""Collapse: what becomes of embeddings that are asked for agreement and nothing else."""

from __future__ import annotations

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import matrix
from stepwise_ssl.figures.style import SMALL, book_figure, dots, new_axes
from stepwise_ssl.figures.table import Table


def collapse(before, after) -> BookFigure:
    """Embeddings in the plane, the two views of each pair joined: before and after training on agreement.

    Args:
        before: a pair (z, z_prime), each (n, 2).
        after: the same pairs, later.

    Returns:
        The figure, both panels on one scale. The mean squared distance within pairs and the mean squared
        distance from the common middle are measured in each.

    Raises:
        ValueError: if shapes differ.

    >>> z = np.array([[1.0, 0.0], [-1.0, 0.0]])
    >>> collapse((z, z + 0.1), (0 * z, 0 * z)).alt[-77:]
    'after, 0 apart and 0 from the middle: the pairs agree and the points are one.'
    """
    clouds = {}
    for name, pair in (("before", before), ("after", after)):
        z = matrix(f"{name}[0]", pair[0], (None, 2))
        clouds[name] = (z, matrix(f"{name}[1]", pair[1], z.shape))
    if clouds["before"][0].shape != clouds["after"][0].shape:
        raise ValueError(f"after has {len(clouds['after'][0])} pairs, before {len(clouds['before'][0])}")
    reach = 1.15 * max(np.abs(np.concatenate(pair)).max() for pair in clouds.values())
    panels, measured = [], []
    for name, (z, z_prime) in clouds.items():
        axes = new_axes(SMALL, y=name, left=36, right=36, bottom=10, top=30)
        axes.set_xlim(-reach, reach)
        axes.set_ylim(-reach, reach)
        axes.set_aspect("equal")
        axes.set_xticks([])
        axes.set_yticks([])
        for a, b in zip(z, z_prime, strict=True):
            axes.plot(*np.stack([a, b], axis=1), color=palette.MUTED, linewidth=1)
        dots(axes, *z.T, palette.mode_colour(1), 6)
        dots(axes, *z_prime.T, palette.mode_colour(2), 6)
        apart = float(np.mean(np.sum((z - z_prime) ** 2, axis=1)))
        every = np.concatenate([z, z_prime])
        wide = float(np.mean(np.sum((every - every.mean(axis=0)) ** 2, axis=1)))
        measured.append((name, apart, wide))
        panels.append(axes)
    first, last = measured
    verdict = (
        "the pairs agree and the points are one"
        if last[2] < 0.02 * first[2]
        else "the points are still apart"
    )
    alt = (
        f"{len(clouds['before'][0])} pairs of points in the plane, the two of a pair joined. "
        f"Mean squared distances: before, {first[1]:.2g} apart and {first[2]:.2g} from the middle; "
        f"after, {last[1]:.2g} apart and {last[2]:.2g} from the middle: {verdict}."
    )
    names = ("when", "within pairs, squared", "from the middle, squared")
    return book_figure(panels, alt, Table(names, tuple(measured)))
