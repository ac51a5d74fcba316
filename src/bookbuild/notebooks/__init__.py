"""The notebooks: every chapter with code becomes ``notebooks/NAME.ipynb`` for Colab and JupyterLab.

Sphinx resolves the pages (numbers, references, citations) without running any code; each resolved
page is then lowered to plain Markdown and code cells. Colab knows no directive, so none may be left.

``lower_blocks`` turns one page's nodes into Markdown, with ``lower_inline``, ``lower_lists`` and
``lower_boxes``; ``cells`` makes a notebook of it, ``builder`` does this for a whole book, ``write`` is the
command. sphinx-tojupyter was tried for the same work: it drops tabs, dropdowns and cell tags, so that no
clean-up pass can restore them.
"""

from bookbuild.notebooks.write import main

__all__ = ["main"]
