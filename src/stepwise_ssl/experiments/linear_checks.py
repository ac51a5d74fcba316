"""Whether a stored linear run obeys the law, and whether a fresh one bears it out.

The law is tested on log odds. A mode's log odds grow by 8 gamma_j per unit of time, so a half rise that is
dt late is off by 8 gamma_j dt, whatever the mode. Two things are known to shift it:

- the random start, by C alpha^p with p that of the modes up to j (derived, with C of order 1; the stored
  starts of Fig. 1 would do with C = 0.42);
- the learning rate eta: descent lags the flow by (eta/2) log(s'(t) / s'(0)), which at the half rise is
  (eta/2) log(1 / (sqrt(8 lambda_0))); the time is corrected by it. The next order is a fraction x^2 / 12 of
  the time, x = 4 eta gamma, as in x / log(1 + x) = 1 + x/2 - x^2/12; the band has twice that.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from stepwise_ssl.experiments.registry import Finding
from stepwise_ssl.experiments.store import StoredRun

START_FACTOR = 1.0  # C
SAME_DATA = 1e-6  # rounding of another BLAS, as seen by half rises
OTHER_PIXELS = 0.03  # of a leading eigenvalue; encoding the images as JPEG again moved one by at most 0.014


def law_excess(config: dict[str, Any], arrays: dict[str, np.ndarray]) -> np.ndarray:
    """How far each measured half rise is from the closed form, as a fraction of its band, (starts, d).

    Args:
        config: the tables of the run's TOML file.
        arrays: what ``linear_crops.run`` returned.

    Returns:
        Numbers of at most 1 where the law holds; NaN where the run ended before the predicted half rise.
    """
    d = config["model"]["embedding_dim"]
    gamma, eta = arrays["gamma"][:d], float(arrays["learning_rate"])
    # The j-th largest eigenvalue is compared with the j-th earliest prediction: chance may swap two modes.
    order = np.argsort(arrays["predicted_half_rise"], axis=1)
    predicted = np.take_along_axis(arrays["predicted_half_rise"], order, axis=1)
    rate = (8 * gamma)[order]
    lambda_0 = np.take_along_axis(gamma * arrays["s0"] ** 2, order, axis=1)
    expected = predicted - (eta / 4) * np.log(8 * lambda_0)
    exponents = np.minimum(arrays["error_exponents"], 1)
    band = START_FACTOR * config["model"]["initial_scale"] ** exponents
    band = band + rate * expected * (eta * rate / 2) ** 2 / 6
    with np.errstate(invalid="ignore"):
        excess = np.abs(rate * (arrays["measured_half_rise"] - expected)) / band
    ended = expected > arrays["times"][-1] - band / rate
    return np.where(ended & ~np.isfinite(arrays["measured_half_rise"]), np.nan, excess)


def compare(stored: StoredRun, fresh: StoredRun) -> list[Finding]:
    """Compare a stored run with a fresh, shortened one.

    Args:
        stored: the stored run.
        fresh: the fresh one; its starts are the first ones of the stored run.

    Returns:
        Findings, each with its band.
    """
    d, starts = stored.config["model"]["embedding_dim"], len(fresh["s0"])
    reached = np.isfinite(fresh["measured_half_rise"]).all(axis=0)
    modes = int(reached.sum())
    same = stored.provenance["data"]["sha256"] == fresh.provenance["data"]["sha256"]
    findings = [
        Finding(
            "the stored starts obey the law: largest deviation of a half rise, as a fraction of its band",
            _largest(law_excess(stored.config, stored.arrays)),
            1.0,
        ),
        Finding(
            f"so do the fresh ones, up to mode {modes}",
            _largest(law_excess(fresh.config, fresh.arrays)),
            1.0,
        ),
        Finding("modes asked for and not reached", max(0, stored.config["verify"]["modes"] - modes), 0),
        Finding(
            "eigenvalues of Gamma, fresh against stored (largest relative difference)"
            + ("" if same else "; your pixels are not those of the stored run, so the band is wide"),
            _relative(fresh["gamma"][:d], stored["gamma"][:d]),
            SAME_DATA if same else OTHER_PIXELS,
        ),
    ]
    if not same:
        return findings
    count = len(fresh["times"])
    curves = np.abs(fresh["eigenvalues"] - stored["eigenvalues"][:starts, :count])
    return [
        *findings,
        Finding(
            "measured half rises, fresh against stored (largest relative difference)",
            _relative(
                fresh["measured_half_rise"][:, reached], stored["measured_half_rise"][:starts, reached]
            ),
            SAME_DATA,
        ),
        Finding(
            "eigenvalue curves, fresh against stored (largest difference; stored in steps of 1.7e-5)",
            float(curves.max()),
            1e-4,
        ),
    ]


def describe(run: StoredRun) -> list[str]:
    """The half rise of each mode, predicted and measured, over the starts."""
    d = run.config["model"]["embedding_dim"]
    predicted = np.sort(run["predicted_half_rise"], axis=1)
    ratio = run["measured_half_rise"] / predicted
    lines = [
        f"{len(ratio)} starts, learning rate {float(run['learning_rate']):.3g}, "
        f"{int(run['steps'][-1]):,} steps",
        "half rise of the j-th eigenvalue, in units of learning rate x steps",
        "  j     gamma  predicted (mean)  measured (mean)  measured / predicted, least and most",
    ]
    for j in range(d):
        lines.append(
            f" {j + 1:2d}  {run['gamma'][j]:8.3f}  {predicted[:, j].mean():16.4f}  "
            f"{run['measured_half_rise'][:, j].mean():15.4f}  "
            f"{ratio[:, j].min():8.4f} {ratio[:, j].max():8.4f}"
        )
    return lines


def _relative(fresh: np.ndarray, stored: np.ndarray) -> float:
    return float(np.max(np.abs(fresh / stored - 1)))


def _largest(excess: np.ndarray) -> float:
    """The largest entry; NaN, which holds nowhere, if nothing could be tested."""
    return float(np.nanmax(excess)) if np.isfinite(excess).any() else float("nan")
