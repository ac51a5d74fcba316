"""The Sphinx builder that lowers each resolved page; no code is run for it."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.builders import Builder
from sphinx.util import logging

from bookbuild import pages
from bookbuild.notebooks.addresses import Addresses
from bookbuild.notebooks.cells import dump, has_code, notebook, page_cells
from bookbuild.notebooks.lower_blocks import Blocks
from bookbuild.notebooks.lower_inline import BOOK_SCHEME
from bookbuild.notebooks.markdown import anchor

log = logging.getLogger(__name__)


class NotebookBuilder(Builder):
    """Writes NAME.ipynb for every page with code."""

    name = "notebooks"
    format = "ipynb"
    epilog = "The notebooks are in %(outdir)s."
    allow_parallel = False
    supported_image_types = ["image/png", "image/jpeg", "image/gif", "image/svg+xml"]  # noqa: RUF012

    def get_outdated_docs(self):
        """Every page: the builder keeps nothing between runs."""
        return self.env.found_docs

    def get_target_uri(self, docname, typ=None):
        """An address inside the book, told from web addresses by its scheme."""
        return BOOK_SCHEME + docname

    def get_relative_uri(self, from_, to, typ=None):
        """Nothing within a page, so that only the anchor is left; else the page's own address."""
        return "" if from_ == to else self.get_target_uri(to)

    def prepare_writing(self, docnames):
        """Read what all pages share: addresses and the bibliography."""
        self.addresses = Addresses.of(self.srcdir)
        cite = self.env.domains.get("cite")
        self.citations = {c.citation_id: c for c in cite.citations} if cite else {}

    def write_doc(self, docname, doctree):
        """Lower one page, if it has code and its front matter does not say ``notebook: none``."""
        if not has_code(doctree) or "none" in pages.front_matter(self.env, docname, "notebook"):
            return
        lower = Blocks(
            self.addresses,
            lambda node, message: log.warning("%s", f"notebook: {message}", location=node or docname),
            Path(self.srcdir),
            self.env.toc_fignumbers.get(docname, {}),
        )
        lower.citation_keys = {i: c.key for i, c in self.citations.items()}
        cells = page_cells(doctree, lower)
        cells += self._sources(lower)
        text = "".join(c["source"] for c in cells if c["cell_type"] == "markdown")
        for name in sorted(lower.wanted):
            if anchor(name) not in text:
                log.warning("notebook: a link leads to #%s, which is not in it", name, location=docname)
        book = notebook(cells, self.addresses, docname, lower.wanted)
        target = Path(self.outdir, f"{docname.rsplit('/', 1)[-1]}.ipynb")
        if target.exists():
            log.warning("notebook: two pages are called %s", target.stem, location=docname)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dump(book), encoding="utf-8")

    def _sources(self, lower: Blocks) -> list[dict]:
        """The works that the page cites, as its last cell."""
        if not lower.cited:
            return []
        lines = []
        for citation in sorted(self.citations.values(), key=lambda c: c.key):
            if citation.key in lower.cited:
                text = citation.formatted_entry.text.render_as("markdown").replace("\n", " ")
                text = re.sub(r"\\([-.])", r"\1", text)  # pybtex escapes more than Markdown asks for
                mark = anchor(f"cite-{citation.key}")
                lines.append(f"{mark}\n\n- {text} [In the bibliography]({lower.cited[citation.key]})")
        return [
            {"cell_type": "markdown", "metadata": {}, "source": "## Works cited\n\n" + "\n\n".join(lines)}
        ]


def setup(app):
    """Register the builder; ``write`` names this module as an extension."""
    app.add_builder(NotebookBuilder)
    return {"version": "0.1.0", "parallel_read_safe": True, "parallel_write_safe": True}
