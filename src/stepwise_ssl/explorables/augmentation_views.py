"""Pairs of crops whose two views differ as strongly as one asks: what the browser draws, in NumPy.

Random numbers come from one small generator, drawn once: a strength scales or thresholds the same draws,
so a slider moves each pair smoothly, and both languages cut the same crops. A view x of a crop c is
    x = grey( gain * c ) + noise,
with gain = 1 + b (u + u_c) / 2 for each colour c (u, u_c uniform in [-1, 1]), grey the mean of the three
colours with probability q (else nothing), and noise uniform with standard deviation sigma. Nothing is cut
off at 0 or 1, so on average over gain and noise a view is the crop itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from .augmentation_pack import HEIGHT, WIDTH, small_photographs

SIZE, FARTHEST, N_PAIRS, SEED = 6, 6, 300, 5
DRAWS_PER_PAIR = 17  # photograph, row, column, 2 x (row, column) of the views, 2 x (gain, 3 gains), 2 x grey
ENTRIES = 3 * SIZE * SIZE


def uniforms(count: int, seed: int = SEED) -> np.ndarray:
    """Numbers in [0, 1) of the generator mulberry32, in order.

    Args:
        count: how many.
        seed: where it starts.

    Returns:
        (count,), multiples of 2^-32.

    Source: Tommy Ettinger, 2017, public domain; chance.js has the same.

    >>> uniforms(2, seed=1).round(4)
    array([0.6271, 0.0027])
    """
    u32 = np.uint32
    state = u32(seed) + u32(0x6D2B79F5) * np.arange(1, count + 1, dtype=u32)
    mixed = (state ^ (state >> u32(15))) * (state | u32(1))
    mixed ^= mixed + (mixed ^ (mixed >> u32(7))) * (mixed | u32(61))
    return (mixed ^ (mixed >> u32(14))) / 4294967296


@cache
def draws(n_pairs: int = N_PAIRS, seed: int = SEED) -> tuple[np.ndarray, np.ndarray]:
    """All chance of the figure.

    Args:
        n_pairs: number of pairs n.
        seed: seed of the generator.

    Returns:
        Draws for each pair, (n, 17), and for its noise, (n, 2, 108), in [0, 1).

    >>> draws(4)[1].shape
    (4, 2, 108)
    """
    own = DRAWS_PER_PAIR * n_pairs
    numbers = uniforms(own + 2 * ENTRIES * n_pairs, seed)
    return numbers[:own].reshape(n_pairs, -1), numbers[own:].reshape(n_pairs, 2, ENTRIES)


def augmented_pairs(
    shift: int,
    jitter: float = 0.0,
    grey: float = 0.0,
    noise: float = 0.0,
    shuffled: bool = False,
    n_pairs: int = N_PAIRS,
    seed: int = SEED,
) -> tuple[np.ndarray, np.ndarray]:
    """Two augmented crops of 6 x 6 pixels for each of n places in the reduced photographs.

    Args:
        shift: largest shift between the crops in each direction, 0 to 6 pixels.
        jitter: strength b of the gains.
        grey: probability q that a view is grey.
        noise: standard deviation sigma.
        shuffled: pair each first view with the second view of the next place.
        n_pairs: number of pairs n.
        seed: seed of the generator.

    Returns:
        x and x_prime, (n, 108) each; without noise and gain in [0, 1].

    Source: the crops follow the law of ``crop_pairs`` with ``max_shift = shift / 2``.

    >>> x, x_prime = augmented_pairs(shift=0, n_pairs=4)
    >>> np.array_equal(x, x_prime)
    True
    """
    photographs, (own, rough) = small_photographs(), draws(n_pairs, seed)
    which = (own[:, 0] * len(photographs)).astype(int)
    row = (own[:, 1] * (HEIGHT - SIZE - FARTHEST + 1)).astype(int)
    column = (own[:, 2] * (WIDTH - SIZE - FARTHEST + 1)).astype(int)
    across = np.arange(SIZE)
    views = []
    for view in (0, 1):
        moved = (own[:, 3 + 2 * view : 5 + 2 * view] * (shift + 1)).astype(int)
        rows = (row + moved[:, 0])[:, None, None] + across[:, None]
        columns = (column + moved[:, 1])[:, None, None] + across
        crops = photographs[which[:, None, None], rows, columns] / 255
        first = 7 + 4 * view
        gain = 1 + jitter * ((2 * own[:, [first]] - 1) + (2 * own[:, first + 1 : first + 4] - 1)) / 2
        crops = crops * gain[:, None, None, :]
        mean = (crops[..., [0]] + crops[..., [1]] + crops[..., [2]]) / 3
        crops = np.where((own[:, 15 + view] < grey)[:, None, None, None], mean, crops)
        views.append(crops.reshape(n_pairs, -1) + noise * np.sqrt(3) * (2 * rough[:, view] - 1))
    x, x_prime = views
    return x, np.roll(x_prime, -1, axis=0) if shuffled else x_prime


def prepared(x: np.ndarray, x_prime: np.ndarray, pixels: str) -> tuple[np.ndarray, np.ndarray]:
    """The views as the loss sees them.

    Args:
        x, x_prime: views, (n, m).
        pixels: ``"raw"``: as they are; ``"centred"``: standardised; ``"colourless"``: standardised after the
            mean red, green and blue of each view are taken away.

    Returns:
        The two arrays, (n, m).

    Source: ``stepwise_ssl.data.standardise``.

    >>> prepared(np.array([[0.0, 2.0]]), np.array([[2.0, 4.0]]), "centred")[0]
    array([[-1., -1.]])
    """
    from stepwise_ssl.data import standardise

    return (x, x_prime) if pixels == "raw" else standardise(x, x_prime, remove_colour=pixels == "colourless")


def state_views(state: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """The prepared views of a state of the explorable.

    Args:
        state: ``shift``, ``jitter``, ``grey``, ``noise``, ``pairing`` and ``pixels``.

    Returns:
        x and x_prime, (300, 108) each.

    >>> state = dict(shift=0, jitter=0, grey=0, noise=0, pairing="true", pixels="centred")
    >>> bool(np.isclose(np.mean(state_views(state)[0] ** 2), 1))
    True
    """
    strengths = {key: state[key] for key in ("shift", "jitter", "grey", "noise")}
    pairs = augmented_pairs(**strengths, shuffled=state["pairing"] == "shuffled")
    return prepared(*pairs, state["pixels"])
