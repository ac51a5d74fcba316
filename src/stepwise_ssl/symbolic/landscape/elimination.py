"""The landscape by elimination, for small sizes: what the equations alone imply, with no proof by hand.

A polynomial vanishes at every critical point if it lies in the ideal of the gradient's entries; a Groebner
basis decides it. The proofs for any size are in `critical` and in the text; this is another way to the same.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

norm = sp.Symbol("N")


def _weights(d: int, m: int) -> sp.Matrix:
    return sp.Matrix(d, m, sp.symbols(f"w:{d * m}"))


@cache
def _basis(d: int, gammas: tuple):
    """Groebner basis of the entries of (C - I) W Gamma, with the entries of W as the letters."""
    W, Gamma = _weights(d, len(gammas)), sp.diag(*gammas)
    C = W * Gamma * W.T
    return sp.groebner(list((C - sp.eye(d)) * W * Gamma), *W, order="grevlex"), W, Gamma, C


def follows(statement: str, d: int, gammas: tuple) -> bool:
    """Does a statement hold at every critical point, real or complex, of the loss with Gamma = diag(gammas)?

    Args:
        statement: "projector" (C^2 = C), "rows" (C W Gamma = W Gamma), "weights" (C W = W) or "plateaus"
            (the loss is one of 0, 1, ..., d).
        d: embedding_dim.
        gammas: rational eigenvalues, m of them; zero and negative ones are welcome.

    Returns:
        True if every polynomial of the statement lies in the ideal of the gradient.

    Example:
        >>> follows("weights", 1, (2, 1)), follows("weights", 1, (2, 0))
        (True, False)
    """
    basis, W, Gamma, C = _basis(d, tuple(gammas))
    said = {"projector": C * C - C, "rows": C * W * Gamma - W * Gamma, "weights": C * W - W}
    if statement == "plateaus":
        return _is_whole_number(basis, sum(x**2 for x in C - sp.eye(d)), d)
    if statement not in said:
        raise ValueError(f"statement: got {statement!r}, expected one of {', '.join((*said, 'plateaus'))}")
    return all(basis.contains(sp.expand(x)) for x in said[statement])


def _is_whole_number(basis, loss, d: int) -> bool:
    """Does loss (loss - 1) ... (loss - d) vanish? Remainders are taken on the way, to keep degrees low."""
    loss = basis.reduce(sp.expand(loss))[1]
    product = sp.S.One
    for height in range(d + 1):
        product = basis.reduce(sp.expand(product * (loss - height)))[1]
    return product == 0


@cache
def norms_of_stationary_solutions(gammas: tuple) -> sp.Expr:
    """Every stationary value N of ||W||_F^2 on the solutions with two outputs, as the roots of a polynomial.

    Lagrange: W = M W Gamma with a symmetric M, which a rotation of the embedding makes diagonal; then all
    letters but N are eliminated.

    Args:
        gammas: different rational eigenvalues of Gamma, positive ones.

    Returns:
        The polynomial in N, factorised.

    Example:
        >>> norms_of_stationary_solutions((3, 2, 1))
        (2*N - 3)*(3*N - 4)*(6*N - 5)
    """
    W, Gamma, multipliers = _weights(2, len(gammas)), sp.diag(*gammas), sp.symbols("mu:2")
    stationary = W - sp.diag(*multipliers) * W * Gamma
    constraint = W * Gamma * W.T - sp.eye(2)
    equations = [x for x in [*stationary, *constraint] if x != 0]
    total = norm - sum(x**2 for x in W)
    basis = sp.groebner([*equations, total], *W, *multipliers, norm, order="lex")
    (alone,) = [g for g in basis.exprs if g.free_symbols == {norm}]
    return sp.factor(alone)
