"""A registry of four results, two of them wrong on purpose, made of the real classes."""

import sympy as sp

from stepwise_ssl.symbolic.chain import Chain, same
from stepwise_ssl.symbolic.registry import Result

x, y, w = sp.symbols("x y w_0", positive=True)
PRODUCT, SQUARE = sp.Mul(x + y, x + y, evaluate=False), sp.expand((x + y) ** 2)


def declared(name, lhs, rhs, **fields):
    found = Result(name, name.split("/")[1].title(), lhs, rhs, same, **fields)
    RESULTS[name] = found
    return found


RESULTS = {}
square = declared("toy/square", (x + y) ** 2, SQUARE, assumptions=("one-weight",), code_form=SQUARE)
cube = declared("toy/cube", w**3, w * w**2, assumptions=("one-weight", "gradient-flow"))
wrong = declared("toy/wrong", (x + y) ** 2, x**2 + y**2)
wrong_step = declared("toy/wrong-step", (x + y) ** 2, SQUARE)


@square.route("by hand")
def _():
    return Chain.given((x + y) ** 2, PRODUCT, "a square is a product").claim(
        (x + y) ** 2, SQUARE, "multiply out $x + y$"
    )


@wrong.route("by decree")
def _():
    return Chain.given((x + y) ** 2, x**2 + y**2, "everybody knows")


@wrong_step.route("by hand")
def _():
    return Chain.given((x + y) ** 2, PRODUCT, "a square is a product").claim(
        (x + y) ** 2, x**2 + y**2, "forget a term"
    )


def get(name):
    return RESULTS[name]
