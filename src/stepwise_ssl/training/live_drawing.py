"""The live panel's picture: the loss and the embedding eigenvalues as a run goes on, theory dashed, in SVG.

Drawn by hand because it is redrawn several times a second: a thousandth of a second, where matplotlib takes a
tenth. Colours are the book's; text takes the page's own, so that it can be read in the dark.
"""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np

from stepwise_ssl import palette

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 360, 240, 38, 34, 22


def draw(
    times: Any, loss: Any, values: Any, end: float, theory: Any = None, sentence: str = "", first: float = 1.0
) -> str:
    """Two panels side by side, or one above the other where there is no room.

    Args:
        times: of the records so far, shape (T,).
        loss: there, shape (T,).
        values: embedding eigenvalues there, shape (T, d).
        end: time at the right edge.
        theory: None, or ``(times, loss, values)`` of the theory, values of shape (S, d).
        sentence: what the picture shows, for readers who do not see it.
        first: time at the left edge; the axis is logarithmic.

    Returns:
        HTML with two SVG elements.

    >>> picture = draw([0.0, 1.0], [2.0, 1.0], [[0.0], [1.0]], end=10.0, first=0.1, sentence="One mode.")
    >>> picture.count("<svg"), picture.count("<polyline"), "One mode." in picture
    (2, 2, True)
    """
    times, loss, values = np.asarray(times, float), np.asarray(loss, float), np.asarray(values, float)
    top = max(1.2, float(values.max(initial=0)) * 1.05)
    losses = [("book-ink", times, loss, "")]
    curves = [(_colour(j), times, values[:, j], "") for j in range(values.shape[1])]
    if theory is not None:
        dashed = "stroke-dasharray:5 4;opacity:.75;"
        losses.append(("book-muted", theory[0], np.asarray(theory[1]), dashed))
        curves += [(_colour(j), theory[0], theory[2][:, j], dashed) for j in range(theory[2].shape[1])]
    high = float(max(part.max(initial=0) for _, _, part, _ in losses)) * 1.05 or 1.0
    panels = _panel("loss", losses, high, first, end) + _panel("eigenvalues of C", curves, top, first, end)
    return (
        f'<div role="img" aria-label="{escape(sentence, quote=True)}" '
        f'style="display:flex;flex-wrap:wrap;gap:.5em 1em">{panels}</div>'
    )


def _colour(j: int) -> str:
    return f"mode-{j % len(palette.MODE_COLOURS) + 1}"


def _panel(title: str, curves: list, high: float, first: float, end: float) -> str:
    """Axes with their extreme ticks, and the curves."""
    lines = "".join(_curve(*curve, high, first, end) for curve in curves)
    base, text = HEIGHT - BOTTOM, 'fill="currentColor" font-size="12"'
    axes = (
        f'<path d="M{LEFT} {TOP}V{base}H{WIDTH - 6}" fill="none" stroke="currentColor" opacity=".6"/>'
        f'<text x="{LEFT}" y="14" {text}>{title}</text>'
        f'<text x="{LEFT - 5}" y="{TOP + 8}" text-anchor="end" {text}>{high:.3g}</text>'
        f'<text x="{LEFT - 5}" y="{base}" text-anchor="end" {text}>0</text>'
        f'<text x="{LEFT}" y="{HEIGHT - 16}" {text}>{first:.2g}</text>'
        f'<text x="{WIDTH - 6}" y="{HEIGHT - 16}" text-anchor="end" {text}>{end:.2g}</text>'
        f'<text x="{(LEFT + WIDTH) / 2}" y="{HEIGHT - 3}" text-anchor="middle" {text}>'
        f"time t = learning rate × steps, logarithmic</text>"
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false" '
        f'style="flex:1 1 17em;max-width:{WIDTH * 1.3:.0f}px;width:100%;height:auto">{axes}{lines}</svg>'
    )


def _curve(name: str, times: Any, values: Any, style: str, high: float, first: float, end: float) -> str:
    """One line; records before the left edge are left out."""
    times, values = np.asarray(times, float), np.asarray(values, float)
    seen = (times >= first) & (times <= end * (1 + 1e-9))
    span = np.log(end / first) or 1.0
    x = LEFT + (WIDTH - 6 - LEFT) * np.log(times[seen] / first) / span
    y = HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * np.clip(values[seen] / high, 0, 1)
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    colour = "var(--book-ink, currentColor)" if name == "book-ink" else palette.variable(name)
    return f'<polyline points="{points}" style="fill:none;stroke:{colour};stroke-width:1.8;{style}"/>'
