"""Pairs whose cross-correlation Gamma has the spectrum that you ask for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class SyntheticPairs:
    """Positive pairs and what is known about them.

    Args:
        x: first views, (n, m).
        x_prime: second views, (n, m).
        gammas: prescribed eigenvalues, (k,), in the order given; the other m - k are zero.
        eigenvectors: their eigenvectors as columns, (m, k).
    """

    x: np.ndarray
    x_prime: np.ndarray
    gammas: np.ndarray
    eigenvectors: np.ndarray

    @property
    def gamma_matrix(self) -> np.ndarray:
        """The prescribed Gamma, (m, m): the population's, or in exact mode that of these very pairs."""
        return (self.eigenvectors * self.gammas) @ self.eigenvectors.T


def pairs_with_spectrum(
    gammas,
    n_pairs: int,
    input_dim: int,
    seed: int | np.random.Generator,
    noise: float = 0.5,
    exact: bool = False,
) -> SyntheticPairs:
    """Pairs with a prescribed spectrum, in the mean over all pairs or exactly in these.

    In the mean: x = V z + noise e and x' = V z + noise e' share a signal z ~ N(0, diag(gammas)) and have
    noise of their own, so E[x x'^T] = V diag(gammas) V^T, which is positive semidefinite.

    Exactly: with a = (x + x')/2 and b = (x - x')/2 the sample's Gamma is (1/n)(A^T A - B^T B), a
    difference of two matrices of rank at most n, so it may have up to n positive and up to n negative
    eigenvalues. A gets the positive part, B the negative one, and both get the noise, which cancels.

    Args:
        gammas: k eigenvalues, k <= input_dim; negative ones only in exact mode.
        n_pairs: number of pairs n.
        input_dim: m.
        seed: seed of NumPy's generator, or a generator.
        noise: standard deviation of what the two views do not share. In exact mode it is left out of
            directions for which n pairs have no room.
        exact: whether (1/2n) sum (x x'^T + x' x^T) shall have this spectrum exactly.

    Returns:
        The pairs, with the prescribed eigenvalues and the eigenvectors that were drawn.

    Raises:
        ValueError: if an argument is out of range, or no n pairs can have this spectrum.

    Source: derived; Sylvester's law of inertia for the bound.

    >>> pairs = pairs_with_spectrum([2.0, -1.0], n_pairs=3, input_dim=2, seed=0, exact=True)
    >>> cross = pairs.x.T @ pairs.x_prime / 3
    >>> np.linalg.eigvalsh((cross + cross.T) / 2).round(12).tolist()
    [-1.0, 2.0]
    """
    gammas = np.asarray(gammas, dtype=float)
    if gammas.ndim != 1 or not np.all(np.isfinite(gammas)):
        raise ValueError(f"gammas has shape {gammas.shape}; expected k finite numbers, shape (k,)")
    if not (n_pairs >= 1 and len(gammas) <= input_dim and noise >= 0):
        raise ValueError(
            f"n_pairs = {n_pairs} must be at least 1, input_dim = {input_dim} at least the number of gammas, "
            f"{len(gammas)}, and noise = {noise} at least 0"
        )
    generator = np.random.default_rng(seed)
    if not exact:
        if np.any(gammas < 0):
            raise ValueError("gammas has negative entries; a population Gamma has none: use exact=True")
        basis = _orthonormal(generator, input_dim, len(gammas))
        signal = generator.standard_normal((n_pairs, len(gammas))) * np.sqrt(gammas) @ basis.T
        x, x_prime = signal + noise * generator.standard_normal((2, n_pairs, input_dim))
        return SyntheticPairs(x, x_prime, gammas, basis)

    positive, negative = int(np.sum(gammas > 0)), int(np.sum(gammas < 0))
    if max(positive, negative) > n_pairs:
        raise ValueError(
            f"gammas has {positive} positive and {negative} negative entries; {n_pairs} pairs have at most "
            f"{n_pairs} of each: take n_pairs of at least {max(positive, negative)}"
        )
    spectrum = np.concatenate([gammas, np.zeros(input_dim - len(gammas))])
    shared = noise**2 * _room_for_noise(spectrum, n_pairs)
    basis = _orthonormal(generator, input_dim, input_dim)
    mean = _half(generator, np.maximum(spectrum, 0) + shared, n_pairs) @ basis.T
    difference = _half(generator, np.maximum(-spectrum, 0) + shared, n_pairs) @ basis.T
    return SyntheticPairs(mean + difference, mean - difference, gammas, basis[:, : len(gammas)])


def _orthonormal(generator, rows: int, columns: int) -> np.ndarray:
    """Random orthonormal columns; the positive diagonal of R makes them uniform and unique."""
    q, r = np.linalg.qr(generator.standard_normal((rows, columns)))
    return q * np.where(np.diag(r) < 0, -1.0, 1.0)


def _room_for_noise(spectrum: np.ndarray, n_pairs: int) -> np.ndarray:
    """1 for directions that carry noise: as many as leave both halves with rank at most n."""
    rank = np.array([np.sum(spectrum > 0), np.sum(spectrum < 0)])
    room = np.zeros(len(spectrum))
    for k, gamma in enumerate(spectrum):
        added = np.array([gamma <= 0, gamma >= 0])  # a direction already in one half costs only the other
        if np.all(rank + added <= n_pairs):
            room[k] = 1.0
            rank = rank + added
    return room


def _half(generator, diagonal: np.ndarray, n_pairs: int) -> np.ndarray:
    """A random H, (n, m), with H^T H / n = diag(diagonal) exactly."""
    used = np.flatnonzero(diagonal)
    half = np.zeros((n_pairs, len(diagonal)))
    half[:, used] = _orthonormal(generator, n_pairs, len(used)) * np.sqrt(n_pairs * diagonal[used])
    return half
