"""Automatic mutants: the reference with one thing wrong, in every way that this module knows."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

_SWAPS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.Pow: ast.Mult,
    ast.Lt: ast.Gt,
    ast.Gt: ast.Lt,
    ast.LtE: ast.Lt,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
}


def _swap(node: ast.AST) -> None:
    node.op = _SWAPS[type(node.op)]()


def _drop_right(node: ast.BinOp) -> None:
    neutral = 0 if isinstance(node.op, ast.Add | ast.Sub) else 1
    node.op, node.right = (ast.Mult() if neutral else ast.Add()), ast.Constant(neutral)


def _edits(node: ast.AST) -> Iterator[Callable[[ast.AST], None]]:
    """Yield functions that break a copy of the node."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _SWAPS:
        yield _swap
    if isinstance(node, ast.BinOp):
        yield _drop_right
        if isinstance(node.op, ast.Sub | ast.Div | ast.Pow | ast.MatMult):
            yield lambda n: n.__dict__.update(left=n.right, right=n.left)
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _SWAPS:
        yield lambda n: n.ops.__setitem__(0, _SWAPS[type(n.ops[0])]())
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield lambda n: setattr(n, "value", n.value + 1)
        if node.value:
            yield lambda n: setattr(n, "value", -n.value)
            yield lambda n: setattr(n, "value", 2 * n.value)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield lambda n: setattr(n, "attr", "real")
    if isinstance(node, ast.Slice):
        yield lambda n: n.__dict__.update(lower=None, upper=None, step=None)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield lambda n: setattr(n, "op", ast.UAdd() if isinstance(n.op, ast.USub) else ast.Not())
    if isinstance(node, ast.Call) and len(node.args) == 2:
        yield lambda n: n.args.reverse()
    if isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.func, ast.Name):
        others = {"exp": "log", "log": "exp", "sqrt": "abs", "max": "min", "min": "max"}
        if node.func.id in others:
            yield lambda n: setattr(n.func, "id", others[n.func.id])
    if isinstance(node, ast.FunctionDef | ast.For | ast.If):
        for k, line in enumerate(node.body):
            if isinstance(line, ast.Assign | ast.AugAssign | ast.Return) or _does_something(line):
                yield lambda n, k=k: n.body.__setitem__(k, ast.Pass())


def _does_something(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and not isinstance(line.value, ast.Constant)


def of_code(source: str) -> Iterator[tuple[str, str]]:
    """Break a program in one place at a time.

    Args:
        source: Python.

    Yields:
        Pairs (label, source of the mutant). The label says line, what stood there and what stands there now.

    Source: the usual operators of mutation testing.

    >>> [label for label, _ in of_code("x = a - b")]
    ['1: a - b -> a + b', '1: a - b -> a + 0', '1: a - b -> b - a']
    """
    tree, seen, count = ast.parse(source), set(), {}
    original = ast.unparse(tree)
    for at, node in enumerate(ast.walk(tree)):
        for edit in _edits(node):
            changed = copy.deepcopy(tree)
            target = list(ast.walk(changed))[at]
            before = ast.unparse(target)
            edit(target)
            try:
                text = ast.unparse(ast.fix_missing_locations(changed))
                after = ast.unparse(target)
            except Exception:
                continue
            if text in seen or text == original:
                continue
            seen.add(text)
            line = getattr(node, "lineno", None) or getattr(getattr(node, "lower", None), "lineno", 0)
            if isinstance(node, ast.FunctionDef | ast.For | ast.If):
                before, after = _difference(before, after)
            label = f"{line}: {before} -> {after}"
            count[label] = count.get(label, 0) + 1
            yield label + (f" ({count[label]})" if count[label] > 1 else ""), text


def _difference(before: str, after: str) -> tuple[str, str]:
    """Return the first line in which two texts differ, stripped."""
    for a, b in zip(before.splitlines(), after.splitlines(), strict=False):
        if a != b:
            return a.strip(), b.strip()
    return before[:40], after[:40]


def of_formulas(formulas: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Break one formula in one place at a time; the others stay right.

    Args:
        formulas: text by name of answer.

    Yields:
        Pairs (label, program that assigns all formulas).

    Source: ``of_code``, on the formula as a Python expression.

    >>> next(of_formulas({"rate": "8*gamma"}))
    ('rate: 8 * gamma -> 8 + gamma', "rate = '8 + gamma'")
    """
    for name, text in formulas.items():
        for label, mutant in of_code(text.replace("^", "**")):
            lines = [f"{n} = {(mutant if n == name else t)!r}" for n, t in formulas.items()]
            yield f"{name}{label[1:]}", "\n".join(lines)
