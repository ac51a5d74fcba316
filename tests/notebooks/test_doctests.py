"""The examples in the docstrings of the notebooks' rooms."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["addresses", "lower_inline", "lower_blocks", "cells"])
def test_examples(name):
    failed, tried = doctest.testmod(import_module(f"bookbuild.notebooks.{name}"))
    assert failed == 0 and (tried or name == "cells")
