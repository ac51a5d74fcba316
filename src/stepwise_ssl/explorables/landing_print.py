"""The first page's staircase on paper: the same curve and the same pictures, drawn by matplotlib."""

from __future__ import annotations

import base64
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from stepwise_ssl import closed_form, palette
from stepwise_ssl.figures import style, svg

from .contract import source
from .landing import START, TIME
from .landing_picture import edges, loss

if TYPE_CHECKING:
    from .landing import LandingStaircase


def png(staircase: LandingStaircase) -> bytes:
    """The picture for print, in light colours.

    Args:
        staircase: the state to show.

    Returns:
        PNG bytes.

    >>> from stepwise_ssl.explorables import LandingStaircase
    >>> png(LandingStaircase())[:4]
    b'\\x89PNG'
    """
    gammas = np.array(staircase.gammas)
    axes = style.new_axes((520, 300), x="time t", top=116)
    style.write(axes, -38, 152, "loss", units="points", halo=False)
    bounds = edges(closed_form.half_rise_times(gammas, np.full(len(gammas), START)))
    for j, (start, end) in enumerate(pairwise(bounds), start=1):
        times = np.geomspace(start, end, 200)
        style.curve(axes, times, loss(times, gammas), palette.mode_colour(j), width=3)
    style.log_axis(axes.xaxis)
    axes.set_xlim(TIME.low, TIME.high)
    axes.set_ylim(0, 8.4)
    for j, picture in enumerate(pictures(), start=1):
        tile = axes.inset_axes(((j - 1) / 8, 1.38, 0.115, 0.36))
        tile.imshow(picture, interpolation="nearest")
        tile.axis("off")
        place = {"units": "axes", "ha": "center", "halo": False}
        style.write(axes, (j - 0.54) / 8, 1.27, f"{j}", palette.mode_colour(j), **place)
    page = BytesIO()
    axes.figure.savefig(page, format="png", dpi=144, facecolor=palette.PAPER)
    # svg.to_png keeps 64 colours, too few for eight modes and their pictures.
    return svg.png_bytes(Image.open(page).convert("RGB").quantize(256, dither=Image.Dither.NONE))


def pictures() -> np.ndarray:
    """The pictures of the eight modes, from the style sheet that carries them.

    Returns:
        (8, 10, 10, 3) of uint8.

    >>> pictures().shape
    (8, 10, 10, 3)
    """
    data = source("landing_modes.css").split("base64,")[1].split('"')[0]
    sheet = np.array(Image.open(BytesIO(base64.b64decode(data))).convert("RGB"))
    return np.stack(np.split(sheet, 8, axis=1))
