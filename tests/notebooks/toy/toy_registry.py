"""One result of the real classes, for the toy book."""

import sympy as sp

from stepwise_ssl.symbolic.chain import Chain, same
from stepwise_ssl.symbolic.registry import Result

x, y = sp.symbols("x y", positive=True)
square = Result("toy/square", "Square", (x + y) ** 2, sp.expand((x + y) ** 2), same)


@square.route("by hand")
def _():
    product = sp.Mul(x + y, x + y, evaluate=False)
    chain = Chain.given((x + y) ** 2, product, "a square is a product")
    return chain.claim((x + y) ** 2, sp.expand((x + y) ** 2), "multiply out $x + y$")


def get(name):
    """The only result there is, under its own name."""
    return {square.name: square}[name]
