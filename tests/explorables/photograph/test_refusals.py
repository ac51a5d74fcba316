"""What cannot work is refused with a sentence, and what would be too large is refused before it is opened."""

import io
import math
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.browser

NO_PICTURE = (
    "This file is no picture: it does not begin as a JPEG, PNG, WebP, GIF or BMP file does, "
    "whatever its name says."
)
ENDS = "The file ends before the picture does; it may not have been copied completely."
ONE_COLOUR = (
    "All crops of this picture are the same, as if it had one colour all over: nothing varies, "
    "so there are no modes."
)


def saved(kind, size=(60, 40), **settings):
    """The bytes of a small picture with something to see."""
    colours = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    Image.fromarray(colours).save(out := io.BytesIO(), kind, **settings)
    return out.getvalue()


def png(width, height, data=b""):
    """A PNG that says of itself what is asked."""

    def chunk(tag, body):
        return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg(width, height, before=b""):
    frame = struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\1\x11\0\2\x11\0\3\x11\0"
    return b"\xff\xd8" + before + b"\xff\xc0" + frame + b"\xff\xd9"


def gif(screen, frame):
    picture = b"," + struct.pack("<HHHHB", 0, 0, *frame, 0)
    return b"GIF89a" + struct.pack("<HHBBB", *screen, 0, 0, 0) + b"!\xfe\3abc\0" + picture + b"\2\0;"


def webp(width, height):
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size


def bmp(width, height, compression=1):
    return b"BM" + struct.pack("<IIIIiiHHI", 54, 0, 54, 40, width, height, 1, 8, compression) + bytes(20)


def boxes(brand, width, height):
    def box(tag, body):
        return struct.pack(">I", 8 + len(body)) + tag + body

    size = box(b"ispe", struct.pack(">III", 0, width, height))
    inside = box(b"iprp", box(b"ipco", box(b"ispe", bytes(12)) + size))
    return box(b"ftyp", brand + bytes(4)) + box(b"meta", bytes(4) + inside)


def too_many(width, height):
    millions = f"{math.ceil(float(width * height) / 1e5) / 10:,.1f}".removesuffix(".0")  # rounded up
    return f"The picture is {width} × {height} pixels, {millions} million; at most 64 million are read here."


def nothing(kind, width, height):
    return f"This {kind} file is damaged: it says that the picture is {width} × {height} pixels."


def damaged(kind):
    return f"This {kind} file is damaged; your browser cannot open it."


def other(kind):
    return f"This is a {kind} file, which is not read here; save the picture as JPEG or PNG and take that."


SVG = "An SVG file is a drawing, a list of commands and not of pixels; save it as PNG and take that."
HEIC = "Your browser cannot open this HEIC picture; save it as JPEG or PNG and take that."
SMALL = "The picture is {} × {} pixels; crops of 10 × 10 need at least 20 each way."

REFUSED = {
    "empty.jpg": (b"", "The file is empty, or no longer there."),
    "text.jpg": (b"Dear reader, this is a letter. " * 9, NO_PICTURE),
    "page.png": (b"<!doctype html><p>see <svg></svg></p>", NO_PICTURE),
    "one-byte.png": (b"\x89", NO_PICTURE),
    "zeros.bmp": (bytes(5000), NO_PICTURE),
    "drawing.svg": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', SVG),
    "drawing.png": (
        b"<svg onload='fetch(\"http://example.org\")'><image href='http://example.org/a.png'/></svg>",
        SVG,
    ),
    "scan.tiff": (saved("TIFF"), other("TIFF")),
    "scan.pdf": (b"%PDF-1.7 ...", other("PDF")),
    "clip.jpg": (b"\0\0\0\x18ftypmp42" + bytes(16), other("film")),
    "phone.heic": (boxes(b"heic", 400, 300), HEIC),
    "half.jpg": (saved("JPEG")[:-300], ENDS),
    "half.png": (saved("PNG")[:-300], ENDS),
    "half.webp": (saved("WEBP", lossless=True)[:-300], ENDS),
    "half.gif": (saved("GIF")[:-300] + b"\1", ENDS),
    "half.bmp": (saved("BMP")[:-300], ENDS),
    "half.avif": (saved("AVIF")[:-300], ENDS),
    "head.png": (png(400, 300)[:20], ENDS),
    "head.jpg": (jpeg(400, 300)[:9], ENDS),
    "head.gif": (gif((9, 9), (9, 9))[:9], ENDS),
    "bomb.png": (png(65000, 65000), too_many(65000, 65000)),
    "largest.png": (png(2**32 - 1, 2**32 - 1), too_many(2**32 - 1, 2**32 - 1)),
    "just.png": (png(8001, 8000), too_many(8001, 8000)),
    "bomb.jpg": (jpeg(65535, 65535, b"\xff\xff\xff\xfe\0\4no"), too_many(65535, 65535)),
    "bomb.webp": (webp(2**24, 2**24), too_many(2**24, 2**24)),
    "bomb.gif": (gif((9, 9), (65535, 65535)), too_many(65535, 65535)),
    "screen.gif": (gif((65535, 65535), (9, 9)), too_many(65535, 65535)),
    "bomb.bmp": (bmp(2**31 - 1, -(2**31)), too_many(2**31 - 1, 2**31)),
    "raw-bomb.bmp": (bmp(30000, 30000, compression=0), too_many(30000, 30000)),
    "bomb.avif": (boxes(b"avif", 99999, 99999), too_many(99999, 99999)),
    "zero.png": (png(0, 300), nothing("PNG", 0, 300)),
    "zero.jpg": (jpeg(400, 0), nothing("JPEG", 400, 0)),
    "minus.bmp": (bmp(-400, 300), nothing("BMP", -400, 300)),
    "none.avif": (boxes(b"avif", 0, 0), nothing("AVIF", 0, 0)),
    "hollow.png": (png(400, 300), damaged("PNG")),
    "rubbish.png": (png(400, 300, b"rubbish"), damaged("PNG")),
    "hollow.jpg": (jpeg(400, 300), damaged("JPEG")),
    "no-frame.jpg": (b"\xff\xd8\xff\xe0\0\2\xff\xd9", damaged("JPEG")),
    "short-part.jpg": (b"\xff\xd8\xff\xe0\0\1" + bytes(99), damaged("JPEG")),
    "endless.jpg": (b"\xff\xd8" + b"\xff\xe0\0\2" * 9000, damaged("JPEG")),
    "endless.avif": (b"\0\0\0\x0cftypavif" + b"\0\0\0\x08free" * 9000, damaged("AVIF")),
    "backwards.avif": (b"\0\0\0\x0cftypavif" + b"\0\0\0\3free" + bytes(99), damaged("AVIF")),
    "not-webp.webp": (b"RIFF" + struct.pack("<I", 22) + b"WEBPJUNK" + bytes(14), damaged("WebP")),
    "small.png": (saved("PNG", (19, 200)), SMALL.format(19, 200)),
    "small.jpg": (saved("JPEG", (200, 3)), SMALL.format(200, 3)),
    "white.png": (png(30, 20, zlib.compress((b"\0" + b"\xff" * 90) * 20)), ONE_COLOUR),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_reader_gets_a_sentence(name, refused, tmp_path):
    content, sentence = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    assert refused(tmp_path / name) == sentence


def test_the_least_size_follows_the_crops(refused, tmp_path):
    (tmp_path / "a.png").write_bytes(saved("PNG", (200, 31)))
    assert refused(tmp_path / "a.png", size=16) == (
        "The picture is 200 × 31 pixels; crops of 16 × 16 need at least 32 each way."
    )


def test_every_shorter_copy_is_refused(refused, tmp_path):
    """However much of a file is missing, no half picture is taken for a whole one."""
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF"):
        whole = saved(kind)
        for share in (0.05, 0.3, 0.6, 0.9):
            (tmp_path / "cut").write_bytes(whole[: int(share * len(whole))])
            assert refused(tmp_path / "cut") in (ENDS, damaged(kind))


@pytest.mark.parametrize("short", [1, 2, 3])
def test_the_end_mark_is_seen_where_two_pieces_of_the_file_meet(short, chooser, tmp_path):
    """The file is searched from its end in pieces of 2^18 bytes; IEND lies across their border."""
    whole = saved("PNG")
    (tmp_path / "long.png").write_bytes(whole + bytes(2**18 - 8 + short))
    chooser.set_input_files("input", tmp_path / "long.png")
    assert chooser.evaluate("() => refused({ nPairs: 4 })") == "read"


def test_a_transparent_picture_without_colours(refused, tmp_path):
    Image.new("RGBA", (40, 40), (9, 200, 9, 0)).save(tmp_path / "clear.png")
    assert refused(tmp_path / "clear.png") == ONE_COLOUR


def test_too_many_bytes_are_not_read(chooser):
    said = chooser.evaluate("""() => {
      const file = new File([new Uint8Array(1e6)], "big.jpg");
      Object.defineProperty(file, "size", { value: 75e6 });
      file.slice = () => { throw new Error("it was read"); };
      return refused({}, file);
    }""")
    assert said == "PhotographRefusal: The file has 75 MB; at most 60 MB are read here."


def test_a_bomb_is_never_opened(chooser, tmp_path):
    (tmp_path / "bomb.png").write_bytes(png(65000, 65000, zlib.compress(bytes(10**6))))
    chooser.set_input_files("input", tmp_path / "bomb.png")
    opened = chooser.evaluate("""async () => {
      const real = createImageBitmap;
      let count = 0;
      window.createImageBitmap = (...all) => { count++; return real(...all); };
      await refused();
      window.createImageBitmap = real;
      return count;
    }""")
    assert opened == 0


def test_what_is_gone_and_what_is_none(chooser, tmp_path):
    path = tmp_path / "gone.png"
    path.write_bytes(saved("PNG"))
    chooser.set_input_files("input", path)
    assert chooser.evaluate("() => chosen().size") > 0  # from now on the browser knows it
    path.unlink()
    gone = "PhotographRefusal: The file could not be read; it may have been moved, changed or deleted."
    assert chooser.evaluate("() => refused()") == gone
    assert chooser.evaluate("() => refused({}, null)") == "PhotographRefusal: No file was chosen."


@pytest.mark.parametrize("options", [{"size": 0}, {"size": 2.5}, {"nPairs": 0}, {"nModes": 301}])
def test_a_caller_s_mistake_is_no_sentence_for_the_reader(options, chooser, tmp_path):
    (tmp_path / "a.png").write_bytes(saved("PNG"))
    chooser.set_input_files("input", tmp_path / "a.png")
    name, value = next(iter(options.items()))
    assert chooser.evaluate("options => refused(options)", options).startswith(
        f"RangeError: {name} = {value}; expected"
    )
