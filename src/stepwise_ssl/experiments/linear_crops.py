"""The linear model on random crops of CIFAR-10: plain gradient descent beside the closed form.

Full-batch descent on ``||W Gamma W^T - I||_F^2`` in float64, all d x m weights, Gamma formed once:

    W <- W + 4 eta (I - C) W Gamma,   C = W Gamma W^T.

A few starts run side by side, because one product of all their rows with Gamma reads Gamma once; they do not
touch each other. Such a group is one piece of the run. Cost: 2 d m^2 operations a step and start; with
m = 1200 and d = 10 one start takes about 1.5 ms a step on one core, five together 3 to 4 ms.

Source: Simon et al. 2023, section 4 and Fig. 1 A, B.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from stepwise_ssl.closed_form import LinearSolution, cross_correlation, eigenpairs, half_rise_times
from stepwise_ssl.data import crop_pair_of_each, load_cifar10, standardise
from stepwise_ssl.experiments.linear_checks import compare, describe
from stepwise_ssl.experiments.progress import Progress
from stepwise_ssl.experiments.provenance import array_hash
from stepwise_ssl.experiments.store import ExperimentError

__all__ = ["QUANTISED", "compare", "describe", "run", "shorten"]

QUANTISED = {"eigenvalues": (-0.05, 1.05)}
WATCH = 10  # steps between two looks at the eigenvalues for the half rise


def run(config: dict[str, Any], device: str, progress: Progress) -> dict[str, np.ndarray]:
    """Run all starts of a config.

    Args:
        config: the tables of its TOML file.
        device: "cpu" (NumPy), or "cuda" (PyTorch).
        progress: keeps finished groups of starts.

    Returns:
        ``steps`` and ``times`` (T,) of the records; ``loss`` (starts, T); ``eigenvalues`` of C
        (starts, T, d), largest first; ``gamma`` (d + 1,); for each start and mode ``s0``, ``step_times``,
        ``predicted_half_rise`` by the closed form and ``measured_half_rise`` (starts, d), inf where the run
        ended before; ``error_exponents`` (d,), that of the first j modes; ``learning_rate``.

    Raises:
        ExperimentError: the device has no float64.
    """
    if device == "mps":
        raise ExperimentError("this run needs float64, which mps has not: use --device cpu")
    x, x_prime, digest = _pairs(config)
    progress.note(data={"name": "CIFAR-10", "split": config["data"]["split"], "sha256": digest})
    gamma_matrix = cross_correlation(x, x_prime)
    d = config["model"]["embedding_dim"]
    gamma, _ = eigenpairs(gamma_matrix, d + 1)
    eta = config["descent"]["step_fraction"] / (8 * gamma[0])
    steps = record_steps(config, gamma[:d], eta)

    pieces, starts = [], range(config["starts"])
    for group in (starts[k : k + config["together"]] for k in starts[:: config["together"]]):
        w0 = np.stack([_start(config, start, gamma_matrix.shape[0]) for start in group])
        label = f"starts {group[0] + 1} to {group[-1] + 1} of {len(starts)}"
        pieces.append(
            progress.piece(
                f"starts-{group[0]}",
                lambda w0=w0, label=label: _group(gamma_matrix, w0, eta, steps, device, progress, label),
                tag=digest,
            )
        )
    together = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    exponents = np.minimum.accumulate(1 - gamma[1:] / gamma[:-1])
    shared = {"steps": steps, "times": eta * steps, "gamma": gamma, "error_exponents": exponents}
    return shared | together | {"learning_rate": np.array(eta)}


def shorten(config: dict[str, Any]) -> dict[str, Any]:
    """The same run with fewer starts, ended after fewer steps of the staircase."""
    short = copy.deepcopy(config)
    short["starts"] = config["verify"]["starts"]
    short["records"]["until_mode"] = config["verify"]["modes"]
    return short


def record_steps(config: dict[str, Any], gamma: np.ndarray, eta: float) -> np.ndarray:
    """The step numbers of the records, on a logarithmic axis, the same for all starts; (T,) of int64.

    A shortened run has those of the whole one up to 1.3 half rises of its last mode.
    """
    records, scale = config["records"], config["model"]["initial_scale"]
    half_rise = half_rise_times(gamma, scale)
    first, last = records["first"] * half_rise[0], records["last"] * half_rise[-1]
    steps = np.unique(np.rint(np.geomspace(first, last, records["count"]) / eta).astype(np.int64))
    end = records["last"] * half_rise[records.get("until_mode", len(gamma)) - 1]
    return steps[steps * eta <= end * (1 + 1e-12)]


def descend(gamma_matrix: Any, w0: Any, eta: float, watch: np.ndarray, ticks: Any = None) -> np.ndarray:
    """Plain gradient descent; the eigenvalues of C at the steps in ``watch``, largest first, (starts, K, d).

    Args:
        gamma_matrix: Gamma, (m, m), a NumPy array or a tensor on any device.
        w0: the starts, (starts, d, m), of the same kind.
        eta: the learning rate.
        watch: step numbers, ascending.
        ticks: the steps 0 ... watch[-1], if they shall be counted by a bar.
    """
    xp = np if isinstance(w0, np.ndarray) else __import__("torch")
    weights, seen, wanted = w0, [], iter(watch.tolist())
    following = next(wanted)
    for step in ticks if ticks is not None else range(int(watch[-1]) + 1):
        response = (weights.reshape(-1, weights.shape[-1]) @ gamma_matrix).reshape(weights.shape)
        correlation = response @ weights.mT
        if step == following:
            seen.append(xp.linalg.eigvalsh((correlation + correlation.mT) / 2))
            following = next(wanted, None)
        weights = weights + 4 * eta * (response - correlation @ response)
    values = xp.stack(seen)
    return np.asarray(values.cpu() if hasattr(values, "cpu") else values)[..., ::-1].swapaxes(0, 1)


def half_rises(times: np.ndarray, eigenvalues: np.ndarray) -> np.ndarray:
    """When each eigenvalue first reaches 1/2, (d,); inf where it never does.

    Between two looks the log odds of a logistic run straight, so they are interpolated linearly.
    """
    found = np.full(eigenvalues.shape[1], np.inf)
    for mode, values in enumerate(eigenvalues.T):
        after = int(np.argmax(values >= 0.5))
        if values[after] >= 0.5 and after > 0:
            pair = np.clip(values[after - 1 : after + 1], 1e-300, 1 - 1e-12)
            before, now = np.log(pair / (1 - pair))
            share = -before / (now - before)
            found[mode] = times[after - 1] + share * (times[after] - times[after - 1])
    return found


def _group(gamma_matrix, w0, eta, steps, device, progress, label) -> dict[str, np.ndarray]:
    """A group of starts: predicted, run, measured; each array leads with the starts."""
    solutions = [LinearSolution.small_start(gamma_matrix, start) for start in w0]
    watch = np.union1d(steps, np.arange(0, steps[-1] + 1, WATCH))
    arrays = (gamma_matrix, w0) if device == "cpu" else _on(device, gamma_matrix, w0)
    seen = descend(*arrays, eta, watch, progress.track(range(int(steps[-1]) + 1), label))
    recorded = seen[:, np.searchsorted(watch, steps)]
    return {
        "loss": np.sum((1 - recorded) ** 2, axis=2).astype(np.float32),
        "eigenvalues": recorded,
        "s0": np.stack([solution.s0 for solution in solutions]),
        "step_times": np.stack([solution.step_times for solution in solutions]),
        "predicted_half_rise": np.stack([half_rise_times(s.gamma, s.s0) for s in solutions]),
        "measured_half_rise": np.stack([half_rises(eta * watch, values) for values in seen]),
    }


def _pairs(config: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, str]:
    """The standardised pairs, and the hash of the images that they were cropped from."""
    data = config["data"]
    images, _ = load_cifar10(split=data["split"])
    generator = np.random.default_rng([config["seed"], 0])
    chosen = images[np.sort(generator.choice(len(images), data["images"], replace=False))]
    x, x_prime = crop_pair_of_each(chosen, data["crop"], generator)
    return *standardise(x, x_prime), array_hash(chosen)


def _start(config: dict[str, Any], start: int, input_dim: int) -> np.ndarray:
    """W(0) of one start; each has a seed of its own, so that any of them can be run alone."""
    generator = np.random.default_rng([config["seed"], 1, start])
    shape = (config["model"]["embedding_dim"], input_dim)
    return config["model"]["initial_scale"] * generator.standard_normal(shape)


def _on(device: str, *arrays: np.ndarray) -> list[Any]:
    import torch

    return [torch.from_numpy(array).to(device) for array in arrays]
