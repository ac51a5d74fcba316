"""What every explorable promises, declared once in Python and kept by contract.js in the browser.

A `Declaration` says in data what a reader can move, states worth visiting, the words for a state
and the rows of its table. `Explorable` turns it into synced traits and one self-contained ES module:
those formulas of formulas.js (generated from the checked equations) that it names, plot.js, the files
of contract_js and the explorable's own drawing, joined in that order, so that nothing is imported at
run time.
"""

from __future__ import annotations

import re
import sys
from dataclasses import asdict, dataclass, replace
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
        whole: only whole numbers make sense.
        within: name of a `Quantities` whose length bounds this number, or "".

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
    whole: bool = False
    within: str = ""

    def __post_init__(self) -> None:
        if not self.low <= self.default <= self.high:
            raise ValueError(f"{self.name}: default {self.default} is outside [{self.low}, {self.high}]")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"{self.name}: a log slider needs low > 0, got {self.low}")


@dataclass(frozen=True)
class Quantities:
    """A list of quantities of one kind, such as a spectrum, which the explorable draws as it likes.

    Args:
        name: trait and fragment key, for example ``"gammas"``; a fragment reads ``gammas=4,2,1``.
        letter, latex, label: as in `Control`, for the whole list.
        low, high: the range of each entry, both ends included.
        default: the entries at first sight and after reset.
        least, most: how many entries there may be.

    >>> Quantities("gammas", "γ", r"\\gamma", "spectrum", -1.0, 8.0, (4.0, 2.0)).most
    8
    """

    name: str
    letter: str
    latex: str
    label: str
    low: float
    high: float
    default: tuple[float, ...]
    least: int = 1
    most: int = 8

    def __post_init__(self) -> None:
        if not self.allows(self.default):
            raise ValueError(f"{self.name}: default {self.default} is not {self.wanted}")

    @property
    def wanted(self) -> str:
        """What a list must be, in words."""
        return f"{self.least} to {self.most} numbers in [{self.low}, {self.high}]"

    def allows(self, values: Any) -> bool:
        """Whether `values` is a legal list of this kind."""
        return (
            isinstance(values, list | tuple)
            and self.least <= len(values) <= self.most
            and all(self.low <= v <= self.high for v in values)
        )


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

    `whole` says that the quantity counts something.

    >>> Row("tau", "step time", "τ", "never").infinite
    'never'
    """

    key: str
    label: str
    letter: str = ""
    infinite: str = "infinite"
    whole: bool = False


@dataclass(frozen=True)
class Declaration:
    """Everything that the browser needs to know about an explorable, apart from how to draw it.

    Args:
        name: identity on the page, used in fragments (``#one-weight:gamma=1``).
        title: accessible name of the whole figure.
        controls, choices, presets, rows: see their classes; at least three presets.
        sentences: case -> template; ``{key}`` stands for a formatted quantity.
        lists: lists of quantities.

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
    lists: tuple[Quantities, ...] = ()

    @property
    def defaults(self) -> dict[str, Any]:
        """Every control's and choice's value at first sight, by name."""
        return {c.name: c.default for c in (*self.controls, *self.choices)}

    def __post_init__(self) -> None:
        if len(self.presets) < 3:
            raise ValueError(f"{self.name}: at least three presets are promised, got {len(self.presets)}")
        lists = {c.name: c for c in self.lists}
        controls = {c.name: c for c in self.controls}
        choices = {c.name: c for c in self.choices}
        for preset in self.presets:
            for key, value in preset.state.items():
                if key in controls and controls[key].low <= value <= controls[key].high:
                    continue
                if key in choices and value in choices[key].options:
                    continue
                if key in lists and lists[key].allows(value):
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


CONTRACT = tuple(
    f"contract_js/{part}.js"
    for part in ("dom", "scale", "sliders", "choices", "link", "said", "player", "hold", "contract")
)
"""The files that make up the contract, in the order in which they are joined."""


def named_formulas(code: str) -> str:
    """Return formulas.js with only those functions that some JavaScript names: no page pays for the others.

    Args:
        code: the JavaScript that will follow.

    Returns:
        JavaScript of ``const formulas = {...};``.

    Raises:
        ValueError: the code takes a formula out of ``formulas`` that is not there.

    >>> named_formulas("formulas.oneWeightWidth(2)").count("=>")
    1
    """
    head, *entries, _ = re.split(r"^(?=  /\*\*|};)", source("formulas.js"), flags=re.MULTILINE)
    by_name = {re.search(r"^  (\w+):", entry, re.MULTILINE)[1]: entry for entry in entries}
    words = set(re.findall(r"\w+", code))
    taken = re.findall(r"\bformulas\.(?!js\b)(\w+)", code)
    for inside in re.findall(r"const \{([^}]*)\} = formulas", code):
        taken += re.findall(r"(?:^|,)\s*(\w+)", inside)
    missing = sorted(set(taken) - set(by_name))
    if missing:
        raise ValueError(f"formulas.js has no {', '.join(missing)}: register it in stepwise_ssl.symbolic")
    return head + "".join(entry for name, entry in by_name.items() if name in words) + "};\n"


def module(*drawing: str) -> str:
    """Return the one ES module of an explorable: its formulas, plot.js, the contract and its own files.

    Comments that fill a line stay in the files: a page has no use for them.

    Args:
        drawing: its files, in order.

    >>> module("one_weight.js").count("export default")
    1
    """
    code = source("plot.js", *CONTRACT, *drawing)
    lines = (named_formulas(code) + "\n" + code).splitlines()
    return "\n".join(line for line in lines if line and not re.match(r"\s*(//|/\*\*.*\*/$)", line)) + "\n"


STILL_CAPTION = "Three states of the interactive figure, which needs JavaScript."


class Explorable(anywidget.AnyWidget):
    """Base class: traits from the declaration, one ES module, and a static figure where nothing can run.

    A subclass sets `about` (a `Declaration`) and `drawing` (its JavaScript file, or several in order),
    and `look` if it has a style sheet of its own. Values set from Python move the picture, and the
    reader's moves are read back from the same traits.
    """

    about: ClassVar[Declaration]
    drawing: ClassVar[str | tuple[str, ...]]
    look: ClassVar[tuple[str, ...]] = ()
    declaration = traitlets.Dict(read_only=True).tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "about" in cls.__dict__:
            cls._esm = module(*([cls.drawing] if isinstance(cls.drawing, str) else cls.drawing))
            cls._css = source("contract.css", *cls.look)
        super().__init_subclass__(**kwargs)

    def __init__(self, **state: Any) -> None:
        for control in (*self.about.lists, *self.about.controls):
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


def still_picture(figure: Any, caption: str = STILL_CAPTION) -> dict[str, str]:
    """Return a book figure as `Explorable.fallback` gives it, under a caption that says why it stands still.

    Args:
        figure: a `stepwise_ssl.figures.BookFigure`.
        caption: what replaces the figure's own caption.

    Returns:
        HTML and PNG, by mime type.

    >>> from stepwise_ssl.explorables import OneWeight
    >>> STILL_CAPTION in OneWeight().fallback()["text/html"]
    True
    """
    data = replace(figure, caption=caption)._repr_mimebundle_()
    return {mime: data[mime] for mime in ("text/html", "image/png") if mime in data}


def number(control: Control) -> traitlets.CFloat | traitlets.CInt:
    """Return the synced trait that belongs to a control; values outside its range are refused.

    Args:
        control: the declared quantity.

    Returns:
        A trait with the control's default and range: an integer's if the control is `whole`, else a float's.

    >>> number(Control("g", "g", "g", "a number", 0.0, 1.0, 0.1, 0.5)).default_value
    0.5
    >>> number(Control("d", "d", "d", "a count", 1, 8, 1, 5, whole=True)).default_value
    5
    """
    if control.whole:
        low, high = int(control.low), int(control.high)
        return traitlets.CInt(int(control.default), min=low, max=high).tag(sync=True)
    return traitlets.CFloat(control.default, min=control.low, max=control.high).tag(sync=True)


def numbers(quantities: Quantities) -> traitlets.List:
    """Return the synced trait that belongs to a list of quantities; what it does not allow is refused.

    >>> numbers(Quantities("g", "g", "g", "numbers", 0.0, 1.0, (0.5,))).default()
    [0.5]
    """
    return traitlets.List(
        traitlets.CFloat(min=quantities.low, max=quantities.high),
        list(quantities.default),
        minlen=quantities.least,
        maxlen=quantities.most,
    ).tag(sync=True)


def option(choice: Choice) -> traitlets.Enum:
    """Return the synced trait that belongs to a choice.

    >>> option(Choice("axis", "Axis", {"linear": "linear"}, "linear")).default_value
    'linear'
    """
    return traitlets.Enum(list(choice.options), choice.default).tag(sync=True)
