"""Long runs: their configs, their stored results, and the runner that makes and checks them.

    python -m stepwise_ssl.experiments list | show NAME | run NAME | verify NAME

A stored run is two files in this package, so a clone and an installed wheel both have it:
``stored/NAME.toml``, the config that a person wrote, and ``stored/NAME.npz``, what came out, with where it
came from. Reading one takes NumPy and nothing else.
"""

from stepwise_ssl.experiments.registry import register
from stepwise_ssl.experiments.store import StoredRun, load, names
from stepwise_ssl.experiments.stored_cell import stored_or_run

__all__ = ["StoredRun", "load", "names", "register", "stored_or_run"]
