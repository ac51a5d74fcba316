"""The shipped modes and picture are the package's own, and a picture is rebuilt as NumPy rebuilds it."""

import json

import numpy as np
import pytest

from stepwise_ssl.explorables import Staircase, staircase_pack
from stepwise_ssl.explorables.contract import source
from stepwise_ssl.explorables.staircase import PHOTOGRAPHS, PRESETS

pytestmark = pytest.mark.browser
SIZE, M = staircase_pack.SIZE, 3 * staircase_pack.SIZE**2
UNPACK = source("staircase_js/pack.js", "staircase_js/unpack.js")
READ = f"""lams => {{
  {UNPACK}
  const photograph = unpackPhotograph(PACK), shown = inModes(photograph), plain = (a) => Array.from(a);
  const rebuilt = lams.map(lam => Array.from({{ length: shown.across * shown.down }}, (_, p) => plain(rebuildPatch(shown, p, lam, new Float64Array(shown.m)))));
  return JSON.stringify({{ gammas: photograph.gammas, mean: plain(photograph.mean), modes: photograph.modes.map(plain), pixels: plain(photograph.picture.pixels), rebuilt }});
}}"""  # noqa: E501
LAMBDAS = [[0.0] * 8, [1.0] * 8, [1, 0.5], [1.0, 1.0, 1.0, 0.2, 1e-9], [-0.3, 7.5, 0, 0, 0, 0, 0, 1.0]]


@pytest.fixture(scope="module")
def unpacked(chromium):
    page = chromium.new_page()
    seen = json.loads(page.evaluate(READ, LAMBDAS))  # text travels much faster than numbers
    page.close()
    return seen


def test_modes_are_the_package_s(unpacked):
    gammas, modes, mean = staircase_pack.photograph_modes()
    np.testing.assert_allclose(unpacked["gammas"], gammas, rtol=1e-5)  # written with six digits
    np.testing.assert_allclose(unpacked["mean"], mean, atol=0.5 / staircase_pack.FINE)
    shown = np.array(unpacked["modes"]).T
    # LAPACKs may differ in a sign; an entry is written to 1/3612 of the largest, half of it is the error.
    signs = np.sign((shown * modes).sum(axis=0))
    assert (abs(shown * signs - modes) <= 0.51 * 2 * abs(modes).max(axis=0) / staircase_pack.FINE).all()


def test_picture_is_the_photograph_s(unpacked):
    pixels = staircase_pack.picture().astype(float)
    shown = np.array(unpacked["pixels"], dtype=float).reshape(*pixels.shape[:2], 4)
    assert (shown[..., 3] == 255).all()

    def luma(image):
        return image[..., :3] @ np.array([0.25, 0.5, 0.25])

    # Brightness in steps of 5, then each channel rounded; a channel clipped at 0 or 255 says less.
    free = ((shown[..., :3] > 0) & (shown[..., :3] < 255)).all(axis=-1)
    assert free.mean() > 0.95
    assert abs(luma(shown) - luma(pixels))[free].max() <= 2.5 + 0.5
    squares = shown[..., :3].reshape(90, 2, 120, 2, 3).mean(axis=(1, 3))
    assert np.median(abs(squares - pixels.reshape(90, 2, 120, 2, 3).mean(axis=(1, 3)))) < 2.5


def test_rebuilt_patches_equal_numpy(unpacked):
    pixels = np.array(unpacked["pixels"], dtype=float).reshape(180, 240, 4)[..., :3] / 255
    patches = pixels.reshape(18, SIZE, 24, SIZE, 3).transpose(0, 2, 1, 3, 4).reshape(-1, M)
    mean, modes = np.array(unpacked["mean"]), np.array(unpacked["modes"])
    for lam, shown in zip(LAMBDAS, unpacked["rebuilt"], strict=True):
        v = modes[: len(lam)]
        wanted = mean + ((patches - mean) @ v.T * lam) @ v
        # Sums of 300 terms of size 1 times at most 8: 1e-12 is some ten times their rounding.
        np.testing.assert_allclose(np.array(shown), wanted, rtol=1e-12, atol=1e-12)


def test_all_modes_together_show_the_picture(unpacked):
    """Eight modes of 300 leave a small part of the picture's variance: what the chapter shows."""
    none, full = np.array(unpacked["rebuilt"][0]), np.array(unpacked["rebuilt"][1])
    pixels = np.array(unpacked["pixels"], dtype=float).reshape(180, 240, 4)[..., :3] / 255
    patches = pixels.reshape(18, SIZE, 24, SIZE, 3).transpose(0, 2, 1, 3, 4).reshape(-1, M)
    left = ((patches - full) ** 2).sum() / ((patches - none) ** 2).sum()
    assert left < 0.12


def test_preset_is_the_photographs_spectrum():
    gammas, _, _ = staircase_pack.photograph_modes()
    assert PHOTOGRAPHS == [float(f"{g:.4g}") for g in gammas * 8 / gammas[0]]
    assert any(preset.state["gammas"] == PHOTOGRAPHS for preset in PRESETS)


def test_canvas_shows_the_rebuilt_pixels(visit, make_page, unpacked):
    seen = visit(make_page(Staircase(gammas=[4.0, 1.0], alpha=1e-3, t=1.73)))
    pixels, lam = json.loads(
        seen.page.evaluate(
            """() => { const canvas = document.querySelector(".xp-photo"), { explorable } = document.getElementById("staircase");
        return JSON.stringify([[...canvas.getContext("2d").getImageData(0, 0, 240, 180).data], explorable.measured().lam]); }"""  # noqa: E501
        )
    )
    assert 0.3 < lam[1] < 0.7
    picture = np.array(unpacked["pixels"], dtype=float).reshape(180, 240, 4)[..., :3] / 255
    patches = picture.reshape(18, SIZE, 24, SIZE, 3).transpose(0, 2, 1, 3, 4).reshape(-1, M)
    mean, v = np.array(unpacked["mean"]), np.array(unpacked["modes"])[:2]
    wanted = (mean + ((patches - mean) @ v.T * lam) @ v).clip(0, 1) * 255
    wanted = wanted.reshape(18, 24, SIZE, SIZE, 3).transpose(0, 2, 1, 3, 4).reshape(180, 240, 3)
    shown = np.array(pixels, dtype=float).reshape(180, 240, 4)[..., :3]
    assert abs(shown - wanted).max() <= 0.5 + 1e-6


def test_page_stays_within_its_budget():
    import gzip

    widget = Staircase()
    assert len(gzip.compress((widget._esm + widget._css).encode(), 9)) < 70_000
