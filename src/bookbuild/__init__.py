"""The Sphinx side of the book: one extension made of small rooms, each with one job.

Name ``bookbuild`` in ``_config.yml`` and every room below is set up. Nothing in
``stepwise_ssl`` imports this package.
"""

from importlib import import_module

ROOMS = (
    "freshness",  # re-run a page when the package code it uses has changed
    "execution",  # failing cells named by file and line; cached outputs handed on
    "theme",  # offline assets, accessibility and dark-mode repairs of the theme
    "references",  # a reference that leads nowhere is named by file and line
    "equations",  # {checked}, {derivation}, {tagged}: displays that come from checked objects
    "numbers",  # {num}: typed numbers held against the claims of the page's cells
    "wall",  # the build fails on a displayed equation that nobody vouches for
    "ledger",  # {assumptions}: which assumptions a page rests on
    "footer",  # the checks footer of each page
    "static_widgets",  # explorables drawn on the static page, without a kernel; their random ids made steady
    "stored_runs",  # one script for each stored deep run, opened by the page that shows it
    "exercise_titles",  # "Exercise 3.2 (...)", the number that boxes and graders use
    "launch",  # "Open in Colab" and download buttons
)


def setup(app):
    """Set up every room; called by Sphinx."""
    for room in ROOMS:
        import_module(f"{__name__}.{room}").setup(app)
    return {"version": "0.1.0", "parallel_read_safe": True, "parallel_write_safe": True}
