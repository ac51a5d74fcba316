"""{checked}, {derivation}, {tagged}: displayed equations, each vouched for.

What is emitted, for other rooms to lower: a ``container`` of class ``book-equation`` that
holds a standard ``math_block`` (``label``; ``number`` such as "3.4" once the page is read;
``bookbuild``: a dictionary with name, kind and status) and a paragraph of class
``book-equation-note`` (symbols and status; a notebook may drop it). A derivation is an
``enumerated_list`` of class ``book-derivation``: in each item the reason, then a
``math_block`` without label or number.
"""

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from . import executed, marks, objects, pages, paper, verdicts

logger = logging.getLogger(__name__)


class EquationDirective(SphinxDirective):
    """What the three directives share."""

    def warn(self, message: str) -> None:
        """Stop a strict build here, naming file and line."""
        logger.warning(message, location=self.get_location(), type="bookbuild", subtype="equation")

    def depend(self) -> None:
        """Have this page read again when the registry changes."""
        for path in objects.sources(self.config.bookbuild_registry):
            self.env.note_dependency(path)

    def math(self, text: str, label: str | None, **record) -> nodes.math_block:
        """Return a display that the wall knows; it gets its number when the page has been read."""
        block = nodes.math_block(text, text, label=label, number=None, nowrap=False, docname=self.env.docname)
        block["bookbuild"] = record
        if label:
            block["ids"].append(nodes.make_id(f"equation-{label}"))
        self.set_source_info(block)
        return block

    def framed(self, block, letters=()) -> nodes.container:
        """Return the display with its note: the symbols that are new on this page, and its status."""
        frame = nodes.container(classes=["book-equation"], is_div=True)
        note = nodes.paragraph(classes=["book-equation-note"])
        note += marks.symbol_links(self.env.docname, letters)
        note += marks.badge(self.env.docname, block["bookbuild"], block["label"])
        self.set_source_info(note)
        frame += [block, note]
        return frame

    def new_letters(self, letters) -> list:
        """Return those letters that no earlier equation of this page has explained."""
        seen = self.env.temp_data.setdefault("bookbuild_letters", set())
        fresh = [letter for letter in letters if letter not in seen]
        seen.update(fresh)
        return fresh


class Checked(EquationDirective):
    """```{checked} one-weight/solution```: equations of the registry, numbered."""

    required_arguments = 1
    optional_arguments = 40
    option_spec = {  # noqa: RUF012 (docutils reads it)
        "label": directives.unchanged,
        "form": lambda value: directives.choice(value, ("display", "code")),
        "symbols": lambda value: directives.choice(value, ("new", "all", "none")),
    }

    def run(self):
        """Return each equation with its note."""
        self.depend()
        given = self.options.get("label", "").split()
        labels = given or ["eq-" + name.replace("/", "-") for name in self.arguments]
        if len(labels) != len(self.arguments):
            self.warn(f"{len(self.arguments)} equations but {len(labels)} labels")
            return []
        return [frame for pair in zip(self.arguments, labels, strict=True) for frame in self._one(*pair)]

    def _one(self, name, label):
        try:
            entry = verdicts.printed(self.env.app, name)
            text = entry.code if self.options.get("form") == "code" else entry.latex
            if text is None:
                raise objects.ObjectError(f"{name} has no code form")
        except objects.ObjectError as error:
            self.warn(f"{{checked}} {error}")
            return []
        block = self.math(
            text,
            label,
            kind="checked",
            name=name,
            title=entry.title,
            grade=entry.grade,
            words=entry.words,
            assumptions=list(entry.assumptions),
            source=entry.source,
            route=entry.route,
        )
        wanted = self.options.get("symbols", "new")
        fresh = self.new_letters(entry.symbols)
        return [self.framed(block, {"new": fresh, "all": entry.symbols, "none": ()}[wanted])]


class Derivation(EquationDirective):
    """```{derivation} one-weight/solution```: its chain, one step and one reason a line."""

    required_arguments = 1
    option_spec = {"route": directives.unchanged, "label": directives.unchanged}  # noqa: RUF012

    def run(self):
        """Return the numbered list of steps."""
        self.depend()
        (name,) = self.arguments
        try:
            found = verdicts.printed(self.env.app, name)
            route, lines = self._chosen(name, found.routes)
        except objects.ObjectError as error:
            self.warn(f"{{derivation}} {error}")
            return []
        listing = nodes.enumerated_list(classes=["book-derivation"], enumtype="arabic", prefix="", suffix=".")
        label = self.options.get("label", "-".join(["derivation", name.replace("/", "-"), *route.split()]))
        listing["ids"].append(nodes.make_id(label))
        listing["bookbuild"] = {"name": name, "route": route, "assumptions": list(found.assumptions)}
        self.set_source_info(listing)
        for number, line in enumerate(lines, 1):
            record = {"kind": "step", "name": name, "grade": line.grade, "words": line.words, "step": number}
            reason = nodes.paragraph("", "", *self._inline(line.why), nodes.Text(" "))
            reason += marks.plain_badge(record)
            listing += nodes.list_item("", reason, self.math(line.latex, None, **record))
        return [listing]

    def _chosen(self, name, routes):
        wanted = self.options.get("route", next(iter(routes), None))
        # A part of a route's name is enough where only one route has it.
        matching = [route for route in routes if wanted and wanted.lower() in route.lower()]
        if wanted not in routes and len(matching) == 1:
            (wanted,) = matching
        if wanted not in routes:
            known = ", ".join(repr(route) for route in routes) or "none"
            raise objects.ObjectError(f"{name} has no derivation {wanted or ''!r}; it has: {known}")
        return wanted, routes[wanted]

    def _inline(self, text):
        text = text[:1].upper() + text[1:]
        return self.state.inline_text(text, self.lineno)[0]


class Tagged(EquationDirective):
    """```{tagged} definition```: a display that is not checked, and says so."""

    required_arguments = 1
    has_content = True
    option_spec = dict.fromkeys(("label", "source", "title"), directives.unchanged)

    def run(self):
        """Return the display with its tag."""
        (kind,) = self.arguments
        source = self.options.get("source", "")
        if kind not in ("definition", "cited", "informal"):
            self.warn(f"{{tagged}} {kind}: expected definition, cited or informal")
            return []
        if kind == "cited" and not source:
            self.warn("{tagged} cited: name where it is cited from with :source:")
        count = self.env.temp_data["bookbuild_tagged"] = self.env.temp_data.get("bookbuild_tagged", 0) + 1
        label = self.options.get("label", f"eq-{self.env.docname.split('/')[-1]}-{kind}-{count}")
        text = "\n".join(self.content).strip()
        title = self.options.get("title", "")
        record = {"kind": "tagged", "name": "", "title": title, "grade": kind, "words": kind}
        record |= {"assumptions": [], "source": source, "route": ""}
        return [self.framed(self.math(text, label, **record))]


def _number(app, doctree):
    """Number the page's equations in reading order and let {eq} know them."""
    env, kept = app.env, pages.page(app.env)
    chapter, equations = pages.chapter(env, env.docname), env.get_domain("math").equations
    for block in doctree.findall(nodes.math_block):
        record = block.get("bookbuild")
        if record is None:
            continue
        if not block["label"]:
            kept["steps"].append({"name": record["name"], "grade": record["grade"], "words": record["words"]})
            continue
        label, known = block["label"], equations.get(block["label"])
        if known:
            place = "this page" if known[0] == env.docname else known[0]
            message = f"equation {label} is already printed on {place}; give this one a :label: of its own"
            logger.warning(message, location=block, type="bookbuild", subtype="equation")
        number = block["number"] = f"{chapter}.{len(kept['equations']) + 1}"
        equations[label] = (env.docname, number)
        kept["equations"].append({"label": label, "number": number, "line": block.line} | record)


def setup(app):
    """Register the directives, the links they make and their style."""
    app.add_config_value("bookbuild_registry", "stepwise_ssl.symbolic.registry", "env")
    for name, directive in (("checked", Checked), ("derivation", Derivation), ("tagged", Tagged)):
        app.add_directive(name, directive)
    # After Sphinx's own collectors (500): front matter, hence the chapter's number, is known then.
    app.connect("doctree-read", _number, priority=600)
    for room in (pages, executed, marks, paper):
        room.setup(app)
