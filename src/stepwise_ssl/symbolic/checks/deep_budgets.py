"""First principles for what eigenvalues share: unit vectors, fixed sums, and VICReg near zero."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import sympy as sp

from . import named, worlds
from .linear_loss import correlate

R = sp.Rational
CLOSE = R(1, 10**13)  # how near zero VICReg is looked at; what is neglected is the square of it


def _roots(A: sp.Matrix) -> list:
    """Eigenvalues, each as often as it counts, to 40 digits."""
    poly = A.charpoly()
    found = []
    for factor, times in sp.factor_list(poly.as_expr())[1]:
        found += times * [sp.re(r) for r in sp.Poly(factor, *poly.gens).nroots(n=45, maxsteps=500)]
    return found


def _spectrum(seed: int) -> dict:
    """A symmetric matrix with these eigenvectors and eigenvalues."""
    rng = random.Random(3100 + seed)
    d = seed + 1
    U, found = named.orthogonal(d, rng), [R(rng.randint(-9, 9), 4) for _ in range(d)]
    return {
        "d": sp.Integer(d),
        "C": U * sp.diag(*found) * U.T,
        "U": U,
        "modes": [{"lambda_j": x} for x in found],
    }


def _unit(d: int, rng) -> sp.Matrix:
    return named.orthogonal(d, rng)[:, 0]


def _sphere(seed: int) -> dict:
    rng = random.Random(3200 + seed)
    d, n = (2, 3, 3, 4)[seed], (3, 2, 5, 3)[seed]
    views = [(_unit(d, rng), _unit(d, rng)) for _ in range(n)]
    S = correlate([(x, x) for pair in views for x in pair])
    world = {"d": sp.Integer(d), "n": sp.Integer(n), "S": S, "C": correlate(views)}
    world |= {"pairs": [{"z_i": x, "{z'_i}": y} for x, y in views]}
    return world | {"modes": [{"sigma_j": x} for x in _roots(S)]}


def _shares(seed: int) -> dict:
    rng = random.Random(3300 + seed)
    k, d = seed + 2, seed + 3
    shares = [R(rng.randint(-5, 9), 4) for _ in range(k - 1)]
    shares.append(d - sum(shares))
    return {"k": sp.Integer(k), "d": sp.Integer(d), "modes": [{"sigma_j": x} for x in shares]}


def _variances(seed: int) -> dict:
    rng = random.Random(3400 + seed)
    d = seed + 2
    S = sp.eye(d)
    for i in range(d):
        for j in range(i):
            S[i, j] = S[j, i] = R(rng.randint(-4, 4), 9)
    return {"d": sp.Integer(d), "S": S, "modes": [{"sigma_j": x} for x in _roots(S)]}


spectrum = named.check_in(_spectrum)
sphere = named.check_in(_sphere, digits=30)
shares = named.check_in(_shares)
variances = named.check_in(_variances, digits=30)


@dataclass(frozen=True)
class Hinge:
    """A variance, and what is added to it before the root.

    Args:
        v: variance.
        varepsilon: what is added.
    """

    v: sp.Expr
    varepsilon: sp.Expr

    def letter(self, name: str):
        """Value of a letter."""
        return getattr(self, name)

    def limit(self, e: sp.Limit):
        """Limit at 0 from above, looked at from nearby."""
        inner, letter, end, side = e.args
        if letter.name != "v" or end != 0 or str(side) != "+":
            return sp.nan
        return worlds.evaluate(inner, replace(self, v=sp.Float("1e-25", 60)))


hinge = worlds.check_in(tuple(Hinge(R(1, 3), x) for x in (R(1, 10**4), R(2, 7), R(9, 5))), digits=20)


def _second_moment(rows: list, over, centred: bool) -> sp.Matrix:
    mean = sum(rows, rows[0] * 0) / sp.Integer(len(rows))
    rows = [x - mean for x in rows] if centred else rows
    return sum((x * x.T for x in rows), rows[0] * rows[0].T * 0) / over


def vicreg(views: list, a, nu, kappa, eps):
    """The loss as it is used: agreement, the hinge in both views, squared covariances."""
    n, d = len(views), views[0][0].rows
    apart = sum(sum(c**2 for c in x - y) for x, y in views) / sp.Integer(n * d)
    loss = a * apart
    for view in zip(*views, strict=True):
        V = _second_moment(list(view), sp.Integer(n - 1), centred=True)
        roots = [sp.sqrt(V[i, i] + eps).evalf(80) for i in range(d)]
        loss += nu * sum(max(sp.S.Zero, 1 - x) for x in roots) / (2 * d)
        loss += kappa * sum(V[i, j] ** 2 for i in range(d) for j in range(d) if i != j) / d
    return loss


def _near_zero(seed: int) -> dict:
    """The quadratic part of the loss at zero, and the velocity of the weights of a linear head there."""
    rng = random.Random(3500 + seed)
    d, m, n = ((1, 2, 3), (2, 2, 3), (2, 3, 4), (3, 2, 4))[seed]
    a, nu, kappa = (R(rng.randint(2, 30)) for _ in range(3))
    eps = R(1, rng.randint(2, 20)) ** 2
    inputs = [(named.integers(m, 1, rng), named.integers(m, 1, rng)) for _ in range(n)]
    W = named.integers(d, m, rng)

    def quadratic(weights):
        views = [(CLOSE * weights * x, CLOSE * weights * y) for x, y in inputs]
        return (vicreg(views, a, nu, kappa, eps) - nu * (1 - sp.sqrt(eps))) / CLOSE**2

    everyone = [x for pair in inputs for x in pair]
    world = {"a": a, "nu": nu, "varepsilon": eps, "d": sp.Integer(d), "m": sp.Integer(m), "W": W}
    world |= {"Gamma": correlate(inputs), "Sigma": _second_moment(everyone, sp.Integer(2 * n), False)}
    spreads = [_second_moment(list(v), sp.Integer(n - 1), True) for v in zip(*inputs, strict=True)]
    world |= {r"\hat{\Sigma}": sum(spreads, sp.zeros(m)) / 2, "n": sp.Integer(n)}
    for output, matrix in (("S", "Sigma"), ("C", "Gamma"), (r"\hat{S}", r"\hat{\Sigma}")):
        world[output] = W * world[matrix] * W.T
    world |= {"pairs": [{"z_i": W * x, "{z'_i}": W * y} for x, y in inputs], "L_2": quadratic(W)}
    world |= {r"\dot{W}": -_slope(quadratic, W), "H": (H := named.integers(d, m, rng))}
    slope = world[r"\left(\nabla_{W} L_2\right)"] = -world[r"\dot{W}"]
    return world | {r"\mathrm{d}L_2": sum(x * y for x, y in zip(slope, H, strict=True))}


def _slope(f, at: sp.Matrix) -> sp.Matrix:
    """Gradient by central differences: exact for what is quadratic."""

    def moved(i, j, by):
        other = at.copy()
        other[i, j] += by
        return f(other)

    return sp.Matrix(at.rows, at.cols, lambda i, j: (moved(i, j, 1) - moved(i, j, -1)) / 2)


near_zero = named.check_in(_near_zero, digits=18)


def _mode(seed: int) -> dict:
    """Views of which each is a multiple of an eigenvector of both Sigma and Gamma, and their opposites."""
    rng = random.Random(3600 + seed)
    d, m = ((1, 2), (2, 2), (2, 3), (3, 3))[seed]
    axes, W = named.orthogonal(m, rng), named.integers(d, m, rng)
    a, nu, eps, inputs = R(rng.randint(2, 30)), R(rng.randint(2, 30)), R(1, rng.randint(2, 20)) ** 2, []
    for j in range(m):
        x, y = R(rng.randint(1, 9), 4) * axes[:, j], R(rng.randint(-9, 9), 4) * axes[:, j]
        inputs += [(x, y), (-x, -y)]
    n = len(inputs)
    everyone = [x for pair in inputs for x in pair]
    Sigma, Gamma, v = _second_moment(everyone, sp.Integer(2 * n), False), correlate(inputs), axes[:, seed % m]
    sigma, gamma = (v.T * Sigma * v)[0], (v.T * Gamma * v)[0]

    def quadratic(weights):
        """With variances over n, as for many pairs."""
        views = [(CLOSE * weights * x, CLOSE * weights * y) for x, y in inputs]
        apart = sum(sum(c**2 for c in x - y) for x, y in views) / sp.Integer(n * d)
        spread = sp.S.Zero
        for view in zip(*views, strict=True):
            V = _second_moment(list(view), sp.Integer(n), centred=True)
            spread += sum(1 - sp.sqrt(V[i, i] + eps).evalf(80) for i in range(d)) / (2 * d)
        return (a * apart + nu * (spread - 1 + sp.sqrt(eps))) / CLOSE**2

    world = {"a": a, "nu": nu, "varepsilon": eps, "d": sp.Integer(d), "m": sp.Integer(m), "W": W, "v_j": v}
    world |= {"mu_j": sigma, "gamma_j": gamma, r"\dot{W}": -_slope(quadratic, W)}
    spreads = [_second_moment(list(v), sp.Integer(n), True) for v in zip(*inputs, strict=True)]
    return world | {"Sigma": Sigma, "Gamma": Gamma, r"\hat{\Sigma}": sum(spreads, sp.zeros(m)) / 2}


modes = named.check_in(_mode, digits=18)


def _rates(seed: int) -> dict:
    """How fast a mode grows with its own pairs, and with strangers', whose correlation is zero."""
    rng = random.Random(3700 + seed)
    a, nu, eps = R(rng.randint(2, 30)), R(rng.randint(20, 30)), R(1, rng.randint(20, 90)) ** 2
    sigma = R(rng.randint(5, 9), 4)
    gamma = sigma * R(rng.randint(-9, 9), 10)

    def rate(correlation):
        """Of a one-weight model whose views have this second moment and this correlation."""

        def quadratic(w):
            return a * 2 * w**2 * (sigma - correlation) + nu * (sp.sqrt(eps) - sp.sqrt(w**2 * sigma + eps))

        h = sp.Float("1e-25", 80)
        return -quadratic(h) / h**2 * 2

    world = {"a": a, "nu": nu, "varepsilon": eps, "mu_j": sigma, "gamma_j": gamma}
    return world | {r"\kappa_j": rate(gamma), r"\kappa_j^{\mathrm{strangers}}": rate(sp.S.Zero)}


rates = named.check_in(_rates, digits=18)
