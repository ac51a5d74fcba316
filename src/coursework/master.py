"""Reading a master: which cells are text, which a question's reference, and which its public tests.

A master is a MyST notebook in Otter Assign's format. A raw cell ``# BEGIN QUESTION`` opens a question and
holds its settings; inside it raw cells bracket the solution and the tests. A question has the name of its
item. Only public tests stand in the master, each with the name of a check; hidden ones are in ``checks.py``.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

_FENCE = re.compile(r"^```\{(code-cell|raw-cell)\}[^\n]*\n(.*?)^```[ ]*$", re.M | re.S)
_CONFIG = re.compile(r'^""" # BEGIN TEST CONFIG\n.*?\n""" # END TEST CONFIG\n', re.S)


@dataclass(frozen=True)
class Cell:
    """One cell of a master.

    Args:
        kind: "markdown", "code" or "raw".
        source: its text, without fence and options.
        question: name of the question in which it stands, or "".
        block: "SOLUTION", "TESTS", "PROMPT" or "".

    >>> Cell("code", "x = 1", "", "").block
    ''
    """

    kind: str
    source: str
    question: str
    block: str


@dataclass
class Question:
    """The code of one question.

    Args:
        name: of the item.
        settings: lines of its opening raw cell.
        solution: code of the reference.
        tests: public test functions by their name, as source.

    >>> Question("q1", {}).solution
    ''
    """

    name: str
    settings: dict[str, str]
    solution: str = ""
    tests: dict[str, str] = field(default_factory=dict)

    @property
    def stub(self) -> str:
        """The code that a student starts from."""
        return blank(self.solution)


def blank(solution: str) -> str:
    """Replace what is marked as solution by an ellipsis, as Otter does.

    Args:
        solution: code with ``# SOLUTION`` at line ends, or lines between BEGIN and END SOLUTION.

    Returns:
        The student's code.

    Source: Otter Assign's documentation, "Removing solutions".

    >>> blank("x = 3  # SOLUTION")
    'x = ...'
    """
    text = re.sub(
        r"^[ ]*# BEGIN SOLUTION NO PROMPT\n.*?# END SOLUTION[ ]*\n", "", solution, flags=re.M | re.S
    )
    text = re.sub(r"^([ ]*)# BEGIN SOLUTION[^\n]*\n.*?# END SOLUTION[ ]*$", r"\1...", text, flags=re.M | re.S)
    return re.sub(r"^([ ]*\w+ = ).*?[ ]+# SOLUTION[ ]*$", r"\1...", text, flags=re.M)


def cells(text: str) -> list[Cell]:
    """Split a master into its cells.

    Args:
        text: of master.md; place-holders filled or not.

    Returns:
        Cells in order. Markdown cells are split at ``+++``.

    Raises:
        ValueError: blocks that are not closed.

    Source: jupytext's MyST format, as far as the masters use it.

    >>> [cell.kind for cell in cells("Hello.\\n\\n```{code-cell} ipython3\\nx = 1\\n```\\n")]
    ['markdown', 'code']
    """
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    found, at = [], 0
    for match in _FENCE.finditer(text):
        found += [
            ("markdown", part.strip())
            for part in re.split(r"^\+\+\+.*$", text[at : match.start()], flags=re.M)
        ]
        source = re.sub(r"\A(:[\w-]+:[^\n]*\n)+\n?", "", match[2])
        found.append(({"code-cell": "code", "raw-cell": "raw"}[match[1]], source.strip("\n")))
        at = match.end()
    found += [("markdown", part.strip()) for part in re.split(r"^\+\+\+.*$", text[at:], flags=re.M)]
    result, question, blocks = [], "", []
    for kind, source in found:
        head = re.match(r"# (BEGIN|END) (\w+)", source) if kind == "raw" else None
        if head and head[1] == "BEGIN":
            blocks.append(head[2])
            question = _settings(source)["name"] if head[2] == "QUESTION" else question
        if source:
            block = blocks[-1] if blocks and blocks[-1] != "QUESTION" else ""
            result.append(Cell(kind, source, question, block))
        if head and head[1] == "END":
            if not blocks or blocks.pop() != head[2]:
                raise ValueError(f"{source!r} closes nothing, in question {question!r}")
            question = "" if head[2] == "QUESTION" else question
    if blocks:
        raise ValueError(f"not closed: {', '.join(blocks)}, in question {question!r}")
    return result


def _settings(source: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in source.splitlines()[1:] if ":" in line)
    return {key.strip(): value.strip() for key, _, value in pairs}


def read(text: str) -> tuple[str, dict[str, Question]]:
    """Collect a master's code.

    Args:
        text: of master.md.

    Returns:
        The code of all cells outside questions, and the questions by name, in order.

    Raises:
        ValueError: see ``cells``.

    Source: the module's first paragraph.

    >>> read("```{code-cell} ipython3\\nx = 1\\n```\\n")
    ('x = 1\\n', {})
    """
    setup, questions = "", {}
    for cell in cells(text):
        if cell.kind == "raw" and cell.source.startswith("# BEGIN QUESTION"):
            questions[cell.question] = Question(cell.question, _settings(cell.source))
        if cell.kind != "code":
            continue
        if not cell.question:
            setup += cell.source + "\n"
        elif cell.block == "SOLUTION":
            questions[cell.question].solution += cell.source + "\n"
        elif cell.block == "TESTS":
            source = _CONFIG.sub("", cell.source)
            name = next(n.name for n in ast.parse(source).body if isinstance(n, ast.FunctionDef))
            questions[cell.question].tests[name] = source
    return setup, questions
