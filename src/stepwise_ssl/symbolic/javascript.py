"""JavaScript printed from the same objects as the page's LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sympy as sp
from sympy.printing.jscode import JavascriptCodePrinter

_FUNCTIONS = {"expm1": "Math.expm1", "log1p": "Math.log1p", "hypot": "Math.hypot"}


class _Printer(JavascriptCodePrinter):
    def _print_Piecewise(self, expr):
        # Ternaries on one line; the last branch must be unconditional.
        if expr.args[-1].cond != True:  # noqa: E712
            raise ValueError(f"the last branch of {expr} must hold otherwise")
        text = self._print(expr.args[-1].expr)
        for value, condition in reversed(expr.args[:-1]):
            text = f"({self._print(condition)} ? {self._print(value)} : {text})"
        return text

    def _print_Infinity(self, expr):
        return "Infinity"

    def _print_NaN(self, expr):
        return "NaN"

    def _print_Rational(self, expr):
        return f"{expr.p}/{expr.q}"


def code(e: sp.Basic) -> str:
    """JavaScript of one expression.

    Example:
        >>> x = sp.Symbol("x", positive=True)
        >>> code(sp.exp(-x) / 2)
        '(1/2)*Math.exp(-x)'
    """
    return _Printer({"user_functions": dict(_FUNCTIONS)}).doprint(e)


def arrow(e: sp.Basic, arguments: tuple[str, ...]) -> str:
    """An arrow function ``(a, b) => ...``.

    Raises:
        ValueError: if the expression has a letter that is not an argument.
    """
    unknown = {x.name for x in e.free_symbols} - set(arguments)
    if unknown:
        raise ValueError(f"arguments: {', '.join(sorted(unknown))} missing from {arguments}")
    return f"({', '.join(arguments)}) => {code(e)}"


def camel_case(name: str) -> str:
    """JavaScript name of a registry name.

    Example:
        >>> camel_case("one-weight/step-time")
        'oneWeightStepTime'
    """
    first, *rest = re.split(r"[-/]", name)
    return first + "".join(word.capitalize() for word in rest)


def module(results: Iterable) -> str:
    """Text of formulas.js: ``const formulas = {...}``, one documented function for each code form.

    It is neither a script nor a module by itself: put it before the code that uses it, or after ``export``.

    Args:
        results: the registry's, ``registry.load().values()``; those without a code form are left out.
    """
    lines = [
        "// Generated from stepwise_ssl.symbolic: change the formula there, not here.",
        "const formulas = {",
    ]
    for r in results:
        if r.code_form is not None:
            text = r.latex().replace("*/", "* /")
            lines += [f"  /** {r.name}: {text} */", f"  {camel_case(r.name)}: {r.javascript()},"]
    return "\n".join([*lines, "};", ""])
