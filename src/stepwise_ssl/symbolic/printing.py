"""LaTeX as the book sets it: s'(t), roots and fractions in the order in which one reads them aloud."""

from __future__ import annotations

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter

MIME = "application/vnd.stepwise.equation+json"


def _weight(factor: sp.Basic) -> tuple[int, str]:
    """Reading order of factors: number, letters, functions of time, brackets, exponentials."""
    base = factor.base if factor.is_Pow and not isinstance(factor, sp.exp) else factor
    if base.is_Number:
        return 0, ""
    if base.is_Symbol:
        return 1, str(base)
    if isinstance(base, AppliedUndef | sp.Derivative):
        return 2, ("~" if isinstance(base, sp.Derivative) else "") + str(base)
    if isinstance(base, sp.sin | sp.cos):
        return 5, ""
    if hasattr(base, "reading_order"):
        return 3, base.reading_order
    if isinstance(factor, sp.exp):
        return 5, ""
    if isinstance(factor, sp.log):
        return 4, "log"
    return (4 if base.is_Add else 3), ""


class BookPrinter(LatexPrinter):
    """SymPy's LaTeX printer with the book's habits."""

    def _print_Add(self, expr, order=None):
        # 1 - x rather than -x + 1: positive terms first, numbers before letters.
        terms = self._as_ordered_terms(expr, order=order)
        terms = sorted(
            terms,
            key=lambda x: (x.could_extract_minus_sign(), not x.is_number, x.has(sp.exp), sp.count_ops(x)),
        )
        text = ""
        for i, term in enumerate(terms):
            minus = term.could_extract_minus_sign()
            body = self._print(-term if minus else term)
            if (-term if minus else term).is_Add:
                body = rf"\left({body}\right)"
            text += (" - " if minus else " + ") if i else ("- " if minus else "")
            text += body
        return text

    def _print_Mul(self, expr):
        sign = ""
        if expr.could_extract_minus_sign():
            sign, expr = "- ", -expr
            if not expr.is_Mul:
                return sign + (self._print(expr) if expr.is_Derivative else self.parenthesize(expr, 50))
        over, under = [], []
        for f in sp.Mul.make_args(expr):
            if f.is_Rational and f.q != 1:
                over.append(sp.Integer(f.p))
                under.append(sp.Integer(f.q))
            elif f.is_Pow and not isinstance(f, sp.exp) and f.exp.is_Rational and f.exp < 0:
                under.append(sp.Pow(f.base, -f.exp, evaluate=False) if f.exp != -1 else f.base)
            else:
                over.append(f)
        top = self._factors([f for f in over if f != 1])
        if not under:
            return sign + top
        return rf"{sign}\frac{{{top or '1'}}}{{{self._factors(under)}}}"

    def _factors(self, factors):
        factors = sorted(factors, key=_weight)
        alone = len(factors) == 1
        return r" ".join(
            rf"\left({self._print(f)}\right)"
            if not alone and (f.is_Add or f.is_Piecewise)
            else self._print(f)
            for f in factors
        )

    def _print_Function(self, expr, exp=None):
        if isinstance(expr, AppliedUndef):
            if expr.func.__name__ == "t":  # t(q) is the time at which the level q is crossed
                level = sp.nsimplify(expr.args[0])
                text = f"{level}" if level.is_Rational else self._print(level)
                text = f"t_{{{text}}}" + (f"^{{{exp}}}" if exp is not None else "")
                return text + (f"({self._print(expr.args[1])})" if len(expr.args) > 1 else "")
            if expr.func.__name__.endswith("_{k+1}"):  # a sequence: s_{k+1}, a function of s_k
                return expr.func.__name__ + (f"^{{{exp}}}" if exp is not None else "")
            arguments = ", ".join(self._print(a) for a in expr.args)
            name = self._print(sp.Symbol(expr.func.__name__))
            return f"{name}({arguments})" + (f"^{{{exp}}}" if exp is not None else "")
        return super()._print_Function(expr, exp)

    def _print_Pow(self, expr):
        # s^{-2} inside a sum reads better than a fraction of its own.
        base, power = expr.base, expr.exp
        if power.is_Integer and power < -1 and (base.is_Symbol or isinstance(base, AppliedUndef)):
            return f"{self._print(base)}^{{{power}}}"
        return super()._print_Pow(expr)

    def _print_Derivative(self, expr):
        f, (x, order) = expr.expr, expr.variable_count[0]
        if (
            isinstance(f, AppliedUndef)
            and f.args == (x,)
            and order in (1, 2)
            and len(expr.variable_count) == 1
        ):
            return f"{self._print(sp.Symbol(f.func.__name__))}{chr(39) * order}({self._print(x)})"
        return super()._print_Derivative(expr)

    def _print_polygamma(self, expr, exp=None):
        order, x = expr.args
        if order != 0:
            return super()._print_polygamma(expr, exp)
        return rf"\psi\left({self._print(x)}\right)" + (f"^{{{exp}}}" if exp is not None else "")  # digamma

    def _print_Abs(self, expr, exp=None):
        inner = expr.args[0]
        if inner.is_Add and inner.as_coeff_Add()[0].is_negative:
            inner = -inner  # |1 - x| rather than |x - 1|
        return rf"\left|{self._print(inner)}\right|" + (f"^{{{exp}}}" if exp is not None else "")

    def _print_Heaviside(self, expr, exp=None):
        text = rf"\Theta\left({self._print(expr.args[0])}\right)"
        return text + (f"^{{{exp}}}" if exp is not None else "")

    def _print_Piecewise(self, expr):
        (value, condition), *others = expr.args
        if value == 1 and len(others) == 1 and others[0] == (0, True):  # Iverson's bracket
            return rf"\left[{self._print(condition)}\right]"
        return super()._print_Piecewise(expr)

    def _print_Identity(self, expr):
        return "I"

    def _print_expm1(self, expr, exp=None):
        return rf"\,\mathrm{{expm1}}\left({self._print(expr.args[0])}\right)"

    def _print_Subs(self, expr):
        inner, old, new = expr.args
        if isinstance(inner, sp.Derivative) and isinstance(inner.expr, AppliedUndef) and len(old) == 1:
            return self._print(inner).replace(f"({self._print(old[0])})", f"({self._print(new[0])})")
        return super()._print_Subs(expr)

    def _print_Limit(self, expr):
        inner, x, value, side = expr.args
        mark = "^{+}" if str(side) == "+" and value != sp.oo else ""
        text = rf"\left({self._print(inner)}\right)" if inner.is_Add else self._print(inner)
        return rf"\lim_{{{self._print(x)} \to {self._print(value)}{mark}}} {text}"

    def _circular(self, name: str, expr, exp):
        (x,) = expr.args
        text = self._print(x) if x.is_Symbol or x.is_Mul else f"({self._print(x)})"
        return rf"\{name}" + (f"^{{{exp}}}" if exp is not None else "") + f" {text}"

    def _print_cos(self, expr, exp=None):
        return self._circular("cos", expr, exp)

    def _print_sin(self, expr, exp=None):
        return self._circular("sin", expr, exp)

    def _print_atan2(self, expr):
        return rf"\operatorname{{atan2}}({', '.join(self._print(x) for x in expr.args)})"

    def _print_MatAdd(self, expr, order=None):
        return self._print_Add(expr, order).replace(" + - ", " - ")

    def _print_Transpose(self, expr):
        return self.parenthesize(expr.arg, 100, strict=True) + r"^{\top}"


def latex(e) -> str:
    """LaTeX of an expression in the book's style, no delimiters.

    Args:
        e: SymPy expression, matrix expression, relation or statement.

    Returns:
        LaTeX text; the same for the same expression.

    Example:
        >>> x = sp.Symbol("gamma"); s = sp.Function("s")(sp.Symbol("t"))
        >>> latex(4 * x * s * (1 - x * s**2))
        '4 \\\\gamma s(t) \\\\left(1 - \\\\gamma s(t)^{2}\\\\right)'
    """
    return BookPrinter({"ln_notation": False, "mat_symbol_style": "plain"}).doprint(sp.sympify(e))


def mime(text: str, **record) -> dict:
    """The display bundle: LaTeX for the page, and a record that the equation wall reads."""
    return {"text/latex": rf"$\displaystyle {text}$", "text/plain": text, MIME: record}
