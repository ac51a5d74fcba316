"""Training that can be played with in a notebook: choose, start, watch it against the theory, stop.

The run goes on in slices of a tenth of a second on the kernel's own event loop: between two of them the
kernel answers buttons and runs other cells. So no thread is needed, where changing widgets is not safe.
Only controls that ipywidgets 7.7.1 has are used.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from html import escape
from typing import Any, ClassVar

import numpy as np
import torch

from stepwise_ssl.training.batches import read_pairs
from stepwise_ssl.training.faults import TrainingFault
from stepwise_ssl.training.history import History
from stepwise_ssl.training.live_drawing import draw
from stepwise_ssl.training.precision import Precision
from stepwise_ssl.training.run import Loss, Run
from stepwise_ssl.training.schedules import log_schedule
from stepwise_ssl.training.tracking import Track, Tracker

SLICE, PAUSE = 0.1, 0.02  # seconds of training, and of leaving the kernel to others


class LivePanel:
    """A panel of controls and curves; a cell that ends with one shows it.

    Running the cell again closes the panel that it made before, run and all: one panel of a name at a time.

    Args:
        pairs: ``(x, x_prime)``, (n, m) each; by default 400 pairs of 10 x 10 crops from the shipped
            photographs, standardised, divided by the square root of gamma_1, so that gamma_1 is 1.
        losses: name on the menu -> function of two embeddings; by default the four of this package.
        make_model: ``make_model(input_dim, width, scale, seed)``; by default f(x) = W x, W Kaiming's draw
            times ``scale``. Its parameters' type decides the precision.
        predict: ``predict(loss_name, model, x, x_prime)`` returns ``(eigenvalues, loss, step_times)``, two
            functions of times and the times of the steps, or None where there is no theory; by default
            ``LinearSolution`` for the first loss on a linear model.
        width: embedding dimension d at first sight; from 1 to ``widest``.
        widest: the largest.
        initial_scale: at first sight.
        learning_rate: at first sight.
        steps: of a run without a theory; with one, runs end a little after its last step.
        seed: of the start.
        name: panels of different names live side by side.

    Source: the curves are those of Simon et al. 2023, Fig. 1 A, B.

    >>> panel = LivePanel(width=2, initial_scale=0.1, name="doctest")
    >>> panel.start()  # no kernel here, so it runs to its end at once
    >>> print(panel.history.embedding_eigenvalues[-1].round(1))
    [1. 1.]
    >>> panel.close()
    """

    open_panels: ClassVar[dict[str, LivePanel]] = {}

    def __init__(
        self,
        pairs: Any = None,
        *,
        losses: dict[str, Loss] | None = None,
        make_model: Callable[..., torch.nn.Module] | None = None,
        predict: Callable[..., Any] | None = None,
        width: int = 4,
        widest: int = 10,
        initial_scale: float = 1e-3,
        learning_rate: float = 0.1,
        steps: int = 3000,
        seed: int = 0,
        name: str = "live",
    ) -> None:
        if name in self.open_panels:
            self.open_panels[name].close()
        self.open_panels[name] = self
        self.x, self.x_prime = photograph_pairs() if pairs is None else map(np.asarray, pairs)
        self.losses = default_losses() if losses is None else losses
        self.make_model, self.predict = make_model or linear_model, predict or self._linear_theory
        self.steps, self.seed, self.name = steps, seed, name
        self.run: Run | None = None
        self.task: asyncio.Task | None = None
        self.theory: Any = None
        self._stopping, self._fault, self._closed = False, "", False
        self._build(width, widest, initial_scale, learning_rate)

    def _build(self, width: int, widest: int, initial_scale: float, learning_rate: float) -> None:
        import ipywidgets as widgets

        style = {"description_width": "9em"}
        wide = widgets.Layout(width="28em", max_width="100%")
        names = list(self.losses)
        self.loss_menu = widgets.Dropdown(options=names, value=names[0], description="loss")
        self.width_slider = widgets.IntSlider(width, 1, max(widest, width), description="width d")
        self.scale_slider = widgets.FloatLogSlider(initial_scale, base=10, min=-6, max=1, step=0.25)
        self.scale_slider.description = "initial scale"
        self.rate_slider = widgets.FloatLogSlider(learning_rate, base=10, min=-5, max=1, step=0.1)
        self.rate_slider.description = "learning rate"
        self.controls = [self.loss_menu, self.width_slider, self.scale_slider, self.rate_slider]
        for control in self.controls:
            control.style, control.layout = style, wide
            if control is not self.loss_menu:
                control.continuous_update = False
        self.start_button = widgets.Button(description="Start", button_style="primary")
        self.stop_button = widgets.Button(description="Stop", disabled=True)
        self.start_button.on_click(lambda _: self.start())
        self.stop_button.on_click(lambda _: self.stop())
        self.picture, self.words = widgets.HTML(), widgets.HTML(_said("Press Start."))
        buttons = widgets.HBox([self.start_button, self.stop_button])
        self.box = widgets.VBox([*self.controls, buttons, self.words, self.picture])

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)

    @property
    def history(self) -> History:
        """The records of the run that goes on, or of the last one; empty before the first."""
        return History(self.rate_slider.value) if self.run is None else self.run.history(self._fault)

    @property
    def running(self) -> bool:
        """Whether a run goes on."""
        return self.task is not None and not self.task.done()

    def start(self) -> None:
        """Begin a new run with what the controls say; outside a kernel, run it to its end."""
        if self._closed or self.running:
            return
        self._stopping, self._fault = False, ""
        self.run = self._make_run()
        self._lock(True)
        loop = _kernel_loop()
        if loop is None:
            while self._slice():
                pass
            self._show_end()
            return
        self.task = loop.create_task(self._train())

    def stop(self) -> None:
        """End the run after the slice that is under way; its curves stay."""
        self._stopping = True

    def close(self) -> None:
        """End the run and take the panel off the page."""
        self._stopping = self._closed = True
        if self.running:
            self.task.cancel()
        if self.open_panels.get(self.name) is self:
            del self.open_panels[self.name]
        for widget in (*self.box.children[-3].children, *self.box.children, self.box):
            widget.close()

    async def _train(self) -> None:
        try:
            while self._slice():
                self._show()
                await asyncio.sleep(PAUSE)
        finally:
            if not self._closed:
                self._show_end()

    def _slice(self) -> bool:
        """Train for a moment; whether there is more to do."""
        until = time.monotonic() + SLICE
        try:
            with self.run.own_randomness():
                while not self._stopping and not self.run.done and time.monotonic() < until:
                    self.run.advance(1)
        except TrainingFault as fault:
            self._fault = str(fault)
        except Exception as error:  # of a loss or a model from the notebook: said where the reader looks
            self._fault = f"{type(error).__name__}: {error}"
        except KeyboardInterrupt:  # the notebook's own stop button; it must not reach the event loop
            self._stopping = True
        return not (self._stopping or self._fault or self.run.done)

    def _make_run(self) -> Run:
        rate, device = self.rate_slider.value, torch.device("cpu")
        width, scale = self.width_slider.value, self.scale_slider.value
        model = self.make_model(self.x.shape[1], width, scale, self.seed)
        self.theory = self.predict(self.loss_menu.value, model, self.x, self.x_prime)
        steps = self.steps if self.theory is None else _enough(self.theory[2], rate, self.steps)
        parameters = list(model.parameters())
        batches = read_pairs((self.x, self.x_prime), None, self.seed).to(device, parameters[0].dtype)
        return Run(
            model,
            batches,
            self.losses[self.loss_menu.value],
            torch.optim.SGD(parameters, lr=rate),
            steps=steps,
            schedule=log_schedule(steps, 150),
            tracker=Tracker(Track(covariance=False), model),
            precision=Precision(device, False),
            learning_rate=rate,
            seed=self.seed,
        )

    def _linear_theory(self, loss_name: str, model: torch.nn.Module, x: Any, x_prime: Any) -> Any:
        """``LinearSolution`` from the model's own start, if it is linear and the loss is the first one."""
        from stepwise_ssl.closed_form import LinearSolution

        weights = [p for p in model.parameters() if p.ndim == 2]
        if self.make_model is not linear_model or loss_name != next(iter(self.losses)):
            return None
        solution = LinearSolution.from_views(x, x_prime, weights[0].detach().double().numpy())
        return solution.embedding_eigenvalues, solution.loss, solution.step_times

    def _lock(self, running: bool) -> None:
        for control in (*self.controls, self.start_button):
            control.disabled = running
        self.stop_button.disabled = not running

    def _show(self, ended: str = "") -> None:
        history, run = self.history, self.run
        if not len(history.steps):
            self.words.value = _said(f"Step {run.step} of {run.steps}. {ended}", aloud=True)
            return
        up = f"{history.rank[-1]} of {self.width_slider.value} eigenvalues are at least half of the largest"
        sentence = f"Step {run.step} of {run.steps}: loss {history.loss[-1]:.4g}, {up}. {ended}"
        first, end = run.learning_rate, run.learning_rate * run.steps
        theory = None
        if self.theory is not None:
            grid = np.geomspace(first, end, 160)
            theory = (grid, self.theory[1](grid), self.theory[0](grid))
            sentence += "Dashed: the theory. "
        self.words.value = _said(sentence, aloud=bool(ended))
        curves = history.times, history.loss, history.embedding_eigenvalues
        self.picture.value = draw(*curves, end, theory, sentence, first)

    def _show_end(self) -> None:
        self._lock(False)
        if self._fault:
            self._show(f"The run has stopped itself. {self._fault} ")
        else:
            self._show("Done. " if self.run.done else "Stopped. ")


def default_losses() -> dict[str, Loss]:
    """The four losses by name; the first is the one that the theory solves.

    >>> next(iter(default_losses()))
    'Barlow Twins'
    """
    from stepwise_ssl import training

    return {
        "Barlow Twins": training.barlow_twins_loss,
        "spectral contrastive": training.spectral_contrastive_loss,
        "VICReg": training.vicreg_loss,
        "SimCLR": training.simclr_loss,
    }


def photograph_pairs() -> tuple[np.ndarray, np.ndarray]:
    """400 pairs of 10 x 10 crops from the shipped photographs, standardised, gamma_1 = 1.

    >>> photograph_pairs()[0].shape
    (400, 300)
    """
    from stepwise_ssl.closed_form import view_eigenpairs
    from stepwise_ssl.data import crop_pairs, load_photographs, standardise

    x, x_prime = standardise(*crop_pairs(load_photographs(), n_pairs=400, size=10, seed=3))
    unit = float(view_eigenpairs(x, x_prime, 1)[0][0]) ** 0.5
    return x / unit, x_prime / unit


def linear_model(input_dim: int, width: int, scale: float, seed: int) -> torch.nn.Module:
    """f(x) = W x in double precision, W Kaiming's draw times ``scale``.

    >>> linear_model(3, 2, 0.1, seed=0)[1].weight.shape
    torch.Size([2, 3])
    """
    from stepwise_ssl.training.networks import linear, scale_initialisation

    return scale_initialisation(linear(input_dim, width, seed=seed), scale).double()


def _enough(step_times: Any, rate: float, most: int) -> int:
    """Steps until a little after the theory's last step; ``most`` if it has none."""
    finite = np.asarray(step_times)[np.isfinite(step_times)]
    return max(10, min(int(1.3 * finite.max() / rate), 100_000)) if finite.size else most


def _said(sentence: str, aloud: bool = False) -> str:
    """A line of words; a screen reader says it only where a run ends, not ten times a second."""
    role = ' role="status"' if aloud else ""
    return f'<p{role} style="margin:.3em 0">{escape(sentence)}</p>'


def _kernel_loop() -> asyncio.AbstractEventLoop | None:
    """The kernel's event loop; None outside a kernel, where a running loop is somebody else's."""
    from IPython import get_ipython

    if getattr(get_ipython(), "kernel", None) is None:
        return None
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
