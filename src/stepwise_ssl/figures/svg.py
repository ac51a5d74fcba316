"""From a matplotlib figure to inline SVG that belongs to the page: its font, its colours, its width."""

from __future__ import annotations

import hashlib
import re
from html import escape
from io import BytesIO, StringIO

import matplotlib

from stepwise_ssl import palette

# Text stays text, so that it takes the page's font; ids follow from the content, not from chance.
RC = {
    "svg.fonttype": "none",
    "svg.hashsalt": "stepwise-ssl",
    "font.family": ["DejaVu Sans"],
    "axes.unicode_minus": True,
    "text.usetex": False,
}
# What a stylesheet would say for all paths; matplotlib says it for the whole page, so it is said here.
_LINES = "stroke-linejoin:round;stroke-linecap:butt"
_HALO = f"paint-order:stroke;stroke:{palette.variable('book-paper')};stroke-width:4px;stroke-linejoin:round;"


def to_svg(figure, max_width: int) -> str:
    """One panel as an ``<svg>`` element that fills its column up to ``max_width`` CSS pixels.

    Args:
        figure: a matplotlib figure, drawn in the light colours of the palette.
        max_width: in CSS pixels.

    Returns:
        SVG text without ids but those that it refers to; colours as CSS variables.
    """
    page = StringIO()
    with matplotlib.rc_context(RC):
        figure.savefig(page, format="svg", transparent=True)
    text = page.getvalue()
    view_box = re.search(r'viewBox="([^"]+)"', text)[1]
    text = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    text = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->|<style .*?</style>", "", text, flags=re.S)
    text = re.sub(r'<g id="halo[^"]*">\s*<text style="', f'<g><text style="{_HALO}', text)
    text = _private_ids(_dots_as_one_path(text))
    text = re.sub(r"font: ((?:[a-z]+ )*)([\d.]+)px [^;\"]*", r"font-size: \2px; font-style: \1", text)
    text = re.sub(r"font-family: [^;\"]*;? ?|font-style: (?=[;\"])", "", text)
    # Two decimals are a hundredth of a pixel. Only inside tags: the words of the drawing keep their digits.
    text = re.sub(r"<[^>]+>", lambda tag: re.sub(r"(\d\.\d\d)\d+", r"\1", tag[0]), text)
    text = re.sub(r"\s*\n\s*", " ", text).replace("> <", "><")
    return wrap(recolour(text), view_box, max_width)


def wrap(content: str, view_box: str, max_width: int) -> str:
    """SVG content in an ``<svg>`` element that is as wide as its column, up to ``max_width``."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{view_box}" font-family="inherit" aria-hidden="true" focusable="false" '
        f'style="width:100%;max-width:{max_width}px;height:auto;{_LINES}">{content}</svg>'
    )


def recolour(text: str) -> str:
    """Replace the palette's light colours by CSS variables; ink falls back on the text's own colour."""
    for name, colour in palette.LIGHT.items():
        value = "var(--book-ink, currentColor)" if name == "book-ink" else palette.variable(name)
        text = text.replace(colour, value)
    return text


def panels(svgs: list[str], alt: str) -> str:
    """One picture from its panels, side by side where there is room, with the words for all of them."""
    if len(svgs) == 1:
        return svgs[0].replace(
            'aria-hidden="true" focusable="false"', f'role="img" aria-label="{escape(alt)}"', 1
        )
    narrowest = 16 if len(svgs) in (2, 4) else 13  # em; two or three fit side by side in a text column
    cells = "".join(f'<div style="flex:1 1 {narrowest}em;max-width:17em">{svg}</div>' for svg in svgs)
    return (
        f'<div role="img" aria-label="{escape(alt)}" '
        f'style="display:flex;flex-wrap:wrap;gap:.5em 1.25em;justify-content:center">{cells}</div>'
    )


def to_png(figures: list, dots_per_unit: float = 1.5) -> bytes:
    """All panels side by side as one PNG on white, in few colours so that it stays small."""
    from PIL import Image

    images = []
    for figure in figures:
        page = BytesIO()
        with matplotlib.rc_context(RC):
            figure.savefig(page, format="png", dpi=72 * dots_per_unit, facecolor=palette.PAPER)
        images.append(Image.open(page).convert("RGB"))
    sheet = Image.new("RGB", (sum(i.width for i in images), max(i.height for i in images)), palette.PAPER)
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width
    return png_bytes(sheet.quantize(64, dither=Image.Dither.NONE))


def png_bytes(image) -> bytes:
    """A Pillow image as PNG bytes."""
    page = BytesIO()
    image.save(page, format="PNG", optimize=True)
    return page.getvalue()


def _dots_as_one_path(text: str) -> str:
    """Write each row of round markers as one path of round-ended strokes of no length: a fifth as long."""
    circle = r'<defs>\s*<path id="(\w+)" d="M 0 ([\d.]+)\s+C[^"]*"[^>]*/>\s*</defs>'
    radius = {name: float(size) for name, size in re.findall(circle, text)}

    def one_path(found: re.Match) -> str:
        clip, uses = found.groups()
        name, colour = re.search(r'href="#(\w+)"', uses)[1], re.search(r"fill: (#\w+)", uses)
        if name not in radius or colour is None:
            return found[0]
        drawn = "".join(f"M{x} {y}h0" for x, y in re.findall(r'x="([-\d.]+)" y="([-\d.]+)"', uses))
        return (
            f'<path{clip} d="{drawn}" style="fill: none; stroke: {colour[1]}; '
            f'stroke-width: {2 * radius[name]:g}; stroke-linecap: round"/>'
        )

    return re.sub(r"<g([^>]*)>\s*((?:<use [^>]*/>\s*)+)</g>", one_path, re.sub(circle, "", text))


def _private_ids(text: str) -> str:
    """Drop ids that nothing refers to; mark the others with the drawing's own hash."""
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    used = set(re.findall(r"""(?:url\(#|href="#)([^)"]+)""", text))
    text = re.sub(
        r' id="([^"]+)"', lambda found: f' id="f{mark}-{found[1]}"' if found[1] in used else "", text
    )
    return re.sub(r'(url\(#|href="#)', rf"\1f{mark}-", text)
