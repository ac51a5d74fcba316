"""One rule for the steps of an embedding: targets, noise, negative eigenvalues."""

import numpy as np

from stepwise_ssl.training import detect_steps, embedding_steps

TIMES = np.arange(0.0, 300.0)


def rise(half, height=1.0):
    return height / (1 + np.exp((half - TIMES) / 5))


def test_a_spike_long_after_the_step_moves_it_only_where_there_is_no_target():
    spiked = rise(50.0)
    spiked[250] = 4.0
    values = np.stack([spiked, rise(120.0)], axis=1)
    assert abs(embedding_steps(TIMES, values, "barlow-twins").half[0] - 50) < 0.1
    assert embedding_steps(TIMES, values, "simclr").half[0] > 200


def test_below_the_target_the_own_height_counts():
    low = rise(80.0, 0.4)[:, None]
    assert abs(embedding_steps(TIMES, low, "barlow-twins").half[0] - 80) < 0.1


def test_noise_has_no_steps_though_it_has_shapes():
    noise = 1e-7 * rise(50.0)[:, None]
    assert detect_steps(TIMES, noise).count == 1
    assert embedding_steps(TIMES, noise, "barlow-twins").count == 0


def test_negative_eigenvalues_count_as_zero():
    values = np.stack([rise(50.0), -rise(90.0, 3.0)], axis=1)
    assert embedding_steps(TIMES, values).count == 1
