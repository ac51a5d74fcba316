"""Wide formulas and tables: a shadow on each side where something is out of sight, and on no other."""

from importlib.resources import files

import pytest

from stepwise_ssl import palette

THEME = files("bookbuild") / "assets" / "theme"
SHEET = palette.css() + "".join(
    (folder / name).read_text("utf-8")
    for folder, name in ((THEME, "book.css"), (files("bookbuild") / "assets", "checks.css"))
)
PAGE = """<!doctype html><html data-theme="{scheme}"><style>body {{ margin: 0; width: 390px }} {sheet}
mjx-container {{ display: block }}</style>
<article class="bd-article">
<mjx-container display="true" id="wide"><div style="width: 700px; height: 20px">formula</div></mjx-container>
<mjx-container display="true" id="fits"><div style="width: 100px">formula</div></mjx-container>
<div class="book-list book-wall" id="wall"><table><tr><th>Number<th>Status<th>Equation<th>Derivation
<th>Assumes<th>Source</tr>
<tr><td>(1.1)<td>exact at 6 points<td>name<td>steps<td>none<td>paper</tr></table></div>
</article><script>{script}</script></html>"""


@pytest.fixture
def opened(browser_page, tmp_path):
    def open_page(scheme="light"):
        script = (THEME / "book.js").read_text("utf-8")
        path = tmp_path / "edges.html"
        path.write_text(PAGE.format(scheme=scheme, sheet=SHEET, script=script), "utf-8")
        page = browser_page(path.as_uri(), width=390, scheme=scheme)
        page.wait_for_timeout(100)
        return page

    return open_page


def _shadows(page) -> list[str]:
    """The sides of the wide box on which a shadow is seen, by the browser's own reading of the sheet."""
    drawn = page.evaluate(
        """() => getComputedStyle(document.getElementById('wide')).boxShadow
                 .split(/,(?![^(]*\\))/).map(one => one.match(/(-?[\\d.]+)px/)[1])"""
    )
    return [{True: "left", False: "right"}[float(x) > 0] for x in drawn if float(x)]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_shadow_stands_where_something_is_out_of_sight(opened, scheme):
    page = opened(scheme)
    for left, sides in ((0, ["right"]), (100, ["left", "right"]), (9999, ["left"]), (0, ["right"])):
        page.evaluate(f"() => {{ document.getElementById('wide').scrollLeft = {left} }}")
        page.wait_for_timeout(100)
        assert _shadows(page) == sides, left
    assert page.evaluate("() => getComputedStyle(document.getElementById('fits')).boxShadow") == "none"
    assert page.evaluate("() => getComputedStyle(document.getElementById('wide')).transitionDuration") == "0s"


@pytest.mark.browser
def test_a_box_that_grows_wide_enough_loses_shadow_and_name(opened):
    page = opened()
    assert page.get_by_role("region", name="Equation 1, scrolls sideways").count() == 1
    page.evaluate("() => { document.getElementById('wide').firstChild.style.width = '50px' }")
    page.evaluate("() => { document.body.style.width = '389px' }")
    page.wait_for_timeout(200)
    assert page.get_by_role("region").count() == 0
    assert page.evaluate("() => getComputedStyle(document.getElementById('wide')).boxShadow") == "none"


@pytest.mark.browser
def test_the_status_of_an_equation_is_in_sight_on_a_telephone(opened):
    """The columns of the wall as `bookbuild.wall` names them, in the book's own style."""
    from bookbuild import wall

    assert wall.HEADS[:3] == ["Number", "Status", "Equation"]
    page = opened()
    right = page.evaluate(
        "() => document.querySelector('#wall td:nth-child(2)').getBoundingClientRect().right"
    )
    assert right < 260  # well inside 390, with the margins that the theme adds
