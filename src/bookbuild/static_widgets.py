"""Explorables on the static page: drawn by one local script, the same on every build, and never blank.

Three jobs. The page's widget state is tidied (models that nobody shows are dropped, random ids become
``widget-0``, ``widget-1``, ..., a module shared by several widgets is stored once, traits that a model
names in ``in_scripts`` are left out, since the site has them as scripts that are opened when they are
needed). myst-nb is told to load our small classic script instead of html-manager from a CDN. And a widget
that carries a static picture keeps it inside ``<noscript>``, so a reader without JavaScript, and the PDF,
still see it. A picture marked ``data-first-paint`` is shown to everyone, until our script has drawn the
widget in its place.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from docutils import nodes
from myst_nb.core.render import (
    WIDGET_STATE_MIMETYPE,
    WIDGET_VIEW_MIMETYPE,
    sanitize_script_content,
)
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.transforms.post_transforms import SphinxPostTransform

SCRIPT = Path(__file__).parent / "assets" / "static-widgets.js"
REFERENCE = "IPY_MODEL_"
SHARED = "SHARED_"
STATE_FILE = "ipywidgets_state"  # the key under which myst-nb keeps the page's widget state
FIRST_PAINT = "<div data-first-paint"  # a picture that stands in the page until the widget is drawn
_VIEW_START, _VIEW_END = f'<script type="{WIDGET_VIEW_MIMETYPE}">', "</script>"


def tidy_state(state: dict, shown: list[str]) -> tuple[dict, dict[str, str]]:
    """Reduce a page's widget state to what its views need, with ids that do not change between builds.

    Args:
        state: the ``application/vnd.jupyter.widget-state+json`` of the page.
        shown: ids of the models that the page displays, in order of appearance.

    Returns:
        The new state, with texts used more than once moved to ``shared``, and old id -> new id.

    >>> spec = {"model_module": "anywidget", "model_name": "AnyModel", "state": {"_esm": "x"}}
    >>> tidy_state({"state": {"b7": spec, "a1": spec}}, ["b7"])[1]
    {'b7': 'widget-0'}
    """
    models = state["state"]
    new_ids: dict[str, str] = {}

    def visit(model_id: str) -> None:
        # Layouts and styles only matter to html-manager; ours never reads them.
        known = models.get(model_id)
        if known is None or model_id in new_ids or known["model_module"] == "@jupyter-widgets/base":
            return
        new_ids[model_id] = f"widget-{len(new_ids)}"
        for value in _strings(known["state"]):
            if value.startswith(REFERENCE):
                visit(value.removeprefix(REFERENCE))

    for model_id in shown:
        visit(model_id)
    kept = {new: _renamed(models[old], new_ids) for old, new in new_ids.items()}
    for spec in kept.values():
        for name in spec["state"].get("in_scripts", ()):
            spec["state"].pop(name, None)
    counts = Counter(spec["state"].get(key) for spec in kept.values() for key in ("_esm", "_css"))
    shared: dict[str, str] = {}
    for spec in kept.values():
        for key in ("_esm", "_css"):
            text = spec["state"].get(key)
            if text and counts[text] > 1:
                name = next((n for n, t in shared.items() if t == text), f"{SHARED}{len(shared)}")
                shared[name] = text
                spec["state"][key] = name
    return {**state, "state": kept, **({"shared": shared} if shared else {})}, new_ids


def _strings(value):
    """Yield every string inside nested lists and dicts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _renamed(value, new_ids: dict[str, str]):
    """Copy nested data; references point to the new ids, and references to dropped models vanish."""
    if isinstance(value, dict):
        pairs = ((key, _renamed(item, new_ids)) for key, item in value.items())
        return {key: item for key, item in pairs if item is not None or value[key] is None}
    if isinstance(value, list):
        return [_renamed(item, new_ids) for item in value]
    if isinstance(value, str) and value.startswith(REFERENCE):
        new = new_ids.get(value.removeprefix(REFERENCE))
        return REFERENCE + new if new else None
    return value


def _views(tree: nodes.Node) -> list[tuple[nodes.raw, dict]]:
    """Return the widget views of a document in order: their raw nodes and what is written in them."""
    found = []
    for node in tree.findall(nodes.raw):
        text = node.astext()
        if text.startswith(_VIEW_START):
            written = text[len(_VIEW_START) : -len(_VIEW_END)]
            found.append((node, json.loads(written)))
    return found


def tidy_page(app, doctree) -> None:
    """Tidy the widget state of the page that was just read (doctree-read)."""
    files = NbMetadataCollector.get_doc_data(app.env)[app.env.docname].get("js_files", {})
    if STATE_FILE not in files:
        return
    uri, attributes = files[STATE_FILE]
    views = _views(doctree)
    state, new_ids = tidy_state(json.loads(attributes["body"]), [view["model_id"] for _, view in views])
    body = sanitize_script_content(json.dumps(state, ensure_ascii=False, separators=(",", ":")))
    files[STATE_FILE] = (uri, {**attributes, "type": WIDGET_STATE_MIMETYPE, "body": body})
    for node, view in views:
        view["model_id"] = new_ids.get(view["model_id"], view["model_id"])
        text = _VIEW_START + sanitize_script_content(json.dumps(view)) + _VIEW_END
        node.children[:] = [nodes.Text(text)]
        node.rawsource = text


class KeepStaticPicture(SphinxPostTransform):
    """Put a widget's picture into <noscript> beside it, or before it where it is painted first.

    Runs before myst-nb's SelectMimeType (priority 4), which would throw the picture away.
    """

    default_priority = 3
    formats = ("html",)

    def run(self, **kwargs) -> None:
        """Rewrite every bundle that holds both a widget view and HTML."""
        for bundle in list(self.document.findall(nodes.container)):
            if bundle.get("nb_element") != "mime_bundle":
                continue
            parts = {part.get("mime_type"): part for part in bundle.children}
            view, picture = parts.get(WIDGET_VIEW_MIMETYPE), parts.get("text/html")
            if view is None or picture is None:
                continue
            inside = "".join(node.astext() for node in picture.findall(nodes.raw))
            if inside.startswith(FIRST_PAINT):
                view.insert(0, nodes.raw("", inside, format="html"))
            else:
                view += nodes.raw("", f"<noscript>{inside}</noscript>", format="html")


def use_local_script(app, config) -> None:
    """Serve our script with the book and name it as the only one that widgets need (config-inited)."""
    if str(SCRIPT) not in config.html_static_path:
        config.html_static_path.append(str(SCRIPT))
    config.nb_ipywidgets_js = {SCRIPT.name: {"defer": "defer"}}


def setup(app):
    """Connect the three jobs."""
    app.connect("config-inited", use_local_script)
    app.connect("doctree-read", tidy_page)
    app.add_post_transform(KeepStaticPicture)
