"""Exercises are numbered by their author, as the answer boxes and the graders number them.

A page writes ``{exercise} 3.2 Any fraction of the rise`` with ``:nonumber:``; sphinx-exercise would print
"Exercise (3.2 Any fraction of the rise)". This room prints "Exercise 3.2 (Any fraction of the rise)", in
titles and in references, and changes nothing but the words: links stay links and formulas formulas.
"""

import re

from docutils import nodes

PRINTED = re.compile(r"Exercise \((\d+\.\d+) (?=\S)")


def _put_number_first(app, doctree, docname):
    for node in list(doctree.findall(lambda node: isinstance(node, (nodes.title, nodes.reference)))):
        printed = PRINTED.search(node.astext())
        if printed:
            _rewrite(list(node.findall(nodes.Text)), printed.span(), f"Exercise {printed[1]} (")
        if isinstance(node, nodes.reference) and node.astext().startswith(" Exercise"):
            _space_before(node)


def _rewrite(pieces, span, words):
    """Put ``words`` in place of what stands at ``span`` of the pieces' joined text."""
    start, end = span
    at = 0
    for piece in pieces:
        first, last = max(start - at, 0), min(end - at, len(piece))
        if first < last:
            piece.parent.replace(piece, nodes.Text(piece[:first] + words + piece[last:]))
            words = ""  # the first piece takes them all
        at += len(piece)


def _space_before(link):
    """Take the space that sphinx-exercise puts into a link out of it: it would be underlined."""
    first = next(link.findall(nodes.Text))
    first.parent.replace(first, nodes.Text(first.lstrip()))
    link.parent.insert(link.parent.index(link), nodes.Text(" "))


def setup(app):
    """Rewrite the titles once sphinx-exercise has made them."""
    app.connect("doctree-resolved", _put_number_first)
