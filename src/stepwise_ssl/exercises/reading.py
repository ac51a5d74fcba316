"""Text to tree: a small whitelist parser. What is not listed in ``grammar.py`` is refused."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from . import grammar
from .powers import check_powers
from .tokens import canonical, tokens
from .wording import Unreadable


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
            operator = self.take()[1]
            left = self.node(operator, left, self.signed(depth + 1, alone=operator == "/"))
        return left

    def signed(self, depth: int, alone: bool = False) -> tuple:
        # signed := ("+" | "-") signed | number power | power; "number power" is 2gamma or 2(1 - q)
        if depth > 3 * grammar.MAX_DEPTH:
            raise Unreadable("deep")
        if self.peek() in ("+", "-"):
            minus = self.take()[1] == "-"
            inner = self.signed(depth + 1, alone)
            return self.node("neg", inner) if minus else inner
        if not self.stands_before_a_factor():
            return self.power(depth)
        number = self.take()[1]
        if alone:  # 1/2gamma, gamma^2q: how far does the / or the ^ reach?
            raise Unreadable("ambiguous", token=number + self.peek())
        return self.node("*", self.node("number", _number(number)), self.power(depth + 1))

    def stands_before_a_factor(self) -> bool:
        """Whether a number comes next and directly after it a letter or an opening bracket."""
        if self.at + 1 >= len(self.found) or self.found[self.at][0] != "number":
            return False
        kind, token = self.found[self.at + 1]
        return kind == "name" or token == "("

    def power(self, depth: int) -> tuple:  # power := atom ("^" signed)?, so -x^2 is -(x^2), 2^3^2 is 2^9
        base = self.atom(depth)
        if self.peek() != "^":
            return base
        self.take()
        return self.node("^", base, self.signed(depth + 1, alone=True))

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
