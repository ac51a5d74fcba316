"""The cloud of embeddings at four moments, from a point to a line to a plane to a volume."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from stepwise_ssl import palette
from stepwise_ssl.figures.book_figure import BookFigure
from stepwise_ssl.figures.check import vector
from stepwise_ssl.figures.deep.reading import array, listed, whole
from stepwise_ssl.figures.style import book_figure, curve, dots, new_axes, write
from stepwise_ssl.figures.table import Table

SIZE = (262, 236)
TURN, ABOVE = np.deg2rad(28), np.deg2rad(24)  # the cloud is looked at from its right and from above
OVERSHOOT = 1.75  # a wider cloud, in parts of the usual width, is no typical moment
NEAR = 0.99  # part of the points that lies within the drawn directions
FILLED = 0.25  # of the cloud's widest spread
SEEN = 0.1  # of the widest spread of all four clouds
SHAPES = ("a point", "a line", "a plane", "a volume")
VEHICLES = (0, 1, 8, 9)  # CIFAR-10: aeroplane, car, ship, lorry; the other six classes are animals


def cloud(run: Any, moments=None) -> BookFigure:
    """Embeddings of test images in three directions at four moments, all at one scale.

    Dots are animals, upright strokes are vehicles.

    Args:
        run: a stored run, or a mapping with ``cloud`` (K, n, 3), ``cloud_scale`` (), ``cloud_steps`` (K,) and
            ``cloud_labels`` (n,), classes of CIFAR-10.
        moments: four steps, increasing, each one of ``cloud_steps``; if not given, the first one, and those
            at which the cloud is most like a line, a plane and a volume, in this order.

    Returns:
        The figure. The spread along each direction is measured; a direction counts as filled if its spread is
        at least a quarter of the cloud's widest and a tenth of the widest of all four, and the number of
        filled ones gives the shape's name.

    Raises:
        ValueError: if an array is missing, shapes differ, or a moment was not stored.

    >>> points = np.random.default_rng(0).normal(size=(100, 3))
    >>> stages = [points * [a, b, c] for a, b, c in ((0, 0, 0), (9, 0, 0), (9, 9, 0), (9, 9, 9))]
    >>> run = {"cloud": stages, "cloud_scale": 1, "cloud_steps": [0, 10, 20, 30], "cloud_labels": [0] * 100}
    >>> cloud(run).alt[:71]
    'Embeddings of 100 images at four moments: a point at step 0, a line at '
    """
    points, steps, labels = _read(run)
    spreads = points.std(axis=1)
    records = _chosen(spreads) if moments is None else _asked(steps, moments)
    widest = spreads[records].max()
    least = np.maximum(FILLED * spreads[records].max(axis=1, keepdims=True), SEEN * widest)
    filled = (spreads[records] >= least) & (widest > 0)
    shapes = [SHAPES[count] for count in filled.sum(axis=1)]
    reach = float(np.quantile(np.abs(points[records]).max(axis=2), NEAR)) or 1.0
    vehicles = np.isin(labels, VEHICLES)
    panels = [
        _panel(points[k], vehicles, reach, f"step {whole(steps[k])}: {shape}", first=number == 0)
        for number, (k, shape) in enumerate(zip(records, shapes, strict=True))
    ]
    shown = list(zip(records, shapes, strict=True))
    said = listed(f"{shape} at step {whole(steps[k])}" for k, shape in shown)
    ends = " and from ".join(
        " to ".join(f"{value:.2g}" for value in (spreads[records[0], j], spreads[records[-1], j]))
        for j in range(3)
    )
    alt = (
        f"Embeddings of {len(labels)} images at four moments: {said}. Their spread along three directions "
        f"goes from {ends.replace(' and from', ', from', 1)}."
    )
    rows = tuple((int(steps[k]), shape, *map(float, spreads[k])) for k, shape in shown)
    names = ("step", "shape", *(f"spread along direction {j}" for j in (1, 2, 3)))
    caption = "Dots are animals, upright strokes vehicles."
    return book_figure(panels, alt, Table(names, rows), caption=caption)


def _read(run: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The clouds (K, n, 3), each around its mean, their steps and the labels of the points."""
    steps = vector("run's cloud_steps", array("run", run, "cloud_steps"), at_least=4)
    labels = vector("run's cloud_labels", array("run", run, "cloud_labels"))
    points = array("run", run, "cloud") * float(array("run", run, "cloud_scale"))
    if points.shape != (len(steps), len(labels), 3):
        raise ValueError(f"run's cloud has shape {points.shape}; expected ({len(steps)}, {len(labels)}, 3)")
    return points - points.mean(axis=1, keepdims=True), steps, labels


def _asked(steps: np.ndarray, moments) -> list[int]:
    moments = vector("moments", moments, 4)
    places = [int(np.flatnonzero(steps == moment)[0]) if moment in steps else -1 for moment in moments]
    if -1 in places or np.any(np.diff(places) <= 0):
        near = [int(steps[np.abs(steps - moment).argmin()]) for moment in moments]
        raise ValueError(f"moments is {moments.tolist()}; expected increasing stored steps, such as {near}")
    return places


def _chosen(spreads: np.ndarray) -> list[int]:
    """The first record, and the three later ones, in order, most like a line, a plane and a volume.

    A cloud is the more like a line the farther its largest spread exceeds the next, like a plane the farther
    the second exceeds the third, and like a volume the larger its least, each as a part of its widest; a
    narrow cloud counts less. Records much wider than is usual in the later half, an overshoot, are left out:
    they would shrink all others to points.
    """
    widest = spreads.max(axis=1)
    usual = max(float(np.median(widest[len(widest) // 2 :])), 1e-300)
    third, second, first = np.sort(spreads / np.where(widest > 0, widest, 1)[:, None], axis=1).T
    grown = np.minimum(widest / usual, 1)
    line, plane, volume = grown * (first - second), grown * (second - third), grown * third
    calm = np.flatnonzero(widest <= OVERSHOOT * usual)
    calm = calm[calm > 0] if (calm > 0).sum() >= 3 else np.arange(1, len(spreads))
    picks = np.array(list(combinations(calm, 3)))
    best = (line[picks[:, 0]] + plane[picks[:, 1]] + volume[picks[:, 2]]).argmax()
    return [0, *picks[best].tolist()]


def project(points: np.ndarray) -> np.ndarray:
    """Three directions seen from the right and from above, without perspective: (n, 3) -> (n, 2).

    >>> project(np.array([[0.0, 0.0, 1.0]])).round(3)  # the third direction points up
    array([[0.   , 0.914]])
    """
    along, deep, up = np.asarray(points, dtype=float).T
    across = along * np.cos(TURN) + deep * np.sin(TURN)
    away = deep * np.cos(TURN) - along * np.sin(TURN)
    return np.column_stack([across, away * np.sin(ABOVE) + up * np.cos(ABOVE)])


def _panel(points: np.ndarray, vehicles: np.ndarray, reach: float, title: str, first: bool):
    """One moment, and the three directions as lines through the middle, as long as the largest coordinate."""
    axes = new_axes(SIZE, y=title, left=8, right=8, bottom=8)
    axes.set_axis_off()
    half = 1.12 * reach * (np.cos(TURN) + np.sin(TURN))
    box = axes.get_window_extent()
    axes.set_xlim(-half, half)
    axes.set_ylim(-half * box.height / box.width, half * box.height / box.width)
    for number, end in enumerate(np.eye(3), start=1):
        line = project(np.array([-reach * end, reach * end]))
        curve(axes, *line.T, palette.GRID, 1.2, zorder=0.5)
        name = f"direction {number}" if first else f"{number}"
        place = project(1.1 * reach * end[None])[0]
        write(axes, *place, name, palette.mode_colour(number), ha="center", va="center", fontsize=13)
    flat = project(points)
    inside = (np.abs(flat) <= [half, axes.get_ylim()[1]]).all(axis=1)
    if not inside.all():
        words = f"{(~inside).sum()} farther out"
        write(axes, 0.98, 0.02, words, palette.MUTED, units="axes", ha="right", fontsize=13)
    flat, vehicles = flat[inside], vehicles[inside]
    dots(axes, *flat[~vehicles].T, palette.INK, 3)
    tall = 0.024 * half
    strokes = np.stack(
        [flat[vehicles] - [0, tall], flat[vehicles] + [0, tall], np.full((vehicles.sum(), 2), np.nan)]
    )
    curve(axes, *strokes.transpose(1, 0, 2).reshape(-1, 2).T, palette.ACCENT, 1.6, clip_on=False)
    return axes
