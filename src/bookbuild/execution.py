"""What happens to a page's cells between the kernel and the page: three repairs of myst-nb.

* A failing cell is reported with the file and the line at which the cell starts.
* The ids of widget models, random at each run, are replaced by numbers counted along the page, so
  that two builds give identical pages.
* Outputs that come from the cache are put into the notebook that myst-nb hands on, as outputs of a
  real run are; without this the executed notebook is written without outputs whenever the cache
  was used.
"""

import hashlib

import nbformat
from myst_nb.core.execute import ExecutionError
from myst_nb.core.execute.cache import NotebookClientCache
from myst_nb.core.execute.direct import NotebookClientDirect

WIDGETS = "application/vnd.jupyter.widget-state+json"


def with_steady_ids(notebook, page):
    """Return the notebook with its widget model ids counted instead of drawn by lot.

    The new ids are 32 hexadecimal digits, as the old ones, and differ from page to page.
    """
    state = notebook.metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {})
    if not state:
        return notebook
    text = nbformat.writes(notebook)
    for count, old in enumerate(sorted(state, key=text.index)):
        text = text.replace(old, hashlib.md5(f"{page} {count}".encode(), usedforsecurity=False).hexdigest())
    steady = nbformat.reads(text, nbformat.NO_CONVERT)  # joins the lines that writing has split
    models = steady["metadata"]["widgets"][WIDGETS]["state"]
    steady["metadata"]["widgets"][WIDGETS]["state"] = dict(sorted(models.items()))
    return steady


def failing_cell(notebook):
    """Return (index, name and text of the error) of the first cell that failed, or None."""
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                return index, f"{output.ename}: {output.evalue}"
    return None


def _mended(start):
    def start_client(self):
        handed_in = self._notebook
        try:
            start(self)
        except ExecutionError:
            failed = failing_cell(self._notebook)
            if failed:
                index, error = failed
                self.logger.error(f"this cell failed: {error}", subtype="exec", line=self.cell_line(index))
            raise
        page = self.path.stem if self.path else ""
        finished = with_steady_ids(self._notebook, page)
        for cell, done in zip(handed_in.cells, finished.cells, strict=True):
            if cell.cell_type == "code":
                cell["outputs"], cell["execution_count"] = (
                    done.get("outputs", []),
                    done.get("execution_count"),
                )
        if "widgets" in finished.metadata:
            handed_in.metadata["widgets"] = finished.metadata["widgets"]
        self._notebook = handed_in

    start_client.mended = True
    return start_client


def setup(app):
    """Mend the two clients through which pages are executed."""
    for client in (NotebookClientCache, NotebookClientDirect):
        if not getattr(client.start_client, "mended", False):
            client.start_client = _mended(client.start_client)
