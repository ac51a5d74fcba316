"""What is generated and what is written by hand are the same functions, corner by corner.

``symbolic`` prints JavaScript from its code forms, readers read ``closed_form``: neither imports the other.
Both hold for gamma of any sign, t = 0 and inf, and s0 from 1e-150 to above the limit. They differ by design
at s0 = 0 and below, which ``symbolic`` excludes (its s0 is positive) and ``closed_form`` answers.
"""

import itertools
import math

import numpy as np
import pytest
import sympy as sp

from stepwise_ssl import closed_form
from stepwise_ssl.symbolic import registry

GAMMAS = (-54.0, -1.0, -1e-9, 0.0, 1e-9, 0.3, 1.0, 4.0, 54.0)
STARTS = (1e-150, 1e-12, 1e-3, 0.3, 0.5, 1.0, 1.5, 1e8)  # 0.5 and 1.0 are the limit for gamma = 4 and 1
TIMES = (0.0, 1e-9, 0.01, 0.5, 3.0, 86.0, 2000.0, math.inf)
TINY = 1e-290  # below this, float64 loses digits by underflow

TWINS = {  # registry name -> the same by hand, in the order of the code form's arguments
    "solution": lambda gamma, s0, t: closed_form.singular_value(t, gamma, s0),
    "stable-form": lambda gamma, s0, t: closed_form.singular_value(t, gamma, s0),
    "eigenvalue-solution": lambda gamma, s0, t: closed_form.embedding_eigenvalue(t, gamma, s0),
    "gap": lambda gamma, s0, t: closed_form.embedding_gap(t, gamma, s0),
    "loss-in-time": lambda gamma, s0, t: closed_form.total_loss(t, gamma, s0),
    "limit-weight": lambda gamma, s0: closed_form.singular_value(math.inf, gamma, s0),
    "step-time": closed_form.step_times,
    "half-rise": closed_form.half_rise_times,
    "width": closed_form.width_10_90,
    "descent-step": lambda gamma, eta, s: closed_form.descent(gamma, s, eta, steps=1)[1],
}
VALUES = {"gamma": GAMMAS, "s0": STARTS, "t": TIMES, "eta": (1e-3, 0.05, 1.0), "s": (1e-12, 0.3, 1.5)}


def by_machine(name):
    """The code form as a NumPy function; NumPy's numbers, because Python's refuse to divide by zero."""
    result = registry.get(f"one-weight/{name}")
    letters = {x.name: x for x in result.code_form.free_symbols}
    function = sp.lambdify(
        [letters.get(x, sp.Symbol(x)) for x in result.arguments], result.code_form, "numpy"
    )
    return result.arguments, lambda *numbers: float(function(*map(np.float64, numbers)))


@pytest.mark.parametrize("name", TWINS)
def test_code_form_equals_closed_form(name):
    letters, generated = by_machine(name)
    with np.errstate(all="ignore"):
        for corner in itertools.product(*(VALUES[x] for x in letters)):
            ours, theirs = float(TWINS[name](*corner)), generated(*corner)
            same = ours == theirs or abs(ours - theirs) <= 1e-12 * abs(ours) + TINY
            assert same, (name, dict(zip(letters, corner, strict=True)), ours, theirs)


def test_where_they_differ_by_design():
    generated = by_machine("solution")[1]
    with np.errstate(all="ignore"):
        assert math.isnan(generated(1.0, 0.0, math.inf))
        assert math.isnan(by_machine("step-time")[1](1.0, -1e-3))
    assert closed_form.singular_value(math.inf, 1.0, 0.0) == 0
    assert closed_form.step_times(1.0, -1e-3) == closed_form.step_times(1.0, 1e-3)
