"""Plain descent: first order in the step size, its two limits, and the gradient itself."""

import numpy as np
import pytest

from stepwise_ssl.closed_form import descent, singular_value


def test_it_converges_to_the_flow_at_first_order():
    errors = []
    for rate in (2e-3, 1e-3, 5e-4):
        steps = round(2 / rate)
        run = descent([1.0, -0.5], [0.1, 0.7], rate, steps)
        errors.append(np.abs(run[-1] - singular_value(2.0, [1.0, -0.5], [0.1, 0.7])))
    order = np.log2(np.array(errors)[:-1] / np.array(errors)[1:])
    np.testing.assert_allclose(order, 1, atol=0.05)


def test_one_step_is_the_gradient_of_the_loss():
    gamma, s0, h = 0.7, 0.4, 1e-6
    slope = ((gamma * (s0 + h) ** 2 - 1) ** 2 - (gamma * (s0 - h) ** 2 - 1) ** 2) / (2 * h)
    assert descent(gamma, s0, 0.01, 1)[1] == pytest.approx(s0 - 0.01 * slope, abs=1e-12)


@pytest.mark.parametrize("gamma", [0.3, 1.0, 4.0])
def test_stability_and_overshoot_limits(gamma):
    limit = gamma**-0.5
    near = limit * 0.999
    stays = np.abs(descent(gamma, near, 0.99 / (4 * gamma), 3000) - limit)
    assert stays[-1] < 1e-6 * limit
    leaves = np.abs(descent(gamma, near, 1.01 / (4 * gamma), 3000) - limit)
    assert leaves[-1] > 10 * leaves[0]
    assert (descent(gamma, near, 1 / (8 * gamma), 50) <= limit * (1 + 1e-15)).all()
    assert (descent(gamma, near, 1.05 / (8 * gamma), 50) > limit).any()


def test_shapes_and_bad_input():
    assert descent(1.0, 0.1, 0.1, 5).shape == (6,)
    assert descent([1.0, 0.5], 0.1, 0.1, 5).shape == (6, 2)
    assert descent(1.0, [0.1, 0.2], 0.1, 0).shape == (1, 2)
    with pytest.raises(ValueError, match=r"learning_rate is -0.1: expected a positive number"):
        descent(1.0, 0.1, -0.1, 5)
    with pytest.raises(ValueError, match=r"steps is 2.5: expected an integer"):
        descent(1.0, 0.1, 0.1, 2.5)
