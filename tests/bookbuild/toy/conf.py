"""A book of five pages for the tests of the rooms that cannot lie."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])  # for the kernel

project, author = "Toy", "Tests"
extensions = [
    "myst_nb",
    "bookbuild.equations",
    "bookbuild.numbers",
    "bookbuild.wall",
    "bookbuild.ledger",
    "bookbuild.footer",
]
myst_enable_extensions = ["dollarmath", "amsmath", "deflist"]
nb_execution_mode = "cache"
nb_execution_cache_path = str(HERE / "cache")
nb_execution_raise_on_error = True
bookbuild_registry = "toy_registry"
html_theme = "basic"
mathjax_path = "mathjax.js"
exclude_patterns = ["_build", "cache"]
