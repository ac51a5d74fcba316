"""The stored exponents of small starts obey the law, and a shuffled store does not."""

from dataclasses import replace

import numpy as np
import pytest

from stepwise_ssl.closed_form.start import error_exponent
from stepwise_ssl.experiments import load, small_start
from stepwise_ssl.experiments.progress import Progress

NAME = "small-start-exponents"


@pytest.fixture(scope="module")
def stored():
    return load(NAME)


def test_it_holds_d_from_one_to_four_close_pairs_and_negative_neighbours(stored):
    dims, gammas = stored["embedding_dim"], [g[np.isfinite(g)] for g in stored["gamma"]]
    assert set(dims) == {1, 2, 3, 4}
    for d in (1, 2, 3, 4):
        own = [g for g, k in zip(gammas, dims, strict=True) if k == d]
        assert any(g[d] < 0 for g in own), f"d = {d}: no spectrum with a negative one next"
        assert any((g[1 : d + 1] / g[:d]).max() >= 0.9 for g in own), f"d = {d}: no close pair"
    laws = [error_exponent(g[: d + 1], d, len(g)) for g, d in zip(gammas, dims, strict=True)]
    np.testing.assert_allclose(stored["exponent"], laws)


def test_the_exponents_are_those_of_the_law_within_their_bands(stored):
    """At the end p, over all times min(1, p); 0.005 for what the next gap still adds at these scales."""
    p = stored["exponent"]
    for name, law in (("at_the_end", p), ("on_the_way", np.minimum(1, p))):
        fits = small_start.slopes(stored, name)
        band = small_start.BAND * fits.std(axis=1, ddof=1) / np.sqrt(fits.shape[1])
        assert np.all(np.abs(fits.mean(axis=1) - law) <= band + 0.005), name
        assert band.max() < 0.03


def test_over_all_times_is_another_exponent_where_p_is_above_one(stored):
    above = stored["exponent"] > 1
    assert above.sum() == 1
    ends, ways = (small_start.slopes(stored, n)[above].mean() for n in ("at_the_end", "on_the_way"))
    assert ends == pytest.approx(1.5, abs=0.01) and ways == pytest.approx(1, abs=0.01)


def test_compare_sees_a_shuffled_store(stored):
    short = small_start.shorten(stored.config)
    short["spectra"] = short["spectra"][:2]
    fresh = replace(stored, arrays=small_start.run(short, "cpu", Progress()))
    names = stored.arrays
    kept = replace(stored, arrays={n: names[n][:2] for n in names})
    assert all(finding.holds for finding in small_start.compare(kept, fresh))
    swapped = kept.arrays | {"at_the_end": kept["at_the_end"][..., ::-1]}  # the largest scale last
    findings = small_start.compare(replace(kept, arrays=swapped), fresh)
    assert sum(not finding.holds for finding in findings) >= 2


def test_describe_names_every_spectrum(stored):
    lines = small_start.describe(stored)
    assert len(lines) == 1 + len(stored["exponent"]) and "d = 4" in lines[-1]
