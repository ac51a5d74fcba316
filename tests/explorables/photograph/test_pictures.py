"""Any ordinary picture becomes the small one that it should: as Pillow's own reduction (BOX) of the same file."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from stepwise_ssl.closed_form import cross_correlation

pytestmark = pytest.mark.browser

FEW = {"nPairs": 4, "nModes": 1}  # the picture is looked at here, not its modes


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
    """The middle of a picture, as large as whole patches need, averaged by Pillow; on white if transparent."""
    full = image.convert("RGBA")
    image = Image.alpha_composite(Image.new("RGBA", full.size, "white"), full).convert("RGB")
    width, height = image.size
    scale = scale or min(1, 320 / max(width, height))
    used = [min(length, count / scale) for length, count in ((width, seen.width), (height, seen.height))]
    left, top = (width - used[0]) / 2, (height - used[1]) / 2
    if scale == 1:
        left, top = int(left), int(top)
    box = (left, top, left + used[0], top + used[1])
    return np.array(image.resize((seen.width, seen.height), Image.Resampling.BOX, box=box))


def assert_same_picture(seen, expected, levels):
    assert (seen.pixels[..., 3] == 255).all()
    difference = seen.pixels[..., :3].astype(int) - expected
    assert np.abs(difference).max() <= levels


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A photograph of 12 megapixels as a camera writes it, lying on its side in the file (EXIF 6)."""
    pixels = scene(3000, 4000)
    rng = np.random.default_rng(1)
    pixels = np.clip(pixels + rng.integers(-12, 13, pixels.shape, dtype=np.int16), 0, 255).astype(np.uint8)
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
        # 2 levels: the browser's JPEG decoder and Pillow's round colours differently, and Pillow's BOX rounds twice.
        assert_same_picture(seen, reduced(ImageOps.exif_transpose(image), seen), 2)
    values = np.linalg.eigvalsh(cross_correlation(seen.x, seen.x_prime))[::-1]
    np.testing.assert_allclose(seen.gammas[:8], values[:8], rtol=1e-10)


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_orientation(turn, analyse, tmp_path):
    note = Image.Exif()
    note[0x112] = turn
    Image.fromarray(scene(300, 500)).save(path := tmp_path / "turned.jpg", quality=95, subsampling=0, exif=note)
    seen = analyse(path, **FEW)
    with Image.open(path) as image:
        assert_same_picture(seen, reduced(ImageOps.exif_transpose(image), seen), 2)


@pytest.mark.parametrize(
    ("height", "width", "small"),
    [(480, 640, (240, 320)), (333, 777, (130, 320)), (200, 300, (200, 300)), (20, 20, (20, 20)), (29, 47, (20, 40))],
)
def test_size_of_the_small_picture(height, width, small, analyse, tmp_path):
    image = Image.fromarray(scene(height, width))
    image.save(tmp_path / "picture.png")
    seen = analyse(tmp_path / "picture.png", **FEW)
    assert (seen.height, seen.width) == small
    assert_same_picture(seen, reduced(image, seen), 1)  # Pillow's BOX rounds after each direction


@pytest.mark.parametrize("tall", [False, True])
def test_a_panorama_keeps_the_middle_of_its_length(tall, analyse, tmp_path):
    image = Image.fromarray(scene(150, 9000))
    image = image.transpose(Image.Transpose.TRANSPOSE) if tall else image
    image.save(tmp_path / "panorama.png")
    seen = analyse(tmp_path / "panorama.png", **FEW)
    assert sorted((seen.width, seen.height)) == [60, 1280]
    assert_same_picture(seen, reduced(image, seen, scale=64 / 150), 1)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "1", "I;16", "CMYK"])
@pytest.mark.parametrize("kind", ["png", "jpg", "webp", "gif", "bmp", "avif"])
def test_kinds_and_modes(mode, kind, analyse, tmp_path):
    """Grey, transparent, indexed, two-coloured and print colours, in the formats that hold them losslessly."""
    pixels = scene(100, 140)
    possible = {
        "png": ("L", "LA", "RGBA", "P", "1", "I;16"),
        "jpg": ("L", "CMYK"),
        "webp": ("L", "RGBA"),
        "gif": ("L", "P", "1"),
        "bmp": ("L", "P", "1"),
        "avif": ("L", "RGBA"),
    }
    if mode not in possible[kind]:
        return  # this format has no such pictures
    if mode == "I;16":
        image = Image.fromarray(pixels[..., 0].astype(np.uint16) * 257)
        shown = Image.fromarray(pixels[..., 0])
    elif mode == "CMYK":
        image = shown = Image.merge("CMYK", [Image.fromarray(p) for p in (*np.moveaxis(pixels, 2, 0), pixels[..., 0] * 0)])
    else:
        image = Image.fromarray(pixels)
        if "A" in mode:
            image.putalpha(Image.fromarray(scene(100, 140, seed=5)[..., 0]))
        image = shown = image.convert(mode)
    image.save(path := tmp_path / f"picture.{kind}", **({"lossless": True} if kind == "webp" else {"quality": 95}))
    seen = analyse(path, **FEW)
    assert seen.source["kind"] == {"jpg": "JPEG", "webp": "WebP"}.get(kind, kind.upper())
    # Alpha is held premultiplied by browsers: one level. JPEG and AVIF lose a little as they are written.
    lossy = {"jpg": 8, "avif": 12}
    assert_same_picture(seen, reduced(shown.convert("RGBA"), seen, scale=1), lossy.get(kind, 1))
