"""Tables made by the build, plain enough for every writer."""

from docutils import nodes


def table(title: str, heads: list[str], rows: list[nodes.row], kind: str) -> nodes.container:
    """Return a table with a caption and a header row, in a box that scrolls on a narrow screen."""
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=100 // len(heads)) for _ in heads]
    header = row(heads)
    group += nodes.thead("", header)
    group += nodes.tbody("", *rows)
    # A titled table needs an id for its link; the doctree may be past the stage that gives one.
    identity = [nodes.make_id(title)]
    whole = nodes.table("", nodes.title("", title), group, classes=["colwidths-auto"], ids=identity)
    return nodes.container("", whole, classes=["book-list", kind], is_div=True)


def row(cells, anchor: str | None = None) -> nodes.row:
    """Return a row of texts or of lists of inline nodes; the anchor makes it a link's target."""
    made = nodes.row(ids=[nodes.make_id(anchor)] if anchor else [])
    for cell in cells:
        content = [nodes.Text(cell)] if isinstance(cell, str) else cell
        made += nodes.entry("", nodes.paragraph("", "", *content))
    return made


def separated(items, by: str = ", ") -> list[nodes.Node]:
    """Return inline nodes with a separator between them."""
    out: list[nodes.Node] = []
    for item in items:
        out += [nodes.Text(by), item] if out else [item]
    return out
