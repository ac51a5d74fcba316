"""Any ordinary picture becomes the small one that it should: means over equal parts of what Pillow reads."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from stepwise_ssl.closed_form import cross_correlation

pytestmark = pytest.mark.browser

FEW = {"nPairs": 4, "nModes": 1}  # the picture is looked at here, not its modes
ROUNDING = 0.501


def scene(height, width, seed=0):
    """Waves from long to short in three colours: structure at every scale, nothing that a JPEG would tear."""
    rng = np.random.default_rng(seed)
    y, x = (np.arange(length, dtype=np.float32) for length in (height, width))
    colours = np.zeros((height, width, 3), np.float32)
    for k in range(8):
        for colour in range(3):
            turn, phase, pace = rng.uniform(0, 2 * np.pi), rng.uniform(0, 2 * np.pi), 0.004 * 1.7**k
            wave_y = np.exp(1j * pace * np.cos(turn) * y, dtype=np.complex64)
            wave_x = np.exp(1j * (pace * np.sin(turn) * x + phase), dtype=np.complex64)
            colours[..., colour] += np.outer(wave_y, wave_x).real / (1 + k)
    low, high = colours.min(), colours.max()
    return ((colours - low) / (high - low) * 255).astype(np.uint8)


def reduced(image, seen, scale=None):
    """The middle of a picture, as large as whole patches need, averaged; on white where it is transparent."""
    full = image.convert("RGBA")
    image = Image.alpha_composite(Image.new("RGBA", full.size, "white"), full).convert("RGB")
    width, height = image.size
    scale = scale or min(1, 320 / max(width, height))
    used = [min(length, count / scale) for length, count in ((width, seen.width), (height, seen.height))]
    first = [(length - part) / 2 for length, part in zip((width, height), used, strict=True)]
    if scale == 1:
        first = [int(start) for start in first]
    across = averages(np.array(image, float), first[0], used[0], seen.width, axis=1)
    return averages(across, first[1], used[1], seen.height, axis=0)


def averages(values, first, used, count, axis):
    """Means over equal parts of a length, from the integral of the steps that the pixels are."""
    values = np.moveaxis(values, axis, 0)
    integral = np.concatenate([0 * values[:1], np.cumsum(values, axis=0)])
    edges = first + np.arange(count + 1) * used / count
    whole = np.minimum(edges.astype(int), len(values) - 1)
    share = (edges - whole)[:, None, None]
    at = (1 - share) * integral[whole] + share * integral[whole + 1]
    return np.moveaxis(np.diff(at, axis=0) * count / used, 0, axis)


def assert_same_picture(seen, expected, levels):
    assert (seen.pixels[..., 3] == 255).all()
    difference = seen.pixels[..., :3] - expected
    assert np.abs(difference).max() <= levels


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A photograph of 12 megapixels as a camera writes it, lying on its side in the file (EXIF 6)."""
    noise = np.random.default_rng(1).integers(-12, 13, (500, 500, 3))
    pixels = scene(1500, 2000).repeat(2, axis=0).repeat(2, axis=1)
    pixels = np.clip(pixels.astype(np.int16) + np.tile(noise.astype(np.int16), (6, 8, 1)), 0, 255).astype(
        np.uint8
    )
    path = tmp_path_factory.mktemp("large") / "IMG_0001.JPG"
    note = Image.Exif()
    note[0x112] = 6
    Image.fromarray(pixels).save(path, quality=90, exif=note)
    return path


def test_twelve_megapixels_turned_as_the_camera_was_held(large, analyse):
    seen = analyse(large)
    assert seen.source == {"kind": "JPEG", "width": 3000, "height": 4000}
    assert (seen.width, seen.height) == (240, 320)
    with Image.open(large) as image:
        assert_same_picture(seen, reduced(ImageOps.exif_transpose(image), seen), 2)  # two decoders
    values = np.linalg.eigvalsh(cross_correlation(seen.x, seen.x_prime))[::-1]
    np.testing.assert_allclose(seen.gammas[:8], values[:8], rtol=1e-10)


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_orientation(turn, analyse, tmp_path):
    note = Image.Exif()
    note[0x112] = turn
    Image.fromarray(scene(300, 500)).save(
        path := tmp_path / "turned.jpg", quality=95, subsampling=0, exif=note
    )
    seen = analyse(path, **FEW)
    with Image.open(path) as image:
        assert_same_picture(seen, reduced(ImageOps.exif_transpose(image), seen), 3)  # two decoders


@pytest.mark.parametrize(
    ("height", "width", "small"),
    [
        (480, 640, (240, 320)),
        (333, 777, (130, 320)),
        (200, 300, (200, 300)),
        (20, 20, (20, 20)),
        (29, 47, (20, 40)),
    ],
)
def test_size_of_the_small_picture(height, width, small, analyse, tmp_path):
    image = Image.fromarray(scene(height, width))
    image.save(tmp_path / "picture.png")
    seen = analyse(tmp_path / "picture.png", **FEW)
    assert (seen.height, seen.width) == small
    assert_same_picture(seen, reduced(image, seen), ROUNDING)


@pytest.mark.parametrize("tall", [False, True])
def test_a_panorama_keeps_the_middle_of_its_length(tall, analyse, tmp_path):
    image = Image.fromarray(scene(150, 9000))
    image = image.transpose(Image.Transpose.TRANSPOSE) if tall else image
    image.save(tmp_path / "panorama.png")
    seen = analyse(tmp_path / "panorama.png", **FEW)
    assert sorted((seen.width, seen.height)) == [60, 1280]
    assert_same_picture(seen, reduced(image, seen, scale=64 / 150), ROUNDING)


KINDS = {
    "png": ("L", "LA", "RGBA", "P", "1", "I;16"),
    "jpg": ("L", "CMYK"),
    "webp": ("L", "RGBA"),
    "gif": ("L", "P", "1"),
    "bmp": ("L", "P", "1"),
    "avif": ("L", "RGB"),
}


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in KINDS.items() for mode in modes])
def test_kinds_and_modes(kind, mode, analyse, tmp_path):
    """Grey, transparent, indexed, two-coloured, sixteen bits and print colours."""
    pixels, alpha = scene(100, 140), scene(100, 140, seed=5)[..., 0]
    if mode == "I;16":
        image = Image.fromarray(pixels[..., 0].astype(np.uint16) * 257)
    elif mode == "CMYK":
        image = Image.fromarray(np.dstack([pixels, 0 * alpha]), "CMYK")
    else:
        image = Image.fromarray(pixels)
        if "A" in mode:
            image.putalpha(Image.fromarray(alpha))
        image = image.convert(mode)
    path = tmp_path / f"picture.{kind}"
    settings = {
        "webp": {"lossless": True},
        "jpg": {"quality": 95},
        "avif": {"quality": 95, "subsampling": "4:4:4"},
    }
    image.save(path, **settings.get(kind, {}))
    seen = analyse(path, **FEW)
    assert seen.source["kind"] == {"jpg": "JPEG", "webp": "WebP"}.get(kind, kind.upper())
    with Image.open(path) as shown:
        shown = Image.fromarray(pixels[..., 0]) if mode == "I;16" else shown.convert("RGBA")
    # Browsers hold transparent colours multiplied: one level. Two decoders of one lossy file differ by a few.
    assert_same_picture(seen, reduced(shown, seen, scale=1), {"jpg": 3, "avif": 6}.get(kind, 1))
