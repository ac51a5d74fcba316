"""Each repair of the theme's pages, on the smallest page that shows the fault."""

from bookbuild import repairs


def test_the_icon_script_is_left_out_and_nothing_else():
    icons = ' <script defer src="_static/scripts/fontawesome.js?d=1"></script>\n'
    page = "<head>\n" + icons + '<script src="a.js"></script></head>'
    assert repairs.without_icon_script(page) == '<head>\n<script src="a.js"></script></head>'


def test_mathjax_stays_only_where_there_is_mathematics():
    loads = '<script>window.MathJax = {"a": 1}</script>\n'
    loads += '<script defer="defer" src="_static/mathjax/tex-mml-chtml.js?v=1"></script>\n'
    assert "athJax" not in repairs.without_unused_mathjax(loads + "<p>aftermath</p>")
    formula = loads + '<span class="math notranslate">x</span>'
    assert repairs.without_unused_mathjax(formula) == formula


def test_a_drawing_passes_untouched():
    drawing = '<svg viewBox="0 0 1 1"><clipPath id="a"/><linearGradient/></svg>'
    assert repairs.mend(drawing) == drawing


def test_mending_twice_is_mending_once():
    page = (
        '<div id="pst-primary-sidebar" class="x"></div><div class="citation" role="doc-biblioentry"></div>'
        '<button class="btn search-button-field y" title="Search" aria-label="Search">'
        '<i class="fa-solid fa-x"></i></button>'
    )
    once = repairs.mend(page)
    assert once != page and repairs.mend(once) == once
    assert 'role="complementary"' in once and "doc-biblioentry" not in once and 'aria-hidden="true"' in once


def test_the_widgets_state_comes_after_the_text():
    state = '<script type="application/vnd.jupyter.widget-state+json">{"state": "</head>"}</script>'
    page = f"<html><head>\n{state}\n<title>t</title></head><body><article>text</article></body></html>"
    mended = repairs.mend(page)
    assert mended.count(state) == 1
    assert mended.index("<article>") < mended.index(state) < mended.index("</body>")
    assert repairs.mend(mended) == mended
