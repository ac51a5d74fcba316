"""What happens to a page's cells between the kernel and the page: two repairs of myst-nb.

* A failing cell is reported with the file and the line at which the cell starts.
* Outputs that come from the cache, and the language that the kernel named, are put into the notebook
  that myst-nb hands on, as those of a real run are; without this the executed notebook is written
  without outputs whenever the cache was used, and its code is highlighted as another language.
"""

from myst_nb.core.execute import ExecutionError
from myst_nb.core.execute.cache import NotebookClientCache
from myst_nb.core.execute.direct import NotebookClientDirect


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
        finished = self._notebook
        for cell, done in zip(handed_in.cells, finished.cells, strict=True):
            if cell.cell_type == "code":
                cell["outputs"] = done.get("outputs", [])
                cell["execution_count"] = done.get("execution_count")
        for key in {"language_info", "widgets"} & set(finished.metadata):
            handed_in.metadata[key] = finished.metadata[key]
        self._notebook = handed_in

    start_client.mended = True
    return start_client


def setup(app):
    """Mend the two clients through which pages are executed."""
    for client in (NotebookClientCache, NotebookClientDirect):
        if not getattr(client.start_client, "mended", False):
            client.start_client = _mended(client.start_client)
