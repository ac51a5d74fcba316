"""The table of stored deep runs: what was asked, how many steps were counted, on what it ran and how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from stepwise_ssl.figures.deep.reading import NAMED, Watched, read, whole
from stepwise_ssl.figures.style import power_of_ten

LOSSES = {"barlow-twins": "Barlow Twins", "vicreg": "VICReg", "simclr": "SimCLR"}
NETWORKS = {"resnet18": "ResNet-18", "small-cnn": "small CNN", "mlp": "MLP"}
COLUMNS = (
    "run", "network", "loss", "start", "pairs", "steps trained", "eigenvalues that step", "of them clearly",
    "half-rise steps of the first ten", "last loss", "device", "duration",
)  # fmt: skip
CAPTION = (
    "The stored runs. A half-rise step in brackets belongs to a step that is not clear; where no eigenvalue "
    "ever reaches 0.01, none is counted."
)
NUMBERS = ("steps trained", "eigenvalues that step", "of them clearly", "last loss")


@dataclass(frozen=True)
class RunsTable:
    """A table of runs; on a page and in a notebook it shows itself as HTML, elsewhere as plain text.

    Args:
        columns: names of the columns; the first one names the run.
        rows: texts, as many in each as there are columns.
        caption: what the table is, in a sentence or two.

    >>> print(RunsTable(("run", "loss"), (("one", "SimCLR"),), "Runs."))
    Runs.
    one: loss SimCLR.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str

    def __repr__(self) -> str:
        lines = (
            f"{row[0]}: {', '.join(f'{c} {v}' for c, v in zip(self.columns[1:], row[1:], strict=True))}."
            for row in self.rows
        )
        return "\n".join([self.caption, *lines])

    def html(self) -> str:
        """The table with its caption; it scrolls by itself, by keyboard too, where the page is narrower."""
        head = "".join(
            f'<th scope="col" style="vertical-align:bottom">{escape(name)}</th>' for name in self.columns
        )
        body = "".join(
            f'<tr><th scope="row" {_style(self.columns[0])}>{escape(first)}</th>'
            + "".join(
                f"<td {_style(name)}>{escape(text)}</td>"
                for name, text in zip(self.columns[1:], rest, strict=True)
            )
            + "</tr>"
            for first, *rest in self.rows
        )
        return (
            f'<div class="book-runs" role="group" aria-label="{escape(self.caption.split(".")[0])}" '
            'tabindex="0" style="overflow-x:auto;margin:1.5em 0">'
            '<table style="font-size:.85em;margin:0">'
            '<caption style="caption-side:top;text-align:left"><span style="display:inline-block;'
            f'max-width:min(80vw,44rem)">{escape(self.caption)}</span></caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": repr(self)}


def runs_table(runs: Sequence[Any]) -> RunsTable:
    """One row for each run.

    Args:
        runs: stored runs, with ``name``, ``config``, ``provenance`` and what ``figures.deep.hero`` takes.

    Returns:
        The table; steps are counted here, from the eigenvalues.

    Raises:
        ValueError: if there is no run, one lacks an array, or its config lacks an entry.

    >>> from types import SimpleNamespace
    >>> k = np.arange(60)
    >>> class Run(SimpleNamespace):
    ...     def __getitem__(self, key): return self.arrays[key]
    >>> config = {"network": {"name": "mlp"}, "loss": {"name": "simclr"}, "start": {"factor": 0.001},
    ...           "data": {"shuffled": False}}
    >>> run = Run(name="one", config=config, provenance={"device": "cpu", "duration_s": 90},
    ...           arrays={"steps": k, "loss": 1 / (1 + k), "eigenvalues": 1 / (1 + np.exp(30 - k))[:, None]})
    >>> runs_table([run]).rows[0][1:6]
    ('MLP', 'SimCLR', 'small: last layer × 10⁻³', 'real', '59')
    """
    if not len(runs):
        raise ValueError("runs is empty; expected stored runs")
    return RunsTable(COLUMNS, tuple(_row(run) for run in runs), CAPTION)


def _row(run: Any) -> tuple[str, ...]:
    seen = read(run.name, run)
    try:
        network, loss, start, data = (run.config[key] for key in ("network", "loss", "start", "data"))
        asked = (
            _network(network),
            LOSSES.get(loss["name"], loss["name"]),
            _start(start),
            "shuffled" if data["shuffled"] else "real",
        )
        ran = str(run.provenance["device"]), _duration(float(run.provenance["duration_s"]))
    except KeyError as error:
        raise ValueError(f"{run.name} says nothing of {error}; expected the config of a deep run") from error
    counts = whole(seen.steps[-1]), str(seen.found.count), str(len(seen.clear))
    return (run.name, *asked, *counts, _halves(seen), f"{seen.loss[-1]:.2f}", *ran)


def _network(network: dict) -> str:
    name = NETWORKS.get(network["name"], network["name"])
    return f"{name}, width {network['width']}" if "width" in network else name


def _start(start: dict) -> str:
    if start["factor"] == 1:
        return "standard"
    what = "last layer" if start.get("head_only", True) else "all layers"
    factor = start["factor"]
    exact = factor < 0.01 and np.isclose(np.log10(factor) % 1, [0, 1], atol=1e-9).any()
    return f"small: {what} × {power_of_ten(factor) if exact else f'{factor:g}'}"


def _halves(seen: Watched) -> str:
    said = [
        whole(seen.found.half[place]) if seen.found.clear[place] else f"({whole(seen.found.half[place])})"
        for place in seen.stepped[:NAMED]
    ]
    return "; ".join(said) or "none"


def _duration(seconds: float) -> str:
    """To the minute from an hour on, to the second below two minutes.

    >>> _duration(72), _duration(440), _duration(4000)
    ('72 s', '7.3 min', '1 h 7 min')
    """
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.1f} min" if minutes < 60 else f"{int(minutes // 60)} h {minutes % 60:.0f} min"


def _style(name: str) -> str:
    side = "right" if name in NUMBERS else "left"
    wide = "min-width:13em" if name.startswith("half-rise") else "white-space:nowrap"
    return f'style="text-align:{side};vertical-align:top;padding:.2em .8em .2em 0;{wide}"'
