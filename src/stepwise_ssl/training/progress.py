"""The progress bar: steps done, time left, and now and then the loss and the rank."""

from __future__ import annotations

import time
import warnings
from types import TracebackType
from typing import Any


class Progress:
    """A tqdm bar that suits where it runs: a widget in notebooks, text in a terminal, nothing if off.

    >>> with Progress(10, shown=False) as bar:
    ...     bar.show(3, lambda: {"loss": 1.0})
    """

    def __init__(self, steps: int, start: int = 0, shown: bool = True, every: float = 0.5) -> None:
        self.every, self.done, self._next, self.bar = every, start, 0.0, None
        if shown:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that the notebook bar is experimental
                from tqdm.auto import tqdm
            self.bar = tqdm(total=steps, initial=start, unit="step", desc="fit", dynamic_ncols=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: Any, trace: TracebackType | None) -> None:
        if self.bar is not None:
            self.bar.close()

    def show(self, step: int, values: Any, now: bool = False) -> None:
        """Move to ``step``; ``values``, a function that returns name -> number, is called twice a second."""
        if self.bar is None:
            return
        if now or time.monotonic() >= self._next:
            self.bar.set_postfix(values(), refresh=False)
            self.bar.update(step - self.done)
            self.done, self._next = step, time.monotonic() + self.every
