"""The augmentations show what Python computes, and what their sentences say is true of the crops."""

import gzip
import itertools
import json

import numpy as np
import pytest

from stepwise_ssl.closed_form import cross_correlation, eigenpairs, step_times
from stepwise_ssl.data import load_photographs, standardise
from stepwise_ssl.explorables import AugmentationStrength
from stepwise_ssl.explorables import augmentation_pack as pack
from stepwise_ssl.explorables.augmentation_strength import GREY, JITTER, NOISE, PAIRING, PIXELS, SHIFT
from stepwise_ssl.explorables.augmentation_views import ENTRIES, augmented_pairs, prepared, state_views

READ = """([states, parts]) => JSON.stringify(states.map(state => {
  const root = document.getElementById("augmentation-strength"), { explorable } = root;
  explorable.goto(state); explorable.draw();
  const q = explorable.measured(), cells = {};
  for (const td of root.querySelectorAll("td[data-key]")) cells[td.dataset.key] = td.dataset.value;
  for (const td of root.querySelectorAll("td[data-mode]")) cells[td.dataset.mode] = td.dataset.value;
  const out = { cells, gammas: q.gammas, sentence: root.querySelector(".xp-sentence").textContent };
  if (parts.includes("modes")) out.modes = q.modes.map(v => [...v]);
  if (parts.includes("gamma")) out.gamma = [...q.gamma];
  if (parts.includes("views")) out.views = q.views.map(v => [...v]);
  return out;
}))"""
DEFAULTS = {c.name: c.default for c in (SHIFT, JITTER, GREY, NOISE, PAIRING, PIXELS)}


def corners():
    strengths = itertools.product((0, 6), (0.0, 1.0), (0.0, 1.0), (0.0, 0.3))
    return [
        dict(zip(DEFAULTS, (*s, pairing, pixels), strict=True))
        for s in strengths
        for pairing, pixels in itertools.product(PAIRING.options, PIXELS.options)
    ]


def random_states(n=60, seed=3):
    rng = np.random.default_rng(seed)
    return [
        {
            "shift": int(rng.integers(7)),
            "jitter": float(rng.choice([0, rng.random()])),
            "grey": float(rng.choice([0, rng.random()])),
            "noise": float(rng.choice([0, 0.3 * rng.random()])),
            "pairing": str(rng.choice(list(PAIRING.options))),
            "pixels": str(rng.choice(list(PIXELS.options))),
        }
        for _ in range(n)
    ]


@pytest.fixture
def read(visit, make_page):
    seen = visit(make_page(AugmentationStrength()))
    yield lambda states, *parts: json.loads(seen.page.evaluate(READ, [states, list(parts)]))
    seen.assert_quiet()


def spectrum(state):
    return eigenpairs(cross_correlation(*state_views(state)))[0]


@pytest.mark.browser
@pytest.mark.parametrize("states", [random_states(), corners()], ids=["random", "corners"])
def test_spectrum_and_tables_equal_python(read, states):
    """Eigenvalues to 1e-12 of the largest: two solvers may each move a small one by rounding of the large."""
    for state, shown in zip(states, read(states, "modes"), strict=True):
        x, x_prime = state_views(state)
        gamma = cross_correlation(x, x_prime)
        values = eigenpairs(gamma)[0]
        size, cells = np.abs(values).max(), shown["cells"]
        np.testing.assert_allclose(shown["gammas"], values, rtol=0, atol=1e-12 * size, err_msg=str(state))
        modes = np.array(shown["modes"]).T
        ranks = np.r_[0:10, ENTRIES - 3 : ENTRIES]
        # Modes by what defines them: with equal eigenvalues two solvers choose different ones.
        assert np.abs(gamma @ modes - modes * values[ranks]).max() < 1e-11 * size, state
        assert np.abs(modes.T @ modes - np.eye(13)).max() < 1e-12, state
        assert np.all(modes[np.abs(modes).argmax(axis=0), np.arange(13)] > 0)
        spread = (np.mean((x @ modes) ** 2, axis=0) + np.mean((x_prime @ modes) ** 2, axis=0)) / 2
        for k, rank in enumerate(ranks):
            assert float(cells[f"gamma,{k}"]) == shown["gammas"][rank]
            assert float(cells[f"spread,{k}"]) == pytest.approx(spread[k], rel=1e-10, abs=1e-11 * size)
            if spread[k] > 1e-9 * size:
                agreement = float(cells[f"agreement,{k}"])
                assert agreement == pytest.approx(values[rank] / spread[k], abs=1e-11 * size / spread[k])
                assert abs(agreement) < 1 + 1e-9
        for k in range(5):
            tau = step_times(shown["gammas"][k], 1e-3) if shown["gammas"][k] > 0 else np.inf
            assert float(cells[f"step,{k}"]) == pytest.approx(tau, rel=1e-12)
        squares = np.sum(x**2) + np.sum(x_prime**2)
        assert float(cells["agreement"]) == pytest.approx(2 * np.sum(x * x_prime) / squares, abs=1e-12)
        assert float(cells["trace"]) == pytest.approx(values.sum(), abs=1e-11 * size)
        assert int(cells["negative"]) == np.sum(values < -1e-12 * size)
        assert int(cells["positive"]) == np.sum(values > 1e-12 * size)
        assert not set(shown["sentence"]) & {"{", "}", "∞"}
        assert "NaN" not in shown["sentence"] and "undefined" not in shown["sentence"], state


@pytest.mark.browser
def test_crops_and_gamma_equal_python(read):
    states = [*random_states(4, seed=8), DEFAULTS | {"pairing": "shuffled", "jitter": 0.5, "pixels": "raw"}]
    for state, shown in zip(states, read(states, "views", "gamma"), strict=True):
        strengths = {key: state[key] for key in ("shift", "jitter", "grey", "noise")}
        views = augmented_pairs(**strengths, shuffled=state["pairing"] == "shuffled")
        for mine, theirs in zip(shown["views"], views, strict=True):
            np.testing.assert_allclose(mine, theirs.ravel(), rtol=0, atol=1e-15)
        gamma = cross_correlation(*state_views(state))
        # 600 products are added in another order.
        np.testing.assert_allclose(shown["gamma"], gamma.ravel(), rtol=0, atol=1e-12 * np.abs(gamma).max())


def test_pack_is_fresh_and_small():
    assert pack.TARGET.read_text(encoding="utf-8") == pack.text(), "run the module's own command"
    widget = AugmentationStrength()
    assert len(gzip.compress((widget._esm + widget._css).encode(), 9)) < 45_000


def test_small_photographs_are_the_photographs():
    for small, image in zip(pack.small_photographs(), load_photographs().values(), strict=True):
        off = small - pack.reduced(image)
        assert np.abs(off).mean() < 4  # of 255: steps of 5, and one colour for four pixels
        assert abs(off.mean()) < 1


def test_crops_obey_the_law_of_crop_pairs():
    """Each view lies anywhere in its neighbourhood, by itself: shifts fall as the difference of two dice."""
    from stepwise_ssl.explorables.augmentation_views import draws

    own, _ = draws(6000)
    for shift in (1, 4, 6):
        moved = (own[:, 3:7] * (shift + 1)).astype(int)
        apart = moved[:, :2] - moved[:, 2:]
        assert np.abs(apart).max() == shift
        for d in range(-shift, shift + 1):
            share = (shift + 1 - abs(d)) / (shift + 1) ** 2
            assert abs(np.mean(apart == d) - share) < 5 * np.sqrt(share / apart.size)


# What the sentences say.


@pytest.mark.parametrize("pixels", PIXELS.options)
def test_equal_views_have_no_negative_eigenvalue(pixels):
    for grey in (0.0, 1.0):
        x, x_prime = state_views(DEFAULTS | {"shift": 0, "grey": grey, "pixels": pixels})
        assert np.array_equal(x, x_prime)
        values = eigenpairs(cross_correlation(x, x_prime))[0]
        assert values.min() > -1e-13 * values.max()
        np.testing.assert_allclose(cross_correlation(x, x_prime), x.T @ x / len(x), atol=1e-12)
        if grey:
            assert np.sum(values > 1e-12 * values.max()) <= ENTRIES // 3
    assert pixels == "raw" or np.abs(x.mean(axis=0)).max() < 1e-12  # so Gamma is a covariance


@pytest.mark.parametrize("strengths", [{"noise": 0.15}, {"jitter": 0.8}, {"jitter": 1.0, "noise": 0.3}])
def test_gains_and_noise_average_out(strengths):
    """Along each leading mode the mean of what 6000 pairs add is zero within 4.5 standard errors."""
    clean, same = augmented_pairs(0, n_pairs=6000)
    x, x_prime = augmented_pairs(0, **strengths, n_pairs=6000)
    values, modes = eigenpairs(cross_correlation(clean, same), 10)
    added = (x @ modes) * (x_prime @ modes) - (clean @ modes) ** 2
    error = added.std(axis=0) / np.sqrt(len(x))
    assert np.all(np.abs(added.mean(axis=0)) < 4.5 * error)
    assert np.all(error[:2] < 0.05 * values[:2])  # sharp enough to see a difference
    wider = ((x @ modes) ** 2 + (x_prime @ modes) ** 2) / 2 - (clean @ modes) ** 2
    grows = wider.mean(axis=0) > 3 * wider.std(axis=0) / np.sqrt(len(x))
    assert np.all(grows[1:])  # what varies does grow; mode 1 is so large that it cannot be told


@pytest.mark.parametrize("q", [0.2, 0.5, 0.8])
def test_grey_shrinks_what_is_shared_in_colour(q):
    clean, _ = augmented_pairs(0, n_pairs=6000)
    x, x_prime = augmented_pairs(0, grey=q, n_pairs=6000)

    def parts(view):
        pixels = view.reshape(len(view), -1, 3)
        mean = pixels.mean(axis=2, keepdims=True)
        return np.broadcast_to(mean, pixels.shape), pixels - mean

    (grey, colour), (grey_prime, colour_prime), (grey_0, colour_0) = map(parts, (x, x_prime, clean))
    np.testing.assert_allclose(grey, grey_0, atol=1e-15)
    np.testing.assert_allclose(grey_prime, grey_0, atol=1e-15)
    shared = np.sum(colour * colour_prime, axis=(1, 2)) - (1 - q) ** 2 * np.sum(colour_0**2, axis=(1, 2))
    assert abs(shared.mean()) < 4.5 * shared.std() / np.sqrt(len(x))
    assert shared.std() / np.sqrt(len(x)) < 0.05 * np.sum(colour_0**2, axis=(1, 2)).mean()


@pytest.mark.parametrize("pixels", ["raw", "centred"])
def test_a_shift_takes_the_fine_modes_first(pixels):
    values, modes = eigenpairs(cross_correlation(*state_views(DEFAULTS | {"shift": 0, "pixels": pixels})), 10)
    for shift in range(1, 7):
        x, x_prime = state_views(DEFAULTS | {"shift": shift, "pixels": pixels})
        kept = np.mean((x @ modes) * (x_prime @ modes), axis=0) / values
        assert kept[0] > 0.9 and min(kept[:2]) > max(kept[5:])
    assert kept[9] < 0.3


def test_a_shift_takes_more_where_the_mean_colour_is_gone():
    for shift in range(1, 7):
        rough, smooth = (
            spectrum(DEFAULTS | {"shift": shift, "pixels": p}).sum() for p in ("colourless", "centred")
        )
        assert rough < smooth - 0.15 * ENTRIES  # the sum of the eigenvalues over m is the agreement


@pytest.mark.parametrize("pixels", PIXELS.options)
def test_negative_eigenvalues_shrink_with_more_pairs(pixels):
    lowest = [
        eigenpairs(cross_correlation(*prepared(*augmented_pairs(4, 0.3, 0.2, 0.1, n_pairs=n), pixels)))[0][-1]
        for n in (300, 9600)
    ]
    assert lowest[0] < 0 and abs(lowest[1]) < abs(lowest[0]) / 3


def test_shuffled_pairs_share_the_mean_only():
    true, shuffled = spectrum(DEFAULTS), spectrum(DEFAULTS | {"pairing": "shuffled"})
    assert shuffled[0] < 0.05 * true[0]
    assert 0.5 < -shuffled[-1] / shuffled[0] < 2  # as much below zero as above
    assert step_times(shuffled[0], 1e-3) > 20 * step_times(true[0], 1e-3)  # learned even so, much later
    raw = spectrum(DEFAULTS | {"pairing": "shuffled", "pixels": "raw"})
    x, x_prime = augmented_pairs(4)
    mean = (x.mean(axis=0) + x_prime.mean(axis=0)) / 2
    assert raw[0] == pytest.approx(mean @ mean, rel=0.02)
    assert raw[1] < 0.01 * raw[0] and raw[-1] > -0.01 * raw[0]
    # Nothing but partners has changed.
    again = augmented_pairs(4, shuffled=True)
    assert np.array_equal(np.sort(x_prime, axis=0), np.sort(again[1], axis=0))


def test_presets_keep_their_word():
    spectra = {p.name: spectrum(DEFAULTS | p.state) for p in AugmentationStrength.about.presets}
    raw = spectra["Raw pixels"]
    assert 16.5 < raw[0] / raw[1] < 17.5
    x, x_prime = state_views(DEFAULTS | {"pixels": "raw"})
    even = eigenpairs(cross_correlation(x, x_prime), 1)[1][:, 0]
    tones = even.reshape(-1, 3)
    assert np.ptp(tones, axis=0).max() < 0.1 * tones.min()  # even over the crop
    assert np.all(np.diff(tones.mean(axis=0)) < 0) and tones.min() > 0  # warm: red before green before blue
    assert spectra["Strong"][1] > 5 * abs(spectra["Strong"][-1]) > spectra["Strong"][2]
    noisy = DEFAULTS | {"shift": 0, "pixels": "raw"}
    np.testing.assert_allclose(spectra["Only noise"][:3], spectrum(noisy)[:3], rtol=0.1)
    x, x_prime = state_views(DEFAULTS)
    modes = eigenpairs(cross_correlation(x, x_prime), 10)[1]
    spread = np.mean((x @ modes) ** 2 + (x_prime @ modes) ** 2, axis=0) / 2
    agreement = spectra["The book's crops"][:10] / spread
    assert agreement[0] > 0.95 and agreement[9] < 0.4
    grey = spectra["Mostly grey"] / spectra["Mostly grey"][0]
    equal = spectra["Identical views"] / spectra["Identical views"][0]
    assert grey[1] < equal[1] / 2


def test_prepared_is_standardise():
    x, x_prime = augmented_pairs(4, 0.2, 0.1, 0.05, n_pairs=20)
    assert np.array_equal(prepared(x, x_prime, "raw")[0], x)
    for pixels, remove in (("centred", False), ("colourless", True)):
        for mine, theirs in zip(
            prepared(x, x_prime, pixels), standardise(x, x_prime, remove_colour=remove), strict=True
        ):
            assert np.array_equal(mine, theirs)
