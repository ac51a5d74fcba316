"""What every explorable promises, declared once in Python and kept by contract.js in the browser.

A `Declaration` says in data what a reader can move, three states worth visiting, the words for a
state and the rows of its table. `Explorable` turns it into synced traits and one self-contained
ES module: formulas.js (generated from the checked equations), plot.js, contract.js and the
explorable's own drawing, joined in that order, so that nothing is imported at run time.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar

import anywidget
import traitlets


@dataclass(frozen=True)
class Control:
    """One quantity that the reader moves with a slider.

    Args:
        name: trait and fragment key, for example ``"gamma"``.
        letter: how it is written on screen, plain text, for example ``"γ"``.
        latex: how it is written in the book, for example ``r"\\gamma"``.
        label: what it is, in words.
        low, high: the range of the quantity, both ends included.
        step: slider step; in decades where the slider is logarithmic.
        default: value at first sight and after reset.
        unit: words for the unit, or "" for a pure number.
        scale: ``"linear"`` or ``"log"``.
        follows: name of a `Choice` whose option picks the scale, or "".
        windows: option -> (low, high) of the slider while that option is chosen.

    >>> Control("s0", "s₀", "s_0", "starting weight", 1e-6, 3.0, 0.02, 0.01, scale="log").scale
    'log'
    """

    name: str
    letter: str
    latex: str
    label: str
    low: float
    high: float
    step: float
    default: float
    unit: str = ""
    scale: str = "linear"
    follows: str = ""
    windows: dict[str, tuple[float, float]] | None = None

    def __post_init__(self) -> None:
        if not self.low <= self.default <= self.high:
            raise ValueError(f"{self.name}: default {self.default} is outside [{self.low}, {self.high}]")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"{self.name}: a log slider needs low > 0, got {self.low}")


@dataclass(frozen=True)
class Choice:
    """A switch between named options, drawn as radio buttons.

    Args:
        name: trait and fragment key.
        label: what is chosen, in words.
        options: option -> words on its button.
        default: the option at first sight.

    >>> Choice("axis", "Time axis", {"linear": "linear", "log": "log"}, "linear").default
    'linear'
    """

    name: str
    label: str
    options: dict[str, str]
    default: str


@dataclass(frozen=True)
class Preset:
    """A state worth visiting: its name, one sentence why, and the values that differ from the defaults.

    >>> Preset("A small start", "The wait is longer.", {"s0": 1e-4}).state
    {'s0': 0.0001}
    """

    name: str
    why: str
    state: dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One line of the state's table: key of the quantity, its words, its letter, words for an infinite value.

    >>> Row("tau", "step time", "τ", "never").infinite
    'never'
    """

    key: str
    label: str
    letter: str = ""
    infinite: str = "infinite"


@dataclass(frozen=True)
class Declaration:
    """Everything that the browser needs to know about an explorable, apart from how to draw it.

    Args:
        name: identity on the page, used in fragments (``#one-weight:gamma=1``).
        title: accessible name of the whole figure.
        controls, choices, presets, rows: see their classes; exactly three presets.
        sentences: case -> template; ``{key}`` stands for a formatted quantity.

    >>> from stepwise_ssl.explorables import OneWeight
    >>> OneWeight.about.name
    'one-weight'
    """

    name: str
    title: str
    controls: tuple[Control, ...]
    choices: tuple[Choice, ...]
    presets: tuple[Preset, ...]
    rows: tuple[Row, ...]
    sentences: dict[str, str]

    def __post_init__(self) -> None:
        if len(self.presets) != 3:
            raise ValueError(f"{self.name}: three presets are promised, got {len(self.presets)}")
        controls = {c.name: c for c in self.controls}
        choices = {c.name: c for c in self.choices}
        for preset in self.presets:
            for key, value in preset.state.items():
                if key in controls and controls[key].low <= value <= controls[key].high:
                    continue
                if key in choices and value in choices[key].options:
                    continue
                raise ValueError(
                    f"{self.name}, preset {preset.name!r}: {key} = {value!r} is not a legal state"
                )


@cache
def source(*names: str) -> str:
    """Join files of this folder into one text; cached, since a module never changes while it runs.

    Args:
        names: file names inside ``stepwise_ssl/explorables``.

    Returns:
        Their texts in order, a blank line between them.

    >>> source("contract.css").startswith("/*")
    True
    """
    return "\n".join((files(__package__) / name).read_text(encoding="utf-8") for name in names)


class Explorable(anywidget.AnyWidget):
    """Base class: traits from the declaration, one ES module, and a static figure where nothing can run.

    A subclass sets `about` (a `Declaration`) and `drawing` (its JavaScript file). Values set from
    Python move the picture, and the reader's moves are read back from the same traits.
    """

    about: ClassVar[Declaration]
    drawing: ClassVar[str]
    declaration = traitlets.Dict(read_only=True).tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "about" in cls.__dict__:
            cls._esm = source("formulas.js", "plot.js", "contract.js", cls.drawing)
            cls._css = source("contract.css")
        super().__init_subclass__(**kwargs)

    def __init__(self, **state: Any) -> None:
        for control in self.about.controls:
            if not self.has_trait(control.name):
                raise TypeError(f"{type(self).__name__} declares {control.name!r} but has no such trait")
        super().__init__(**state)
        self.set_trait("declaration", asdict(self.about))

    def fallback(self) -> dict[str, str]:
        """Return the static picture of three chosen states as mime type -> data; {} where there is none."""
        return {}

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the live view where one can run and carry the static picture for everything else."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        data = {**data, "text/plain": self.about.title}
        # Colab chooses among several rich types by rules of its own; give it only the live view.
        if "google.colab" not in sys.modules:
            data.update(self.fallback())
        return data, metadata


def number(control: Control) -> traitlets.CFloat:
    """Return the synced trait that belongs to a control; values outside its range are refused.

    Args:
        control: the declared quantity.

    Returns:
        A float trait with the control's default and range.

    >>> number(Control("g", "g", "g", "a number", 0.0, 1.0, 0.1, 0.5)).default_value
    0.5
    """
    return traitlets.CFloat(control.default, min=control.low, max=control.high).tag(sync=True)


def option(choice: Choice) -> traitlets.Enum:
    """Return the synced trait that belongs to a choice.

    >>> option(Choice("axis", "Axis", {"linear": "linear"}, "linear")).default_value
    'linear'
    """
    return traitlets.Enum(list(choice.options), choice.default).tag(sync=True)
