"""Bad input is a ValueError that names the argument, what it was and what was expected."""

import numpy as np
import pytest
import torch

from stepwise_ssl.closed_form import (
    LinearSolution,
    aligned_start,
    cross_correlation,
    eigenpairs,
    embedding_gap,
    half_rise_times,
    singular_value,
    step_times,
    total_loss,
    view_eigenpairs,
    width_10_90,
)

EYE, NAN, INF = np.eye(3), np.nan, np.inf
aligned, small, from_views = LinearSolution.aligned, LinearSolution.small_start, LinearSolution.from_views

REFUSED = {
    "negative time": (
        singular_value,
        (-1.0, 1.0, 0.1),
        r"t of shape \(\) goes down to -1: expected times >= 0",
    ),
    "one negative time": (total_loss, ([0.0, -2.0], 1.0, 0.1), r"t of shape \(2,\) goes down to -2"),
    "minus infinity": (singular_value, (-INF, 1.0, 0.1), r"goes down to -inf: expected times >= 0"),
    "time NaN": (embedding_gap, (NAN, 1.0, 0.1), r"t of shape \(\) contains NaN"),
    "times in a matrix": (
        singular_value,
        (np.ones((2, 2)), 1.0, 0.1),
        r"t has shape \(2, 2\): expected one time or",
    ),
    "gamma NaN": (
        singular_value,
        (1.0, [1.0, NAN], 0.1),
        r"gamma of shape \(2,\) contains NaN: expected numbers",
    ),
    "gamma inf": (step_times, (INF, 0.1), r"gamma of shape \(\) contains inf: expected finite numbers"),
    "s0 NaN": (half_rise_times, (1.0, NAN), r"s0 of shape \(\) contains NaN"),
    "lengths differ": (
        singular_value,
        (1.0, np.ones(3), np.ones(2)),
        r"s0 has shape \(2,\): expected \(3,\), one start",
    ),
    "gamma a matrix": (
        singular_value,
        (1.0, EYE, 0.1),
        r"gamma has shape \(3, 3\): expected a number or shape \(d,\)",
    ),
    "gamma empty": (
        step_times,
        ([], 0.1),
        r"gamma has shape \(0,\): expected a number or shape \(d,\), d >= 1",
    ),
    "width of a matrix": (width_10_90, (EYE,), r"gamma has shape \(3, 3\)"),
    "text": (singular_value, (1.0, "fast", 0.1), r"gamma is 'fast': expected real numbers"),
    "ragged": (
        singular_value,
        (1.0, [[1.0], [1.0, 2.0]], 0.1),
        r"gamma is .*: expected real numbers in a regular",
    ),
    "complex": (
        singular_value,
        (1.0, np.array([1j]), 0.1),
        r"gamma has type complex128: expected float32, float64",
    ),
    "half": (singular_value, (1.0, np.ones(2, np.float16), 0.1), r"gamma has type float16: expected float32"),
    "views differ": (
        cross_correlation,
        (np.ones((4, 3)), np.ones((4, 2))),
        r"x_prime has shape \(4, 2\): expected \(4, 3\)",
    ),
    "views flat": (cross_correlation, (np.ones(4), np.ones(4)), r"x has shape \(4,\): expected \(n, m\)"),
    "no pairs": (
        cross_correlation,
        (np.ones((0, 3)), np.ones((0, 3))),
        r"x has shape \(0, 3\): expected \(n, m\), no side",
    ),
    "views NaN": (cross_correlation, (EYE, EYE * NAN), r"x_prime of shape \(3, 3\) contains NaN"),
    "not square": (eigenpairs, (np.ones((2, 3)),), r"gamma_matrix has shape \(2, 3\): expected \(m, m\)"),
    "not symmetric": (
        eigenpairs,
        (np.triu(np.ones((3, 3))),),
        r"gamma_matrix of shape \(3, 3\) differs from its transpose",
    ),
    "too many pairs": (
        view_eigenpairs,
        (EYE, EYE, 4),
        r"count is 4: expected 1 to 3, the number of columns of x",
    ),
    "aligned d > m": (
        aligned,
        (EYE, np.ones(4)),
        r"s0 has shape \(4,\): expected d <= m = 3, the side of gamma_matrix",
    ),
    "aligned one number": (aligned, (EYE, 0.1), r"s0 has shape \(\): expected \(d,\)"),
    "aligned not symmetric": (
        aligned,
        (np.tri(3), [0.1]),
        r"gamma_matrix of shape \(3, 3\) differs from its transpose",
    ),
    "aligned NaN": (aligned, (EYE * NAN, [0.1]), r"gamma_matrix of shape \(3, 3\) contains NaN"),
    "rotation's side": (aligned, (EYE, [0.1], np.eye(2)), r"rotation has shape \(2, 2\): expected \(1, 1\)"),
    "rotation stretched": (
        aligned,
        (EYE, [0.1, 0.1], 2 * np.eye(2)),
        r"rotation of shape \(2, 2\).* off I by 3",
    ),
    "start d > m": (
        small,
        (np.eye(2), np.ones((3, 2))),
        r"w0 has shape \(3, 2\): expected \(d, m\) with d <= m",
    ),
    "start's width": (small, (EYE, np.ones((1, 2))), r"w0 has shape \(1, 2\): expected \(d, 3\)"),
    "start flat": (small, (EYE, np.ones(3)), r"w0 has shape \(3,\): expected \(d, m\)"),
    "views and start": (from_views, (EYE, EYE, np.ones((1, 2))), r"w0 has shape \(1, 2\): expected \(d, 3\)"),
    "views of two shapes": (
        from_views,
        (EYE, np.ones((2, 3)), np.ones((1, 3))),
        r"x_prime has shape \(2, 3\)",
    ),
    "eigenvectors' shape": (
        aligned_start,
        (np.ones((2, 3)), EYE),
        r"eigenvectors has shape \(3, 3\): expected \(3, 2\)",
    ),
    "new points": (
        aligned(EYE, [0.1]).embed,
        (np.ones((5, 2)), 1.0),
        r"x_new has shape \(5, 2\): expected \(k, 3\)",
    ),
    "solution, negative time": (aligned(EYE, [0.1]).weights, (-1.0,), r"t of shape \(\) goes down to -1"),
    "tensor NaN": (step_times, (torch.tensor([NAN]), 0.1), r"gamma of shape \(1,\) contains NaN"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_a_message_that_helps(case):
    call, arguments, message = REFUSED[case]
    with pytest.raises(ValueError, match=message):
        call(*arguments)


def test_mixed_libraries_are_refused_by_name():
    with pytest.raises(
        TypeError, match=r"gamma is a torch array, s0 is a numpy array: give NumPy arrays or PyTorch"
    ):
        singular_value(1.0, torch.ones(2), np.ones(2))
