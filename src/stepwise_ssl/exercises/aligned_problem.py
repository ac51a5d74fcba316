"""An input for a function that solves the linear model: Gamma with a known spectrum, a start, a rotation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .properties import Broken


@dataclass(frozen=True)
class Problem:
    """One input of ``my_weights``.

    Args:
        matrix: Gamma, (m, m), symmetric.
        s0: weights of the modes at t = 0, (d,), no two alike.
        rotation: U, (d, d), orthogonal.
        gamma: the d leading eigenvalues of Gamma by value, (d,).

    Source: the start of Prop. 4.1 of the paper.

    >>> problem([1.0, 3.0, -4.0], 2, seed=0).gamma.tolist()
    [3.0, 1.0]
    """

    matrix: np.ndarray
    s0: np.ndarray
    rotation: np.ndarray
    gamma: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """(d, m), of the weights."""
        return len(self.s0), len(self.matrix)

    def at(self, call, t: float) -> np.ndarray:
        """The reader's W(t); numbers that are not finite are refused with the time."""
        weights = call(t, self.matrix, self.s0, self.rotation, shape=self.shape)
        if not np.all(np.isfinite(weights)):
            raise Broken(f"at t = {t:g} some entries are {'NaN' if np.isnan(weights).any() else 'infinite'}")
        return weights


def problem(spectrum, d: int, seed: int, scale: float = 0.05, turned: bool = True) -> Problem:
    """A seeded problem with this spectrum; ``turned`` hides the eigenvectors behind a rotation of inputs."""
    rng = np.random.default_rng(seed)
    spectrum = np.asarray(spectrum, dtype=float)
    basis = np.linalg.qr(rng.normal(size=(len(spectrum),) * 2))[0] if turned else np.eye(len(spectrum))
    matrix = (basis * spectrum) @ basis.T
    rotation = np.linalg.qr(rng.normal(size=(d, d)))[0]
    s0 = scale * rng.uniform(0.5, 1.5, size=d)
    return Problem((matrix + matrix.T) / 2, s0, rotation, np.sort(spectrum)[::-1][:d])
