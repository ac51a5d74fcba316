"""Chapter 12's explorable: two stored runs of deep networks side by side, on one slider of training steps.

Which runs there are is read from the stored experiments when the figure is made. The page holds only their
list: a run comes as a script of its own when it is opened, or from the kernel where there is one.
"""

from __future__ import annotations

from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import traitlets

from .contract import Choice, Control, Declaration, Explorable, Preset, Row, number, option, still_picture
from .deep_runs_pack import STORE, RunEntry, pack_of, stored_runs

NONE = "none"
SIDES = ("left", "right")
AZIMUTH = Control("azimuth", "", "", "turn", -180.0, 180.0, 5.0, -60.0, unit="degrees")
ELEVATION = Control("elevation", "", "", "tilt", -90.0, 90.0, 5.0, 20.0, unit="degrees")
CLASSES = ("airplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
MARKED = Choice("marked", "Images", {"all": "every class"} | {name: name for name in CLASSES}, "all")
VALUE_AXIS = Choice("value_axis", "Eigenvalue axis", {"linear": "linear", "log": "log"}, "linear")
TIME_AXIS = Choice("time_axis", "Time axis", {"linear": "linear", "log": "log"}, "linear")

PAIRS = (
    (
        "Small start beside standard start",
        "The same network, loss and data; the head's start differs, and the learning rate. Play: in which "
        "of the two does the cloud grow one direction after the other?",
        ("deep-bt-small", "deep-bt-standard"),
    ),
    (
        "Barlow Twins beside SimCLR",
        "Both start small. Once a new eigenvalue has risen, what becomes of the old ones: do they stay, or "
        "shrink?",
        ("deep-bt-small", "deep-simclr-small"),
    ),
    (
        "Pairs beside shuffled pairs",
        "On the right each image is paired with a stranger. What is left of the steps, of the "
        "cloud and of the probe?",
        ("deep-bt-small", "deep-bt-shuffled"),
    ),
    (
        "Two seeds",
        "The same settings from another start. Which steps come at the same time?",
        ("deep-bt-small", "deep-bt-small-seed1"),
    ),
    (
        "A small network beside a ResNet",
        "How far does the order of the steps depend on the network?",
        ("deep-cnn", "deep-bt-small"),
    ),
)
TIMES = (("The start", 0.0), ("Half way", 0.5), ("The end", 1.0))


def side_rows(side: str) -> tuple[Row, ...]:
    """The table's lines for one of the two runs."""
    return (
        Row(f"{side}_step", f"{side} run: step of the record shown", whole=True),
        Row(f"{side}_loss", "loss", "L"),
        *(
            Row(f"{side}_lambda_{j}", f"eigenvalue {j}", f"λ{digit}")
            for j, digit in ((1, "₁"), (2, "₂"), (3, "₃"), (4, "₄"))
        ),
        Row(f"{side}_done", "steps done", whole=True),
        Row(f"{side}_steps", "steps in the whole run", whole=True),
        Row(f"{side}_clear", "of these, clear ones", whole=True),
        Row(f"{side}_rank", "effective rank of the last hidden layer"),
        *(Row(f"{side}_spread_{k}", f"spread of the cloud, direction {k} of its own") for k in (1, 2, 3)),
        Row(f"{side}_edge", "half an edge of the box"),
        Row(f"{side}_dims", "spreads above a twentieth of it", whole=True),
        Row(f"{side}_probe_step", "step of the last probe", whole=True),
        Row(f"{side}_hidden", "accuracy of the probe, last hidden layer"),
        Row(f"{side}_embedding", "accuracy of the probe, embedding"),
    )


def side_sentences(side: str) -> dict[str, str]:
    """What is said of one of the two runs."""
    told = {
        "": "{Side}, {side_label}, training step {side_step}: the loss is {side_loss}.",
        "nan": "{Side}, {side_label}, training step {side_step}: the loss is no number any more.",
        "done": "Steps done: {side_done} of {side_steps}, clear in all: {side_clear}; the largest eigenvalue "
        "is {side_lambda_1}.",
        "flat": "No eigenvalue steps in this run; the largest is {side_lambda_1}.",
        "cloud": "The cloud looks like a {side_shape}.",
        "probe": "A linear probe at step {side_probe_step} was right for {side_hidden_words} of test images "
        "from the last hidden layer, for {side_embedding_words} from the embedding.",
        "ended": "It ended at step {side_step}; its last record stays.",
        "none": "{Side}: no run.",
        "loading": "{Side}, {side_label}: not here yet.",
        "failed": "{Side}, {side_label}: could not be opened.",
        "silent": "{Side}, {side_label}: opens when the notebook is run.",
    }
    fill = {"{Side}": side.capitalize(), "{side_": "{" + side + "_"}
    for before, after in fill.items():
        told = {key: text.replace(before, after) for key, text in told.items()}
    return {f"{side}_{key}" if key else side: text for key, text in told.items()}


ROWS = (Row("t", "training step", "t", whole=True), *side_rows("left"), *side_rows("right"))
SENTENCES = side_sentences("left") | side_sentences("right")
STILL_CAPTION = (
    "Three states of the interactive figure, which needs JavaScript; the eight largest eigenvalues."
)


def presets_for(runs: dict[str, RunEntry], high: int) -> tuple[Preset, ...]:
    """The pairs whose runs are there; where they are fewer than three, moments of the first pair too."""
    pairs = tuple(
        Preset(name, why, dict(zip(SIDES, pair, strict=True)))
        for name, why, pair in PAIRS
        if {*pair} <= {*runs}
    )
    if len(pairs) >= 3:
        return pairs
    moments = tuple(
        Preset(name, "What do loss, eigenvalues and cloud say here?", {"t": round(part * high)})
        for name, part in TIMES
    )
    return pairs + moments


def declared(entries: list[RunEntry] | tuple[RunEntry, ...]) -> Declaration:
    """The declaration for the runs that are there; none is a legal number of them.

    >>> [choice.default for choice in declared(()).choices[:2]]
    ['none', 'none']
    """
    runs = {entry.name: entry for entry in entries}
    labels = {entry.name: entry.label for entry in entries}
    wanted = next((pair for _, _, pair in PAIRS if {*pair} <= {*runs}), None)
    first, second = wanted or (*runs, NONE, NONE)[:2]
    high = max([1, *(entry.last for entry in entries)])
    return Declaration(
        name="deep-runs",
        title="Two stored runs of deep networks: loss, eigenvalues, ranks and the cloud of embeddings",
        controls=(Control("t", "t", "t", "training step", 0, high, 1, 0, whole=True), AZIMUTH, ELEVATION),
        choices=(
            Choice("left", "Left run", {NONE: NONE} | labels, first),
            Choice("right", "Right run", {NONE: NONE} | labels, second),
            MARKED,
            VALUE_AXIS,
            TIME_AXIS,
        ),
        presets=presets_for(runs, high),
        rows=ROWS,
        sentences=SENTENCES,
    )


class DeepRuns(Explorable):
    """Two stored runs of deep networks side by side: loss, eigenvalues, hidden ranks and the embedding cloud.

    Args:
        folder: where the runs lie; by default those that come with the package.
        t: training step, from 0 to the last of any run.
        azimuth, elevation: degrees by which the clouds are turned and tilted.
        left, right: names of stored runs, or ``"none"``.
        marked: ``"all"`` or a class of CIFAR-10.
        value_axis, time_axis: ``"linear"`` or ``"log"``.

    Raises:
        TraitError: a value outside its range, or a run that is not there.

    >>> DeepRuns(marked="ship").marked
    'ship'
    """

    about = declared(())
    drawing = (
        "symmetric.js",
        "staircase_js/canvas.js",
        *(
            f"deep_runs_js/{part}.js"
            for part in ("unpack", "steps", "store", "model", "cloud", "curves", "menus", "deep_runs")
        ),
    )
    look = ("deep_runs.css",)

    t = traitlets.CInt(0, min=0).tag(sync=True)
    azimuth = number(AZIMUTH)
    elevation = number(ELEVATION)
    left = traitlets.Unicode(NONE).tag(sync=True)
    right = traitlets.Unicode(NONE).tag(sync=True)
    marked = option(MARKED)
    value_axis = option(VALUE_AXIS)
    time_axis = option(TIME_AXIS)
    runs = traitlets.List(read_only=True).tag(sync=True)
    asked = traitlets.List(traitlets.Unicode()).tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)
    # A built page leaves these traits out: it has a script for each run (bookbuild.stored_runs).
    in_scripts = traitlets.List(["sent"], read_only=True).tag(sync=True)

    def __init__(self, *, folder: Path | str | None = None, **state: Any) -> None:
        self.folder = None if folder is None else Path(folder)
        entries = stored_runs(self.folder)
        self.about = declared(entries)
        defaults = {choice.name: choice.default for choice in self.about.choices[:2]}
        super().__init__(**defaults | state)
        self.set_trait("runs", [asdict(entry) for entry in entries])
        self.sent = self._packs([self.left, self.right])

    @traitlets.validate("left", "right")
    def _known(self, proposal: Any) -> str:
        side = next(choice for choice in self.about.choices if choice.name == proposal.trait.name)
        if proposal.value not in side.options:
            raise traitlets.TraitError(
                f"{side.name} is {proposal.value!r}: expected one of {', '.join(side.options)}"
            )
        return proposal.value

    @traitlets.validate("t")
    def _inside(self, proposal: Any) -> int:
        high = int(self.about.controls[0].high)
        if proposal.value > high:
            raise traitlets.TraitError(
                f"t is {proposal.value}: expected at most {high}, the last step of any run"
            )
        return proposal.value

    @traitlets.observe("asked")
    def _answer(self, change: Any) -> None:
        """Send the runs that the reader has opened, and be ready to be asked again."""
        if change.new:
            self.sent = self.sent | self._packs(change.new)
            self.asked = []

    def _packs(self, names: list[str]) -> dict[str, Any]:
        out = {}
        for name in dict.fromkeys(names):
            if (
                name not in self.about.choices[0].options
                or name == NONE
                or "format" in self.sent.get(name, {})
            ):
                continue
            try:
                out[name] = pack_of(name, self.folder)
            except Exception as error:  # whatever it is, the reader is told
                # Counted, since a second answer that is the same as the first would not be sent.
                tries = self.sent.get(name, {}).get("tries", 0) + 1
                out[name] = {"error": f"{type(error).__name__}: {error}", "tries": tries}
        return out

    def fallback(self) -> dict[str, str]:
        """Return the static figure of three chosen states, as HTML and PNG, where it can be drawn."""
        try:
            from stepwise_ssl.figures.deep_states import deep_states
        except ImportError:  # without matplotlib there is the live view only
            return {}
        defaults = {choice.name: choice.default for choice in self.about.choices}
        states = []
        for preset in self.about.presets[:3]:
            state = defaults | preset.state
            for side in SIDES:
                if state[side] != NONE:
                    states.append(self._still(preset.name, state[side], state.get("t")))
        states = list({(state["label"], state["moment"]): state for state in states}.values())
        if not states:
            return {}
        return still_picture(deep_states(states), STILL_CAPTION)

    def _still(self, label: str, name: str, moment: float | None) -> dict[str, Any]:
        """One panel of the static picture: a run's largest eigenvalues, and a line at a moment."""
        run = import_module(STORE).load(name, self.folder)
        words = self.about.choices[0].options[name]
        return {
            "label": words if moment is None else f"{label}: {words}",
            "steps": run["steps"],
            "eigenvalues": run["eigenvalues"][:, :8],
            "moment": moment,
        }
