"""How far a small random start ends from the trajectory of its QR factors, over many scales and spectra.

For each spectrum and Gaussian start W_0 the gradient flow from alpha W_0 is integrated in the axes of the
eigenmodes, and its distance ||W - W*||_F to the aligned trajectory is taken at the end and at its largest.
The scales are chosen so that alpha^p falls from 1e-1 to 1e-7: for a close pair of eigenvalues that takes
scales of 1e-70. Such a start is no trouble here, because in these axes the equation of
each arrow is linear in that arrow: nothing large is ever added to it.

Source: Result 4.6 of Simon et al. 2023; the exponents are derived (proved for d <= 2).
"""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

import numpy as np

from stepwise_ssl.closed_form import LinearSolution, gradient_flow, half_rise_times
from stepwise_ssl.closed_form.start import error_exponent
from stepwise_ssl.experiments.progress import Progress
from stepwise_ssl.experiments.registry import Finding
from stepwise_ssl.experiments.store import StoredRun

QUANTISED: dict[str, tuple[float, float]] = {}
LEVELS = np.linspace(1, 7, 7)  # -log10 of alpha^p
LAST = 3  # so many of the largest scales are left out of the fits: the law is about small ones
BAND = 2.2  # 97.5 % quantile of Student's t with 11 degrees of freedom


def run(config: dict[str, Any], device: str, progress: Progress) -> dict[str, np.ndarray]:
    """Integrate every start of every spectrum.

    Args:
        config: the tables of its TOML file.
        device: not used: the runs are small.
        progress: keeps finished spectra.

    Returns:
        ``gamma`` (spectra, longest), NaN where a spectrum is shorter; ``embedding_dim`` (spectra,);
        ``exponent`` p (spectra,); ``scale`` alpha (spectra, scales); ``at_the_end`` and ``on_the_way``
        (spectra, starts, scales), the distances.
    """
    spectra = config["spectra"]
    digest = hashlib.sha256(json.dumps(spectra, sort_keys=True).encode()).hexdigest()
    progress.note(data={"name": "synthetic spectra, in the config", "sha256": digest})
    longest = max(len(spectrum["gamma"]) for spectrum in spectra)
    found = []
    for number, spectrum in enumerate(progress.track(spectra, "spectra")):
        gamma, d = np.array(spectrum["gamma"]), spectrum["embedding_dim"]
        p = error_exponent(gamma[: d + 1], embedding_dim=d, input_dim=len(gamma))
        scales = np.minimum(10 ** (-LEVELS / p), 0.1)

        def piece(gamma=gamma, d=d, scales=scales, number=number):
            starts = [_start(config, number, k, d, len(gamma)) for k in range(config["starts"])]
            errors = np.array([[distances(gamma, scale * w0) for scale in scales] for w0 in starts])
            return {"at_the_end": errors[..., 0], "on_the_way": errors[..., 1]}

        errors = progress.piece(f"spectrum-{number}", piece, tag=digest + str(config["starts"]))
        padded = np.pad(gamma, (0, longest - len(gamma)), constant_values=np.nan)
        fixed = {"gamma": padded, "embedding_dim": np.array(d), "exponent": np.array(p), "scale": scales}
        found.append(fixed | errors)
    return {name: np.stack([piece[name] for piece in found]) for name in found[0]}


def shorten(config: dict[str, Any]) -> dict[str, Any]:
    """The same spectra from fewer starts."""
    short = copy.deepcopy(config)
    short["starts"] = config["verify"]["starts"]
    return short


def distances(gamma: np.ndarray, start: np.ndarray) -> tuple[float, float]:
    """||W - W*||_F at t = infinity and at its largest.

    Args:
        gamma: eigenvalues, largest first, shape (m,).
        start: the start in the axes of the eigenmodes, small scale included, shape (d, m).
    """
    d = len(start)
    solution = LinearSolution.small_start(np.diag(gamma), start)
    rises = half_rise_times(solution.gamma, solution.s0)
    times = np.unique(np.r_[0, rises, np.linspace(0.02, 1.3, 60) * rises.max()])
    times = np.r_[times, times[-1] + 25 / gamma[d - 1]]
    path = gradient_flow(gamma, start, times, rtol=1e-12)
    away = np.linalg.norm(path - solution.weights(times), axis=(1, 2))
    return float(away[-1]), float(away.max())


def slopes(run: StoredRun, name: str) -> np.ndarray:
    """Fitted exponent of each spectrum and start, over the smaller scales, (spectra, starts).

    Args:
        run: the stored run.
        name: ``at_the_end`` or ``on_the_way``.
    """
    x, y = np.log(run["scale"][:, None, LAST:]), np.log(run[name][:, :, LAST:])
    x = x - x.mean(axis=2, keepdims=True)
    return (x * y).sum(axis=2) / (x**2).sum(axis=2)


def compare(stored: StoredRun, fresh: StoredRun) -> list[Finding]:
    """A fresh run's distances against the stored ones, and the stored exponents against the law."""
    starts = fresh["at_the_end"].shape[1]
    out = []
    for name in ("at_the_end", "on_the_way"):
        away = np.abs(fresh[name] / stored[name][:, :starts] - 1).max()
        out.append(Finding(f"distances {name.replace('_', ' ')}, relative difference", float(away), 1e-3))
    for name, law in (("at_the_end", stored["exponent"]), ("on_the_way", np.minimum(1, stored["exponent"]))):
        off = np.abs(np.median(slopes(stored, name), axis=1) - law).max()
        out.append(Finding(f"exponents {name.replace('_', ' ')}, off the law", float(off), 0.05))
    return out


def describe(run: StoredRun) -> list[str]:
    """The fitted exponents with their bands, beside those of the law."""
    lines = [f"{run['at_the_end'].shape[1]} starts each; exponent of the law, then fitted (95 % band)"]
    for k, p in enumerate(run["exponent"]):
        gamma = [f"{g:g}" for g in run["gamma"][k] if not np.isnan(g)]
        fits = [slopes(run, name)[k] for name in ("at_the_end", "on_the_way")]
        words = [f"{f.mean():.3f} +- {BAND * f.std(ddof=1) / np.sqrt(len(f)):.3f}" for f in fits]
        lines.append(f" d = {run['embedding_dim'][k]}, {', '.join(gamma)}: {p:.3f}; {'; '.join(words)}")
    return lines


def _start(config: dict[str, Any], number: int, start: int, d: int, m: int) -> np.ndarray:
    """W_0 of one start; each has a seed of its own, so that any of them can be run alone."""
    return np.random.default_rng([config["seed"], number, start]).standard_normal((d, m))
