"""Ctrl-C, and the notebook's stop button, between two steps rather than inside one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def gentle_interruption() -> Iterator[Callable[[], bool]]:
    """While open, the first Ctrl-C only raises a flag; a second one interrupts at once.

    An update cut in the middle would leave half of the weights moved. Outside the main thread signals do
    not arrive, and the flag never rises.

    Yields:
        A function that says whether Ctrl-C was pressed.

    >>> with gentle_interruption() as interrupted:
    ...     interrupted()
    False
    """
    pressed = threading.Event()
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield pressed.is_set
        return

    def note(_number: int, _frame: object) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    signal.signal(signal.SIGINT, note)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)
