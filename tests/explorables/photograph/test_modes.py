"""Crops, Gamma and modes of the page against Python's own law and NumPy, on the page's own crops."""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest
from PIL import Image

from stepwise_ssl.closed_form import cross_correlation
from stepwise_ssl.data import load_photographs, standardise

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    """Factory: an array of bytes as a PNG file."""
    folder = tmp_path_factory.mktemp("pictures")

    def write(name, pixels):
        path = folder / f"{name}.png"
        Image.fromarray(pixels).save(path)
        return path

    return write


def mulberry32(seed):
    """Tommy Ettinger's generator, written down again: returns below(k)."""
    mask, state = 0xFFFFFFFF, seed

    def below(k):
        nonlocal state
        state = (state + 0x6D2B79F5) & mask
        mixed = (state ^ (state >> 15)) * (state | 1) & mask
        mixed ^= (mixed + (mixed ^ (mixed >> 7)) * (mixed | 61)) & mask
        return ((mixed ^ (mixed >> 14)) & mask) * k >> 32

    return below


def crops_by_the_law(image, n_pairs, size, seed):
    """What stepwise_ssl.data.crop_pairs does, with the page's generator in place of NumPy's."""
    below, shift = mulberry32(seed), round(0.3 * size)
    height, width, _ = image.shape
    views = np.empty((2, n_pairs, size, size, 3))
    for pair in range(n_pairs):
        corner = [below(length - size - 2 * shift + 1) for length in (height, width)]
        for view in views:
            top, left = (c + below(2 * shift + 1) for c in corner)
            view[pair] = image[top : top + size, left : left + size]
    return views.reshape(2, n_pairs, -1) / 255


def leading(seen, count=10):
    values, vectors = np.linalg.eigh(cross_correlation(seen.x, seen.x_prime))
    return values[::-1][:count], vectors[:, ::-1][:, :count]


def assert_same_spaces(modes, vectors, values, apart=1e-3):
    """Eigenvectors agree one by one; where values are close only the space that they span is determined."""
    start = 0
    for end in range(1, len(values) + 1):
        if end == len(values) or values[end - 1] - values[end] > apart * values[0]:
            span = modes[:, start:end]
            # Rounding turns a space by about eps / gap: 1e-15 / 1e-3, and a margin.
            np.testing.assert_allclose(
                span.T @ vectors[:, start:end] @ vectors[:, start:end].T, span.T, atol=1e-10
            )
            start = end


@pytest.mark.parametrize("name", ["cat", "galaxies", "rocket"])
def test_modes_of_a_photograph_are_numpy_s(name, picture, analyse):
    seen = analyse(picture(name, load_photographs()[name]))
    values, vectors = leading(seen)
    assert seen.x.shape == (1000, 300) and seen.modes.shape == (300, 10)
    np.testing.assert_allclose(seen.gammas, values, rtol=1e-10)
    assert_same_spaces(seen.modes, vectors, values)


@pytest.mark.parametrize(
    ("size", "n_pairs", "seed"), [(10, 1000, 1), (10, 999, 2**32 - 1), (5, 40, 0), (15, 7, 9)]
)
def test_crops_follow_the_law(size, n_pairs, seed, picture, analyse):
    """Size 5 and 15 shift by a half that rounds to the even number; 999 pairs leave one over in every sum."""
    seen = analyse(picture("coffee", load_photographs()["coffee"]), size=size, nPairs=n_pairs, seed=seed)
    assert seen.width % size == seen.height % size == 0
    x, x_prime = crops_by_the_law(seen.pixels[..., :3], n_pairs, size, seed)
    for mine, theirs in zip((seen.x, seen.x_prime), standardise(x, x_prime), strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-12)  # sums of 2n m = 600,000 rounded numbers
    np.testing.assert_allclose(seen.mean + seen.scale * seen.x, x, atol=1e-14)
    values, _ = leading(seen)
    np.testing.assert_allclose(seen.gammas, values, rtol=1e-10, atol=1e-13 * values[0])  # 7 pairs: zeros


def test_same_seed_same_answer_another_seed_another(picture, analyse):
    path = picture("retina", load_photographs()["retina"])
    first, again, other = (analyse(path, nPairs=50, seed=seed) for seed in (1, 1, 2))
    for name in ("gammas", "modes", "x", "x_prime", "mean", "pixels"):
        assert (getattr(first, name) == getattr(again, name)).all()
    assert not (first.x == other.x).all() and (first.pixels == other.pixels).all()


def test_sign_is_that_of_the_largest_entry(picture, analyse):
    modes = analyse(picture("cat", load_photographs()["cat"]), nPairs=300, nModes=300).modes
    assert (modes[np.abs(modes).argmax(axis=0), range(300)] > 0).all()


def test_fewer_pairs_than_pixels(picture, analyse):
    """Rank at most 6, as many negative values as chance gives: the largest by value are asked for."""
    seen = analyse(picture("cat", load_photographs()["cat"]), nPairs=3, nModes=300)
    values, _ = leading(seen, 300)
    np.testing.assert_allclose(seen.gammas, values, atol=1e-13 * values[0])
    assert (np.abs(seen.gammas) > 1e-12 * values[0]).sum() <= 6
    assert (
        seen.gammas[-1] < -1e-3 * values[0]
    )  # Gamma is indefinite: by size these would have come in between
    np.testing.assert_allclose(seen.modes.T @ seen.modes, np.eye(300), atol=1e-12)


def test_grey_and_two_coloured(picture, analyse):
    """A grey photograph has rank 100 at most; a board of black and white has values that repeat."""
    grey = load_photographs()["cat"].mean(axis=2).astype(np.uint8)
    board = np.kron(np.indices((40, 40)).sum(axis=0) % 2, np.ones((5, 5))).astype(np.uint8) * 255
    for name, pixels in {"grey": grey, "board": board}.items():
        seen = analyse(picture(name, pixels), nModes=20)
        values, _ = leading(seen, 20)
        np.testing.assert_allclose(seen.gammas, values, rtol=1e-10, atol=1e-13 * values[0])
        gamma = cross_correlation(seen.x, seen.x_prime)
        np.testing.assert_allclose(gamma @ seen.modes, seen.modes * seen.gammas, atol=1e-12 * values[0])
        if name == "grey":
            np.testing.assert_allclose(seen.modes[0::3], seen.modes[1::3], atol=1e-12)


spectra = st.lists(
    st.sampled_from([-1.0, 0.0, 0.99, 1.0]) | st.floats(-3, 3) | st.floats(1e-9, 1e-7),
    min_size=1,
    max_size=24,
)


@hypothesis.settings(
    max_examples=40, deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@hypothesis.given(
    spectrum=spectra, seed=st.integers(0, 2**32 - 1), scale=st.sampled_from([1.0, 1e-150, 1e150])
)
@hypothesis.example(spectrum=[1.0] * 7, seed=0, scale=1.0)
@hypothesis.example(spectrum=[0.0] * 5, seed=0, scale=1.0)
@hypothesis.example(spectrum=[1.0, 1.0, 0.99, *np.linspace(-0.1, 0.1, 21)], seed=0, scale=1.0)
def test_any_symmetric_matrix(spectrum, seed, scale, chooser):
    """Repeated, close, zero and negative eigenvalues; every pair, in order, to rounding."""
    m = len(spectrum)
    basis, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((m, m)))
    matrix = (basis * (scale * np.array(spectrum))) @ basis.T
    matrix = (matrix + matrix.T) / 2
    seen = chooser.evaluate("([rows, count]) => solve(rows, count)", [matrix.tolist(), m])
    values, modes = np.array(seen["gammas"]), np.array(seen["modes"]).T
    size = np.abs(matrix).max()
    np.testing.assert_allclose(values, np.linalg.eigvalsh(matrix)[::-1], atol=1e-13 * size)
    np.testing.assert_allclose(matrix @ modes, modes * values, atol=1e-13 * size)
    np.testing.assert_allclose(modes.T @ modes, np.eye(m), atol=1e-13)
    assert (np.diff(values) <= 0).all()


@pytest.mark.parametrize("matrix", [np.diag([3.0, 1, 2, 1]), np.eye(30), np.zeros((3, 3)), [[-2.0]]])
def test_matrices_that_are_already_diagonal(matrix, chooser):
    matrix = np.asarray(matrix)
    seen = chooser.evaluate("([rows, count]) => solve(rows, count)", [matrix.tolist(), 1])
    assert seen["gammas"] == [np.linalg.eigvalsh(matrix)[-1]]
    assert np.linalg.norm(seen["modes"][0]) == 1
