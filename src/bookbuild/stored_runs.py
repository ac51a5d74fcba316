"""One classic script for each stored deep run, ``_static/deep-runs/NAME.js``, opened on demand.

A page would be megabytes with all of them inside, and ``fetch`` is blocked where the book is read from a
folder.
"""

import shutil
from pathlib import Path

from stepwise_ssl.explorables.deep_runs_pack import script, stored_runs

FOLDER = "deep-runs"


def write_scripts(folder, source=None):
    """Write the scripts of all runs that are there into ``folder/deep-runs``; return their paths."""
    target = Path(folder) / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for entry in stored_runs(source):
        paths.append(target / f"{entry.name}.js")
        paths[-1].write_text(script(entry.name, source), encoding="utf-8")
    return paths


def configure(app, config):
    """Lay the scripts out beside the output, and have them copied with the site (config-inited)."""
    generated = Path(app.outdir).parent / "stored-runs"
    shutil.rmtree(generated, ignore_errors=True)
    write_scripts(generated, config.stored_runs_folder and Path(config.stored_runs_folder))
    config.html_static_path = [*config.html_static_path, str(generated)]


def setup(app):
    """Write them before Sphinx collects its static files; a toy book names its own runs."""
    app.add_config_value("stored_runs_folder", None, "html")
    app.connect("config-inited", configure)
