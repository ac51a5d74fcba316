"""What the builders' tests share: the toy set, the real sets, Colab's environment of tests/wheel."""

import importlib.util
import sys
from pathlib import Path

import pytest

from coursework import sets
from coursework.forms import course_set
from coursework.variants import DEMONSTRATION

HERE = Path(__file__).parent
TOY = HERE / "toy"
SECRET, TERM = "a secret of these tests", "2031W"


def _load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


# The fixtures that build the wheel and install it among Colab's versions, as the chapters' tests use them.
_wheel = _load("wheel_fixtures", HERE.parent / "wheel" / "conftest.py")
wheel, colab, shell, pins = _wheel.wheel, _wheel.colab, _wheel.shell, _wheel.pins

TOY_CHECKS = _load("toy_checks", TOY / "checks.py")


def toy_set(secret=SECRET, term=TERM, folder=TOY):
    """The toy set, read."""
    return course_set.read("toy", secret, term, folder, TOY_CHECKS)


@pytest.fixture
def toy():
    """The toy set with the constants of a test's term."""
    return toy_set()


@pytest.fixture(scope="session", params=["toy", *sets.names()])
def course(request):
    """Every set, the toy among them, with the constants of a term that only the tests know."""
    if request.param == "toy":
        return toy_set()
    return course_set.read(request.param, SECRET, TERM)


@pytest.fixture(scope="session", params=sets.names())
def shown(request):
    """Every real set with the constants that everybody may see."""
    return course_set.read(request.param, *DEMONSTRATION)
