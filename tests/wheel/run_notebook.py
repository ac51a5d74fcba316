"""Run a notebook and save it with its outputs and widgets: ``python run_notebook.py FROM TO``.

Runs under the environment with Colab's versions, in the working folder.
"""

import sys

import nbclient
import nbformat


def run(source, target):
    """Execute the notebook at ``source`` and save it at ``target``, also when a cell fails."""
    book = nbformat.read(source, as_version=4)
    client = nbclient.NotebookClient(book, kernel_name="python3", timeout=300, store_widget_state=True)
    try:
        client.execute()
    finally:
        nbformat.write(book, target)


if __name__ == "__main__":
    run(*sys.argv[1:])
