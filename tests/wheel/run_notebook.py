"""Run a notebook and save it with its outputs and widgets: ``python run_notebook.py FROM TO``.

Runs under the environment with Colab's versions, in the working folder.
"""

import sys

import nbclient
import nbformat

source, target = sys.argv[1:]
book = nbformat.read(source, as_version=4)
client = nbclient.NotebookClient(book, kernel_name="python3", timeout=300, store_widget_state=True)
try:
    client.execute()
finally:
    nbformat.write(book, target)
