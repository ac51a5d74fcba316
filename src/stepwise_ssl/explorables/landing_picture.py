"""The still picture of the first page's staircase: the same boxes as the live one, filled by Python.

A page shows it before any script runs, so nothing jumps when landing.js takes over. Times and losses come
from ``closed_form``, the live ones from formulas.js; a test lays the two over each other.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from stepwise_ssl import closed_form

from .landing import START, TIME

if TYPE_CHECKING:
    from .landing import LandingStaircase

CEILING = 9.6  # top of the picture, as in landing.js
BEND = 8.6  # where a line to a picture turns, as in landing.js
LEVELS = (0, 2, 4, 6, 8)
TICKS = ((0.01, "0.01"), (0.1, "0.1"), (1.0, "1"), (10.0, "10"))


def loss(times, gammas) -> np.ndarray:
    """The loss of all modes together.

    Args:
        times: (T,) or a number, learning rate times steps.
        gammas: (d,) eigenvalues.

    Returns:
        (T,), or a number: the sum of (1 - lambda_j)^2.

    >>> loss(0.0, [2.0, 1.0]).round(6).item()
    2.0
    """
    gammas = np.asarray(gammas, dtype=float)
    gaps = closed_form.embedding_gap(np.asarray(times, dtype=float), gammas, np.full(len(gammas), START))
    return np.sum(gaps**2, axis=-1)


def across(times) -> np.ndarray:
    """Where a time stands, from 0 to 1000 along the logarithmic axis."""
    return 1000 * np.log(np.asarray(times) / TIME.low) / np.log(TIME.high / TIME.low)


def down(losses) -> np.ndarray:
    """Where a loss stands, from 0 at the top of the picture to 1000 on its floor."""
    return 1000 * (1 - np.asarray(losses) / CEILING)


def edges(halves) -> np.ndarray:
    """The times between which a mode is the one that steps, (d + 1,)."""
    return np.r_[TIME.low, np.clip(np.sqrt(halves[1:] * halves[:-1]), TIME.low, TIME.high), TIME.high]


def still(staircase: LandingStaircase) -> str:
    """The picture as HTML, marked as what a page paints first.

    Args:
        staircase: the state to show.

    Returns:
        HTML with its own style sheet; ``bookbuild.static_widgets`` puts it where the live view will stand.

    >>> from stepwise_ssl.explorables import LandingStaircase
    >>> still(LandingStaircase()).count('class="landing-mode"')
    8
    """
    gammas, t = np.array(staircase.gammas), staircase.t
    starts = np.full(len(gammas), START)
    halves, learned = closed_form.half_rise_times(gammas, starts), _learned(gammas, t)
    now, level = f"{across(t) / 10:.2f}%", f"{down(loss(t, gammas)) / 10:.2f}%"
    begin, there = _sentence(staircase, TIME.low, ""), _sentence(staircase, t, f" at t\u00a0=\u00a0{t:g}")
    return f"""<div data-first-paint="landing"><style>{staircase._css}</style>
<section class="xp landing-first" aria-label="{escape(staircase.about.title)}">
<div class="landing" style="--now:{now};--level:{level}">
<div class="landing-modes" role="img" aria-label="The eight modes as pictures.">{_tiles(learned)}</div>
<div class="landing-plot" role="img" aria-label="{escape(staircase.about.title)}. {escape(there)}">
{_drawing(gammas, halves, learned)}<i class="landing-rule"></i><i class="landing-dot"></i>{_labels()}</div>
<div class="xp-time"><div class="xp-slider"><div class="xp-slider-head"><label>time <i>t</i></label>
<output class="xp-value"></output></div><input type="range" class="xp-range" disabled></div></div></div>
<p class="xp-sentence"><span class="landing-begin">{begin}</span>
<span class="landing-there">{there}</span></p>
<div class="xp-foot"></div>
<details class="xp-details"><summary>This state as a table</summary>
{_table(gammas, halves, learned)}</details>
</section></div>"""


def _learned(gammas, t) -> np.ndarray:
    return closed_form.embedding_eigenvalue(t, gammas, np.full(len(gammas), START))


def _sentence(staircase, t, at) -> str:
    """The words for a time, by the rules of landing.js; `at` names it, or is empty before it runs."""
    learned = _learned(np.array(staircase.gammas), t)
    rising = np.flatnonzero((learned > 0.1) & (learned < 0.9))
    case = f"rising_{rising[0] + 1}" if len(rising) else f"learned_{np.sum(learned >= 0.9)}"
    return staircase.about.sentences[case].format(at=at, loss=f"{loss(t, staircase.gammas):.2f}")


def _tiles(learned) -> str:
    style = "--mode:var(--mode-{j});--at:{i};--learned:{share:.3f}"
    return "".join(
        f'<div class="landing-mode" style="{style.format(j=i + 1, i=i, share=share)}"><i></i><b></b>'
        f"<span><em>mode </em>{i + 1}</span></div>"
        for i, share in enumerate(learned)
    )


def _drawing(gammas, halves, learned) -> str:
    """Two layers: the whole staircase as a thin line; its steps in colour, cut off at the present time."""
    bounds = edges(halves)
    future, past, threads = [], ["", ""], ""
    for j, (start, end) in enumerate(pairwise(bounds)):
        times = np.geomspace(start, end, max(1, int(np.ceil((across(end) - across(start)) / 2))) + 1)
        line = _line(across(times), down(loss(times, gammas)))
        colour = f'style="--mode:var(--mode-{j + 1})"'
        future.append(line)
        past[0] += f'<path class="landing-fill" {colour} d="M{line}V1000H{across(start):.1f}Z"/>'
        past[1] += f'<path class="landing-step" {colour} d="M{line}"/>'
        half = np.clip(halves[j], TIME.low, TIME.high)
        x, y = across(half), down(loss(half, gammas))
        style = f'style="--mode:var(--mode-{j + 1});--learned:{learned[j]:.3f}"'
        way = f"M{125 * (j + 0.5):g} 0L{x:.1f} {down(BEND):.1f}V{y:.1f}"  # above the curve, then down to it
        threads += f'<path class="landing-thread" {style} d="{way}"/>'
    grid = "".join(f'<path class="landing-line" d="M0 {down(level):.1f}H1000"/>' for level in LEVELS)
    thin = f'<path class="landing-future" d="M{"L".join(future)}"/>'
    return _layer("", grid + threads + thin) + _layer(" landing-past", "".join(past))


def _line(x, y) -> str:
    return "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True))


def _layer(name: str, content: str) -> str:
    return (
        f'<svg class="landing-layer{name}" viewBox="0 0 1000 1000" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false">{content}</svg>'
    )


def _labels() -> str:
    places = [("y", down(level), level) for level in LEVELS] + [("x", across(t), text) for t, text in TICKS]
    spans = (
        f'<span class="landing-{axis}" style="--at:{at / 10:.2f}%">{text}</span>' for axis, at, text in places
    )
    return "".join(spans) + '<span class="landing-name">loss</span>'


def _table(gammas, halves, learned) -> str:
    rows = "".join(
        f'<tr><th scope="row">{j}</th><td>{gamma:.4g}</td><td>{share:.3f}</td><td>{half:.3g}</td></tr>'
        for j, (gamma, share, half) in enumerate(zip(gammas, learned, halves, strict=True), start=1)
    )
    words = ("mode", "eigenvalue γ", "learned, λ", "half learned at t")
    heads = "".join(f'<th scope="col">{word}</th>' for word in words)
    return f'<table class="xp-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
