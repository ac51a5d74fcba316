"""The book's colours: one colour for each eigenmode, the same in every figure and explorable.

Everything drawn in the book names its colours as CSS custom properties with a light fallback,
``var(--mode-1, #hex)``, so one stylesheet turns the whole book from light to dark. Line colours
keep a contrast of at least 3:1 against the page, text colours at least 4.5:1 (WCAG 2.1), and
neighbouring modes stay apart for readers with any of the common colour deficiencies
(``tests/figures/test_palette.py`` measures all three).
"""

from __future__ import annotations

LIGHT = {
    "book-paper": "#ffffff",
    "book-ink": "#222832",
    "book-muted": "#566173",
    "book-grid": "#d5d9e0",
    "book-accent": "#b3261e",
    "book-plus": "#a85000",
    "book-minus": "#1668a8",
}
DARK = {
    "book-paper": "#14181e",
    "book-ink": "#dfe4ea",
    "book-muted": "#a3acb9",
    "book-grid": "#3b4452",
    "book-accent": "#ff9d8f",
    "book-plus": "#c87420",
    "book-minus": "#458bcd",
}

# Mode 1 comes first in time and in size. Hues alternate so that neighbours differ most.
MODE_COLOURS = (
    "#535cde",
    "#c77361",
    "#024c04",
    "#68016e",
    "#905b01",
    "#0695b3",
    "#940324",
    "#798800",
    "#4335ad",
    "#dc4490",
)
MODE_COLOURS_DARK = (
    "#7485fd",
    "#eb5e43",
    "#a3f59d",
    "#fac1fc",
    "#ffa71d",
    "#51b5d0",
    "#f8797d",
    "#d4eb4a",
    "#989cfe",
    "#ce6e98",
)
LIGHT |= {f"mode-{j}": colour for j, colour in enumerate(MODE_COLOURS, start=1)}
DARK |= {f"mode-{j}": colour for j, colour in enumerate(MODE_COLOURS_DARK, start=1)}

PAPER = LIGHT["book-paper"]
INK = LIGHT["book-ink"]
MUTED = LIGHT["book-muted"]
GRID = LIGHT["book-grid"]
ACCENT = LIGHT["book-accent"]
# Signed pictures: orange above zero, blue below, the paper itself at zero, stronger where farther from it.
# They fill cells, never letters; at STRONGEST the ink on them is still readable.
PLUS = LIGHT["book-plus"]
MINUS = LIGHT["book-minus"]
STRONGEST = 0.7


def mode_colour(mode: int) -> str:
    """The light colour of eigenmode ``mode``, counted from 1; after ten modes it starts again.

    Args:
        mode: number of the eigenmode, 1 for the largest eigenvalue.

    Returns:
        A colour as ``#rrggbb``.

    Raises:
        ValueError: if ``mode`` is not a whole number of at least 1.

    >>> mode_colour(1) == mode_colour(11) == MODE_COLOURS[0]
    True
    """
    if mode != int(mode) or mode < 1:
        raise ValueError(f"mode is {mode!r}; modes are counted 1, 2, 3, ...")
    return MODE_COLOURS[(int(mode) - 1) % len(MODE_COLOURS)]


def variable(name: str) -> str:
    """The CSS value for one of the book's colours, with its light value as fallback.

    Args:
        name: a key of ``LIGHT``, such as ``"mode-1"`` or ``"book-ink"``.

    Returns:
        ``var(--name, #hex)``.

    Raises:
        ValueError: if there is no such colour.

    >>> variable("book-paper")
    'var(--book-paper, #ffffff)'
    """
    if name not in LIGHT:
        raise ValueError(f"no colour is called {name!r}; there are {', '.join(LIGHT)}")
    return f"var(--{name}, {LIGHT[name]})"


def css() -> str:
    """The stylesheet that gives every colour its light and its dark value.

    Returns:
        CSS text: ``:root`` for light, ``html[data-theme=dark]`` for dark.

    >>> css().splitlines()[0]
    ':root {'
    """
    blocks = ((":root", LIGHT), ("html[data-theme=dark]", DARK))
    return "".join(
        f"{selector} {{\n" + "".join(f"  --{name}: {colour};\n" for name, colour in colours.items()) + "}\n"
        for selector, colours in blocks
    )
