"""Two plots one above the other in one drawing, over a common horizontal axis."""

from __future__ import annotations

from matplotlib.axes import Axes

from stepwise_ssl import palette
from stepwise_ssl.figures.style import TEXT, new_axes, write


def two_storeys(
    size: tuple[int, int], x: str, upper: str, lower: str, left=44, right=14, bottom=44, top=54, between=34
) -> tuple[Axes, Axes]:
    """Two axes of equal height, one above the other; only the lower one carries the numbers of x.

    Args:
        size: width and height of both together, in SVG units.
        x: name of the common horizontal axis.
        upper, lower: what is drawn above and below; written above each.
        left, right, bottom, top, between: margins in SVG units.

    >>> above, below = two_storeys((440, 400), "t", "L", "c")
    >>> above.figure is below.figure
    True
    """
    width, height = size
    each = (height - top - bottom - between) / 2
    below = new_axes(size, x, "", left, right, bottom, height - bottom - each)
    above = below.figure.add_axes(
        (left / width, 1 - (top + each) / height, 1 - (left + right) / width, each / height), sharex=below
    )
    above.patch.set_alpha(0)
    for side in ("top", "right", "left", "bottom"):
        above.spines[side].set_visible(side in ("left", "bottom"))
        above.spines[side].set_color(palette.MUTED)
    above.tick_params(colors=palette.MUTED, labelsize=TEXT - 1, length=4, pad=3, labelbottom=False)
    write(above, -left + 6, each + top - 20, upper, units="points", halo=False)
    write(below, -left + 6, each + 12, lower, units="points", halo=False)
    return above, below
