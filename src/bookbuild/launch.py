"""On each page that has a notebook: "Open in Colab" and "Download notebook".

The theme's own buttons look for an .ipynb beside the source; ours lead to ``notebooks/``. The download
is a copy inside the site, so it works from a folder without a network.
"""

import shutil
from pathlib import Path

from bookbuild.notebooks.addresses import Addresses

ASSETS = Path(__file__).parent / "assets" / "launch"
FOLDER = "notebooks"
TEMPLATE = "notebook-links.html"
THEMES_OWN = {"launch-buttons", "download-notebook-button"}


def notebook_of(app, docname: str) -> Path | None:
    """The committed notebook of a page, or None for a page without code."""
    path = Path(app.srcdir, FOLDER, f"{docname.rsplit('/', 1)[-1]}.ipynb")
    return path if docname in app.env.found_docs and path.is_file() else None


def _configure(app, config):
    config.templates_path = [*config.templates_path, str(ASSETS / "templates")]
    config.html_static_path = [*config.html_static_path, str(ASSETS / "static")]
    end = config.html_theme_options.get("article_header_end", ["article-header-buttons.html"])
    end = end.split(",") if isinstance(end, str) else list(end)
    if TEMPLATE not in end:
        config.html_theme_options["article_header_end"] = [TEMPLATE, *end]


def _links(app, pagename, templatename, context, doctree):
    path = notebook_of(app, pagename)
    if path is None:
        return
    context["notebook_links"] = {
        "colab": Addresses.of(app.srcdir).colab(path.stem),
        "download": context["pathto"](f"{FOLDER}/{path.name}", resource=True),
        "file": path.name,
    }


def _drop_themes(app, pagename, templatename, context, doctree):
    context["header_buttons"] = list(_without_themes(context.get("header_buttons", [])))


def _without_themes(buttons):
    for button in buttons:
        if button.get("label") in THEMES_OWN:
            continue
        if button.get("type") == "group":
            button = button | {"buttons": list(_without_themes(button["buttons"]))}
        yield button


def _copy(app, exception):
    if exception or app.builder.format != "html":
        return
    for docname in sorted(app.env.found_docs):
        if path := notebook_of(app, docname):
            target = Path(app.outdir, FOLDER, path.name)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)


def setup(app):
    """Put the links into the header and the notebooks into the site."""
    app.connect("config-inited", _configure)
    # Before the theme, which leaves out a template that prints nothing; after it, to take its own away.
    app.connect("html-page-context", _links, priority=100)
    app.connect("html-page-context", _drop_themes, priority=900)
    app.connect("build-finished", _copy)
    app.add_css_file("launch.css")
