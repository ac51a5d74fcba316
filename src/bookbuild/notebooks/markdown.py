"""Pieces of Markdown text that Colab and JupyterLab read alike."""

import re


def escape(text: str) -> str:
    """Keep Markdown from reading marks into plain text.

    >>> escape("5 * x_1 and snake_case, $5")
    '5 \\\\* x_1 and snake_case, \\\\$5'
    """
    text = re.sub(r"([\\`*\[\]$])", r"\\\1", text)
    text = re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", text)
    return text.replace("<", "&lt;").replace("\x00", "")


def code_span(text: str) -> str:
    """A code span whose fence is longer than any run of backticks inside it.

    >>> code_span("a`b")
    '``a`b``'
    """
    runs = [len(run) for run in re.findall(r"`+", text)]
    fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def marked(mark: str, text: str) -> str:
    """Text between emphasis marks, which may not touch a space inside.

    >>> marked("**", "Note: ")
    '**Note:** '
    """
    inner = text.strip()
    return text.replace(inner, f"{mark}{inner}{mark}", 1) if inner else text


def one_line(latex: str) -> str:
    """LaTeX without comments and line breaks.

    >>> one_line("a % first\\n + b")
    'a + b'
    """
    return " ".join(re.sub(r"(?<!\\)%.*", "", latex).split())


def quote(text: str) -> str:
    """A block as a Markdown quotation.

    >>> quote("a\\n\\nb")
    '> a\\n>\\n> b'
    """
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def indent(text: str, width: int) -> str:
    """All lines but the first moved right, blank ones left blank."""
    return text.replace("\n", "\n" + " " * width).replace("\n" + " " * width + "\n", "\n\n")


def details(title: str, body: str) -> str:
    """A block that opens on a click; the blank lines let Markdown work inside."""
    return f"<details>\n<summary>{title}</summary>\n\n{body}\n\n</details>"


def anchor(name: str) -> str:
    """A place a link can lead to: JupyterLab reads the id, Colab the name."""
    return f'<a id="{name}" name="{name}"></a>'
