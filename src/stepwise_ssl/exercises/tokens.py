"""Text to tokens: the characters that phones and keyboards produce, and one spelling for each name."""

from __future__ import annotations

import re

from . import grammar
from .wording import Unreadable

_SUB = "".join(grammar.SUBSCRIPTS)
_TOKEN = re.compile(
    rf"[ \t\r\n]*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>[A-Za-z][A-Za-z0-9_{_SUB}]*|[{''.join(grammar.GREEK)}Γ](?:_?[0-9{_SUB}]+)?|√)"
    rf"|(?P<op>\*\*|[-+*/^()=,])|(?P<bad>[^ \t\r\n]))"
)
_MIXED = re.compile(r"[0-9.][ \t]*[½¼]")
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
    mixed = _MIXED.search(text)
    if mixed:  # 3½ is three and a half; as a product it would be one and a half
        raise Unreadable("ambiguous", token=mixed[0])
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
