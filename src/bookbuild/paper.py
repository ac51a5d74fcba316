"""The equations' numbers on paper: LaTeX prints ours instead of counting by itself."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.math import wrap_displaymath


class TagForLatex(SphinxPostTransform):
    """Give each numbered display its own ``\\tag``, so that screen and paper agree."""

    default_priority = 200
    formats = ("latex",)

    def run(self, **kwargs):
        """Write the environment out, tag and label inside, where LaTeX expects them."""
        for block in self.document.findall(nodes.math_block):
            if "bookbuild" in block and block["label"]:
                label = f"equation:{block['docname']}:{block['label']}"
                text = wrap_displaymath(block.astext(), label, True)
                mark = rf"\label{{{label}}}"
                text = text.replace(mark, rf"\tag{{{block['number']}}}{mark}", 1)
                block.children = [nodes.Text(text)]
                block["nowrap"], block["label"] = True, None


def setup(app):
    """Register the transform."""
    app.add_post_transform(TagForLatex)
