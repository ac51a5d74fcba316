"""Repairs of a finished page: what the theme leaves wrong, each mended by one small function.

A repair takes the text of a page and returns it mended. They are plain replacements in the text and
not a walk over a parsed tree, because parsing and writing a page again would touch its inline SVG.
"""

import re


def without_icon_script(page):
    """Leave out fontawesome.js: the theme's stylesheet already draws every icon from a font."""
    return re.sub(r"[ \t]*<(script|link)\b[^>]*fontawesome\.js[^>]*>(</script>)?\n?", "", page)


def without_unused_mathjax(page):
    """Leave out MathJax where nothing is to be typeset; Sphinx loads it on a parent page for its children."""
    if re.search(r'class="[^"]*\bmath\b', page):
        return page
    page = re.sub(r"[ \t]*<script\b[^>]*tex-mml-chtml\.js[^>]*></script>\n?", "", page)
    return re.sub(r"[ \t]*<script>window\.MathJax = .*?</script>\n?", "", page, flags=re.S)


def with_sidebar_landmark(page):
    """Make the sidebar a landmark: its title and its search button lie outside the navigation in it."""
    return page.replace(
        '<div id="pst-primary-sidebar" class="',
        '<div id="pst-primary-sidebar" role="complementary" aria-label="Book" class="',
    )


def with_list_roles(page):
    """Give bibliography entries the role their list asks for; ``doc-biblioentry`` is deprecated."""
    return page.replace('role="doc-biblioentry"', 'role="listitem"')


def with_named_buttons(page):
    """Name the buttons by what the reader sees or does, and mark their icons as decoration."""
    page = re.sub(r'<i class="(fa[^"]*)"(?![^>]*aria-hidden)', r'<i aria-hidden="true" class="\1"', page)
    page = re.sub(
        r'(<button class="btn search-button-field[^>]*) title="Search" aria-label="Search"',
        r'\1 aria-label="Search Ctrl+K"',
        page,
    )
    return page.replace(
        'aria-label="Color mode"', 'aria-label="Colours: light, dark or as the system"'
    ).replace('data-bs-title="Color mode"', 'data-bs-title="Light, dark or as the system"')


def with_one_print_title(page):
    """Make the title of the print-only contents a paragraph: the article has the page's one h1."""
    head = re.compile(r'(<div id="jb-print-docs-body" class="onlyprint">\s*)<h1>(.*?)</h1>', re.S)
    page = head.sub(r'\1<p class="book-print-title">\2</p>', page)
    return re.sub(r"(<div>\s*)<h2>( Contents )</h2>", r'\1<p class="book-print-title">\2</p>', page)


def with_widget_state_last(page):
    """Move the widgets' state from the head to the end of the body, so that text and pictures come first."""
    state = re.compile(
        r'[ \t]*<script\b[^>]*type="application/vnd\.jupyter\.widget-state\+json"[^>]*>.*?</script>\n?', re.S
    )
    found = state.search(page)
    end = page.rfind("</body>")
    if not found or found.end() > end:
        return page
    return page[: found.start()] + page[found.end() : end] + found[0].strip() + "\n" + page[end:]


REPAIRS = (
    without_icon_script,
    without_unused_mathjax,
    with_sidebar_landmark,
    with_list_roles,
    with_named_buttons,
    with_one_print_title,
    with_widget_state_last,
)


def mend(page):
    """Apply every repair to the text of a page."""
    for repair in REPAIRS:
        page = repair(page)
    return page
