"""The site's shell: everything local, light, readable on a phone and by every reader.

* MathJax comes with the site, only the one script and the fonts it uses.
* The palette of ``stepwise_ssl`` becomes a stylesheet, so that page, figures and explorables agree.
* ``book.css`` and ``book.js`` set the reading typography and let wide things scroll in their own box.
* Every page that the theme has rendered is mended (``repairs.py``).
"""

import shutil
from importlib.util import find_spec
from pathlib import Path

from .repairs import mend

ASSETS = Path(__file__).parent / "assets" / "theme"
MATHJAX = "mathjax/tex-mml-chtml.js"
# What no page of ours uses, and what nobody debugs in a book: not copied with the site.
UNUSED = (
    "*.map",
    "*.LICENSE.txt",
    "scripts/fontawesome.js",
    "vendor/**/*.ttf",
    "locales",
    "*webpack-macros.html",
)


def configure(app, config):
    """Lay out the generated assets beside the output and point Sphinx at them."""
    generated = Path(app.outdir).parent / "theme"
    shutil.rmtree(generated, ignore_errors=True)
    shutil.copytree(ASSETS, generated)
    _copy_mathjax(generated / "mathjax")
    (generated / "palette.css").write_text(_palette(), "utf-8")
    config.html_static_path = [*config.html_static_path, str(generated)]
    config.mathjax_path = MATHJAX
    config.html_favicon = str(ASSETS / "favicon.svg")


def _copy_mathjax(folder):
    source = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax"
    fonts = Path("output", "chtml", "fonts", "woff-v2")
    shutil.copytree(source / fonts, folder / fonts)
    shutil.copy(source / Path(MATHJAX).name, folder)


def _palette():
    from stepwise_ssl import palette

    return palette.css()


def mend_pages(app):
    """Put the repairs after the theme's last template; Sphinx has no event there."""
    templates = getattr(app.builder, "templates", None)
    if app.builder.format != "html" or templates is None:
        return
    render = templates.render
    templates.render = lambda template, context: mend(render(template, context))


def thin_out(app, error):
    """Take away static files that no page asks for, once the pages are written."""
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for pattern in UNUSED:
        for path in list(static.rglob(pattern) if "/" not in pattern else static.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def setup(app):
    """Bring the shell's files in and mend what the theme writes."""
    app.connect("config-inited", configure)
    app.connect("builder-inited", mend_pages)
    app.connect("build-finished", thin_out)
    app.add_css_file("palette.css", priority=850)
    app.add_css_file("book.css", priority=900)
    app.add_js_file("book.js", loading_method="defer")
