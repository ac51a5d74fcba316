"""Text to tree: a small whitelist parser. What is not listed in ``grammar.py`` is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from . import grammar
from .powers import check_powers
from .wording import Unreadable

_SUB = "".join(grammar.SUBSCRIPTS)
_TOKEN = re.compile(
    rf"[ \t\r\n]*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>[A-Za-z][A-Za-z0-9_{_SUB}]*|[{''.join(grammar.GREEK)}Γ](?:_?[0-9{_SUB}]+)?|√)"
    rf"|(?P<op>\*\*|[-+*/^()=,])|(?P<bad>[^ \t\r\n]))"
)
_MODULE = re.compile(rf"\b(?:{'|'.join(grammar.MODULES)})\.(?=[A-Za-z])", re.ASCII)


def canonical(name: str) -> str:
    """Write a name in the one spelling that is compared: s_0, s₀ and s0 are the same symbol.

    Args:
        name: a name as typed.

    Returns:
        Letters and digits only; Greek letters by their English names.

    Source: grammar.GREEK and grammar.SUBSCRIPTS.

    >>> canonical("λ₀"), canonical("s_0")
    ('lambda0', 's0')
    """
    spelled = "".join(grammar.GREEK.get(c, grammar.SUBSCRIPTS.get(c, c)) for c in name)
    return spelled.replace("_", "").replace("Γ", "Gamma")


def tokens(text: str) -> list[tuple[str, str]]:
    """Cut a text into (kind, token) pairs.

    Args:
        text: an answer as typed.

    Returns:
        Pairs whose kind is "number", "name" or "op".

    Raises:
        Unreadable: the text is too long or holds a character that is not allowed.

    Source: grammar.CHARACTERS.

    >>> tokens("8·γ")
    [('number', '8'), ('op', '*'), ('name', 'γ')]
    """
    if len(text) > grammar.MAX_CHARS:
        raise Unreadable("long", limit=grammar.MAX_CHARS)
    text = _MODULE.sub("", "".join(grammar.CHARACTERS.get(c, c) for c in text))
    found = []
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group(match.lastgroup)
        if kind == "bad":
            raise Unreadable("character", token=token)
        if token in ("=", ","):
            raise Unreadable("equals" if token == "=" else "comma")
        found.append((kind, "^" if token == "**" else token))
    return found


class _Reader:
    """Recursive descent over the tokens; one method for each line of the grammar."""

    def __init__(self, found: list, names: Sequence[str]):
        self.found, self.at, self.nodes = found, 0, 0
        self.names = {canonical(name): name for name in names}
        self.lower = {canonical(name).lower(): name for name in names}

    def peek(self) -> str:
        return self.found[self.at][1] if self.at < len(self.found) else ""

    def take(self) -> tuple[str, str]:
        self.at += 1
        return self.found[self.at - 1]

    def node(self, *parts) -> tuple:
        self.nodes += 1
        if self.nodes > grammar.MAX_NODES:
            raise Unreadable("large-tree")
        return parts

    def sum(self, depth: int) -> tuple:  # sum := product (("+" | "-") product)*
        left = self.product(depth + 1)
        while self.peek() in ("+", "-"):
            minus = self.take()[1] == "-"
            right = self.product(depth + 1)
            left = self.node("+", left, self.node("neg", right) if minus else right)
        return left

    def product(self, depth: int) -> tuple:  # product := signed (("*" | "/") signed)*
        left = self.signed(depth + 1)
        while self.peek() in ("*", "/"):
            left = self.node(self.take()[1], left, self.signed(depth + 1))
        return left

    def signed(self, depth: int) -> tuple:  # signed := ("+" | "-") signed | power
        if depth > 3 * grammar.MAX_DEPTH:
            raise Unreadable("deep")
        if self.peek() in ("+", "-"):
            minus = self.take()[1] == "-"
            inner = self.signed(depth + 1)
            return self.node("neg", inner) if minus else inner
        base = self.atom(depth)  # power := atom ("^" signed)?, so -x^2 is -(x^2) and 2^3^2 is 2^9
        if self.peek() == "^":
            self.take()
            return self.node("^", base, self.signed(depth + 1))
        return base

    def atom(self, depth: int) -> tuple:  # atom := number | name | function "(" sum ")" | "(" sum ")"
        if self.at == len(self.found):
            raise Unreadable("end")
        kind, token = self.take()
        if kind == "number":
            return self.node("number", _number(token))
        if token == "(":
            return self.bracket(depth)
        if kind == "op":
            raise Unreadable("operand", token=token)
        return self.word(token, depth)

    def bracket(self, depth: int) -> tuple:
        inner = self.sum(depth)
        if self.at == len(self.found):
            raise Unreadable("bracket")
        if self.peek() != ")":
            raise Unreadable("times", token=self.peek())
        self.take()
        return inner

    def word(self, token: str, depth: int) -> tuple:
        name = canonical(token)
        if name in self.names:
            return self.node("name", self.names[name])
        function = grammar.FUNCTION_ALIASES.get(name.lower(), name.lower())
        if function in grammar.FUNCTIONS:
            if self.peek() != "(":
                raise Unreadable("call", token=token)
            self.take()
            return self.node("call", function, self.bracket(depth))
        if name.lower() in self.lower:  # phones capitalise the first letter
            return self.node("name", self.lower[name.lower()])
        if name.lower() in grammar.CONSTANTS:
            return self.node("constant", name.lower())
        if not self.names:
            raise Unreadable("no-names", token=token)
        raise Unreadable("name", token=token, names=", ".join(self.names.values()))


def _number(token: str) -> Fraction:
    digits, _, power = token.lower().partition("e")
    if len(digits.replace(".", "")) > grammar.MAX_DIGITS or len(power) > 3 or abs(int(power or 0)) > 30:
        raise Unreadable("number")
    return Fraction(token)


def read(text: str, names: Sequence[str] = ()) -> tuple:
    """Read a typed expression into a tree.

    Args:
        text: Python or school notation; ^ or ** for powers, Greek letters, · × − √( as phones type them.
        names: the symbols that may occur.

    Returns:
        A tree (see ``tree.py``).

    Raises:
        Unreadable: anything else, with a sentence that says what is wrong.

    Source: the grammar in the comments of this module.

    >>> read("-s₀^2", ["s0"])
    ('neg', ('^', ('name', 's0'), ('number', Fraction(2, 1))))
    """
    reader = _Reader(tokens(text), names)
    result = reader.sum(0)
    if reader.at < len(reader.found):
        token = reader.peek()
        raise Unreadable("operand" if token == ")" else "times", token=token)
    check_powers(result)
    return result
