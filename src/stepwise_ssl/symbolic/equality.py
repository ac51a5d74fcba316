"""Are two scalar expressions equal? Refute by points first, then prove; else say how far it was checked."""

from __future__ import annotations

import random
from collections.abc import Iterable

import sympy as sp
from sympy.core.function import AppliedUndef

from .status import Status, weakest

POINTS = 10


class StepError(AssertionError):
    """A step that does not hold.

    Args:
        message: what failed.
        counterexample: the point at which the two sides differ, if there is one.
    """

    def __init__(self, message: str, counterexample: dict | None = None):
        super().__init__(message)
        self.counterexample = counterexample or {}


def opaque(*expressions: sp.Basic) -> list[sp.Basic]:
    """Replace s(t), s'(t), ... by independent letters, so that a step is checked for all functions.

    Args:
        expressions: scalar expressions.

    Returns:
        The same expressions without functions of unknown shape.

    Example:
        >>> t = sp.Symbol("t"); s = sp.Function("s")
        >>> opaque(s(t) + s(t).diff(t))[0].atoms(sp.Function)
        set()
    """
    out = [sp.sympify(e) for e in expressions]
    for kinds in ((sp.Derivative, sp.Subs, sp.Limit, sp.Integral), (AppliedUndef,)):
        found = sorted(set().union(*(e.atoms(*kinds) for e in out)), key=lambda x: (-sp.count_ops(x), str(x)))
        for x in found:
            letter = sp.Dummy(f"[{x}]", real=True, positive=x.is_positive if x.is_positive else None)
            out = [e.xreplace({x: letter}) for e in out]
    return out


def settle(e: sp.Basic) -> sp.Basic:
    """Carry out derivatives, integrals and limits, but no limit of an unknown function.

    SymPy takes s(t) for a constant in a limit over s0 (and returns infinity for s(t)/s0), though s(t) stands
    for a solution that starts at s0: such a limit stays a letter of its own.
    """
    unknown = [x for x in e.atoms(sp.Limit) if x.atoms(AppliedUndef)]
    letters = {x: sp.Dummy(f"[{x}]", real=True) for x in sorted(unknown, key=str)}
    back = {v: k for k, v in letters.items()}
    return e.xreplace(letters).doit().xreplace(back)


def sample(symbol: sp.Symbol, rng: random.Random) -> sp.Rational:
    """A small random rational (or integer) that respects the assumptions of a symbol."""
    if symbol.is_integer:
        value = sp.Integer(rng.randint(1, 6))
    elif rng.random() < 0.6:
        value = sp.Rational(rng.randint(1, 9), rng.randint(3, 11))
    else:  # some larger ones, so that both sides of 1 are seen
        value = sp.Rational(rng.randint(4, 15), rng.randint(2, 5))
    if symbol.is_negative or (symbol.is_nonnegative is None and rng.random() < 0.4):
        value = -value
    return value


def points(symbols: Iterable[sp.Symbol], where: Iterable = (), k: int = POINTS, seed: int = 0):
    """Yield k random points that satisfy every condition in ``where``.

    Raises:
        StepError: if 400 k draws do not find k such points.
    """
    rng, found = random.Random(seed), 0
    where = [sp.sympify(c) for c in where]
    symbols = set(symbols).union(*(c.free_symbols for c in where))
    symbols = sorted(symbols, key=lambda x: (str(x), x.assumptions0.get("positive") or False))
    for _ in range(400 * k):
        point = {x: sample(x, rng) for x in symbols}
        if all(c.xreplace(point) == True for c in where):  # noqa: E712
            yield point
            found += 1
            if found == k:
                return
    raise StepError(f"no {k} points satisfy {list(where)}: the claim is about an (almost) empty domain")


def _value(e: sp.Basic, point: dict):
    v = e.xreplace(point)
    return v if v.is_Rational else v.evalf(45, maxn=400)


def compare_at_points(a, b, where=(), k: int = POINTS, seed: int = 0) -> Status:
    """Evaluate both sides at k random points of the domain; raise at the first that differs."""
    exact = True
    for point in points(a.free_symbols | b.free_symbols, where, k, seed):
        left, right = _value(a, point), _value(b, point)
        if left.is_Rational and right.is_Rational:
            same = left == right
        else:
            exact = False
            finite = left.is_number and right.is_number and left.is_finite and right.is_finite
            scale = max(abs(left), abs(right)) if finite else None
            same = bool(finite and abs(left - right) <= sp.Float("1e-30") * scale + sp.Float("1e-100"))
        if not same:
            place = ", ".join(f"{x} = {v}" for x, v in point.items()) or "no free letters"
            raise StepError(f"{a} != {b} at {place}: {sp.N(left, 8)} against {sp.N(right, 8)}", point)
    return Status.EXACT(k) if exact else Status.NUMERIC(k)


def _is_zero(r: sp.Basic) -> bool:
    """True only if algebra shows that the expression is identically zero."""
    r = r.expand(func=True)
    if r == 0:
        return True
    numerator = sp.expand(sp.together(r).as_numer_denom()[0])
    if numerator == 0 or sp.expand(sp.powsimp(numerator)) == 0:
        return True
    return sp.simplify(r) == 0 or (r.has(sp.log) and _logs_cancel(numerator))


def _logs_cancel(r: sp.Basic) -> bool:
    """c1 log a1 + c2 log a2 + ... = 0, because a1^(c1/c) a2^(c2/c) ... = 1 (where all the logs are real)."""
    pairs = [term.as_independent(sp.log) for term in sp.Add.make_args(sp.expand(r, log=False))]
    if not all(isinstance(logarithm, sp.log) for _, logarithm in pairs):
        return False
    powers = [sp.simplify(c / pairs[0][0]) for c, _ in pairs]
    if not all(n.is_Rational for n in powers):
        return False
    whole = sp.ilcm(*(n.q for n in powers))
    product = sp.Mul(*(x.args[0] ** (n * whole) for (_, x), n in zip(pairs, powers, strict=True)))
    return sp.simplify(sp.expand(sp.together(product - 1).as_numer_denom()[0])) == 0


def _principal(e: sp.Basic) -> bool:
    """True if the expression is never negative where it is real: made of roots and positives."""
    return all(
        f.is_nonnegative or (f.is_Pow and f.exp.is_Rational and f.exp.q == 2 and f.base.is_real is not False)
        for f in sp.Mul.make_args(e)
    )


def _prove(a, b) -> bool:
    a, b = (e.expand(func=True) if e.has(sp.Function) else e for e in (a, b))
    if _is_zero(a - b):
        return True
    # simplify does not reach 0 between 1/sqrt(x) and sqrt(1/x): compare squares, and signs.
    return (a.has(sp.Pow) and _principal(a) and _principal(b)) and _is_zero(a**2 - b**2)


def _bound(x: sp.Symbol, conditions: Iterable) -> sp.Basic | None:
    """The only place at which one of the conditions changes its truth as x runs, if it is one place."""
    margins = [c.lhs - c.rhs for c in conditions if x in c.free_symbols]
    slopes = [sp.diff(margin, x) for margin in margins]
    if any(slope.has(x) or slope.is_zero is not False for slope in slopes):
        return sp.S.Zero
    bounds = {sp.expand(x - margin / slope) for margin, slope in zip(margins, slopes, strict=True)}
    return bounds.pop() if len(bounds) == 1 else sp.S.Zero


def by_sign(*expressions: sp.Basic) -> list[dict]:
    """Substitutions to settle each Piecewise that asks where a real letter is: above a bound, below or on it.

    The bound is 0, or what a condition that is linear in the letter says, such as T < 1/(4 gamma).
    """
    out, done = [{}], set()
    pieces = set().union(*(e.atoms(sp.Piecewise) for e in expressions))
    conditions = {c for p in pieces for _, c in p.args if c.is_Relational}
    letters = {x for c in conditions for x in c.free_symbols if x.is_real and x.is_nonnegative is None}
    for x in sorted(letters, key=str):
        own = {c for c in conditions if x in c.free_symbols}
        if own <= done:
            continue
        done |= own
        bound, far = _bound(x, own), sp.Symbol(x.name, positive=True)
        below = sp.Symbol(x.name, negative=True) if bound == 0 else bound - far
        out = [{**case, x: value} for case in out for value in (bound + far, below, bound)]
    return out


def equal(a, b, where: Iterable = (), k: int = POINTS) -> Status:
    """Decide whether two scalar expressions are equal on a domain.

    Args:
        a: one side.
        b: other side.
        where: conditions (relations) that hold; samples satisfy them.
        k: number of random points.

    Returns:
        PROVED if algebra reduces the difference to zero, else EXACT(k) or NUMERIC(k).

    Raises:
        StepError: with a counterexample, if the sides differ at a point of the domain.

    Example:
        >>> x = sp.Symbol("x", positive=True)
        >>> str(equal((x + 1) ** 2, x**2 + 2 * x + 1))
        'proved'
    """
    where = tuple(where)
    facts = {c: sp.true for c in where}
    a, b = (sp.sympify(e).xreplace(facts) for e in (a, b))
    if a == b:
        return Status.PROVED
    a, b = (e.rewrite(sp.Heaviside, sp.Piecewise) if e.has(sp.Heaviside) else e for e in (a, b))
    signs = by_sign(a, b)
    if len(signs) > 1:
        marks = []
        for case in signs:
            conditions = tuple(sp.sympify(c).subs(case) for c in where)
            if sp.false not in conditions:
                marks.append(equal(a.subs(case), b.subs(case), conditions, k))
        return weakest(marks)
    a, b, *where = opaque(settle(a), settle(b), *where)
    if a == b:
        return Status.PROVED
    seen = compare_at_points(a, b, where, k)
    return Status.PROVED if _prove(a, b) else seen
