"""Statements: equivalence, for all, and what overshoots."""

import pytest
import sympy as sp

from stepwise_ssl.symbolic import Status, StepError
from stepwise_ssl.symbolic.logic import ForAll, equivalent, truth

x, h = sp.symbols("x h", positive=True)
unit = sp.Interval.open(0, 1)


def test_equivalence_is_proved_or_refuted():
    assert equivalent(8 * x < 2, x < sp.Rational(1, 4)) == Status.PROVED
    assert equivalent(sp.Abs(1 - x) < 1, x < 2) == Status.PROVED
    with pytest.raises(StepError):
        equivalent(8 * x < 2, x < sp.Rational(1, 2))


def test_for_all_in_an_open_interval():
    assert equivalent(ForAll(h * x <= 1, x, unit), h <= 1) == Status.PROVED
    with pytest.raises(StepError):
        equivalent(ForAll(h * x <= 1, x, unit), h <= 2)
    assert truth(ForAll(x * (1 - x) <= sp.Rational(1, 4), x, unit), {}) is True
    assert truth(ForAll(x * (1 - x) < sp.Rational(1, 4), x, unit), {}) is False
    assert truth(ForAll(x * (1 - x) <= sp.Rational(6, 25), x, unit), {}) is False


def test_overshoot_by_running_descent():
    """Above the bound every run from a small start steps over the end; at it none does (gamma = 1)."""
    for eta, over in ((0.125, False), (0.1251, True), (0.2, True)):
        for start in (0.01, 0.3, 0.7):
            s, highest = start, 0.0
            for _ in range(400):
                s += eta * 4 * s * (1 - s * s)
                highest = max(highest, s)
            assert (highest > 1 + 1e-12) == over


def test_stability_by_running_descent():
    for eta, stable in ((0.24, True), (0.26, False)):
        s = 1 + 1e-6
        for _ in range(3000):
            s += eta * 4 * s * (1 - s * s)
        assert (abs(s - 1) < 1e-7) == stable
