"""First principles for the landscape: critical points from Gamma-orthonormal vectors, slopes by stencils.

With an invertible B and Gamma = B^-T D B^-1, D of +1, -1 and 0, the columns b of B have b^T Gamma b' = 0 for
different columns and +1, -1 or 0 for equal ones: any critical point is a rotation of k columns with +1, and
of rows that Gamma annihilates.
"""

from __future__ import annotations

import random

import sympy as sp

from ..equality import StepError
from ..status import Status
from . import linear_model as linear
from . import named

R = sp.Rational
SECOND = r"\mathrm{d}^2 L"
BEND = r"\left.\frac{\mathrm{d}^2}{\mathrm{d}s^2} L(W + s\, u v^{\top})\right|_{s=0}"


def bend(f):
    """Second derivative at 0 of a quartic in one letter, exactly."""
    return (-f(-2) + 16 * f(-1) - 30 * f(0) + 16 * f(1) - f(2)) / sp.S(12)


def curvature(W: sp.Matrix, Gamma: sp.Matrix, H: sp.Matrix):
    """Second derivative of the loss at W along H."""
    return bend(lambda x: linear.loss(W + x * H, Gamma))


def _basis(m: int, rng) -> sp.Matrix:
    while True:
        B = named.integers(m, m, rng)
        if B.det() != 0:
            return B


# embedding_dim, learned directions, signs of Gamma in the basis: the learned ones first
CASES = (
    (2, 1, (1, 1, -1)),
    (3, 1, (1, 1, 0)),
    (3, 2, (1, 1, 1, -1)),
    (4, 2, (1, 1, 1, 0, -1)),
)


def _critical(seed: int) -> dict:
    rng = random.Random(2000 + seed)
    d, k, signs = CASES[seed]
    m = len(signs)
    B = _basis(m, rng)
    back = B.inv()
    Gamma = back.T * sp.diag(*signs) * back
    rows = B[:, :k].T
    for _ in range(d - k):  # rows that Gamma annihilates, of any length
        idle = sum((rng.randint(-3, 3) * B[:, j] for j in range(m) if signs[j] == 0), sp.zeros(m, 1))
        rows = rows.col_join(idle.T)
    turn = named.orthogonal(d, rng)
    W = turn * rows
    v = sum((rng.choice((-2, -1, 1, 2)) * B[:, j] for j in range(k, m)), sp.zeros(m, 1))
    C = W * Gamma * W.T
    if linear.slope(W, Gamma) != sp.zeros(d, m):
        raise AssertionError("the point is not critical")
    world = {"d": sp.Integer(d), "m": sp.Integer(m), "k": sp.Integer(k), "W": W, "Gamma": Gamma, "C": C}
    world |= {"u": turn[:, k], "v": v, "gamma": (v.T * Gamma * v)[0], "s": R(rng.randint(1, 9), 7)}
    world |= {r"\operatorname{rank} C": sp.Integer(C.rank()), r"\nabla_{W} L": linear.slope(W, Gamma)}
    world |= {"Q": turn[:, :k], "N": turn[:, k:], "F": turn[:, :k].T * W * Gamma, r"(W \Gamma)": W * Gamma}
    return world | {"loss": lambda weights: linear.loss(weights, Gamma)}


def _escape(seed: int) -> dict:
    world = _critical(seed)
    H = world["u"] * world["v"].T
    there = world["W"] + world["s"] * H
    along = curvature(world["W"], world["Gamma"], H)
    return world | {"C(s)": there * world["Gamma"] * there.T, BEND: along, SECOND: along, "H": H}


def _anywhere(seed: int) -> dict:
    """No critical point: any weights."""
    rng = random.Random(2100 + seed)
    d, m = linear.SIZES[seed]
    half, W, H = named.integers(m, m, rng), named.integers(d, m, rng), named.integers(d, m, rng)
    Gamma = half + half.T
    world = {"d": sp.Integer(d), "m": sp.Integer(m), "W": W, "Gamma": Gamma, "H": H, "C": W * Gamma * W.T}
    return world | {SECOND: curvature(W, Gamma, H)}


def _open(seed: int) -> dict:
    """Along an open direction, with any row."""
    rng = random.Random(2200 + seed)
    world = _critical(seed)
    h = named.integers(int(world["m"]), 1, rng)
    H = world["u"] * h.T
    world |= {r"{h^{\top} \Gamma h}": (h.T * world["Gamma"] * h)[0]}
    return world | {"h": h, "H": H, SECOND: curvature(world["W"], world["Gamma"], H)}


def _blocks(seed: int) -> dict:
    rng = random.Random(2300 + seed)
    world = _critical(seed)
    d, m, k = (int(world[x]) for x in "dmk")
    H_1, H_0 = named.integers(k, m, rng), named.integers(d - k, m, rng)
    H = world["Q"] * H_1 + world["N"] * H_0
    world |= {"H_1": H_1, "H_0": H_0, "H": H}
    return world | {SECOND: curvature(world["W"], world["Gamma"], H)}


SOLVED = ((1, (1, -1)), (2, (1, 1, -1)), (2, (1, 1, 0, 1)), (3, (1, 1, 1, -1)))


def _solution(seed: int) -> dict:
    rng = random.Random(2400 + seed)
    d, signs = SOLVED[seed]
    m = len(signs)
    B = _basis(m, rng)
    back = B.inv()
    Gamma = back.T * sp.diag(*signs) * back
    W = named.orthogonal(d, rng) * B[:, :d].T
    H = named.integers(d, m, rng)
    world = {"d": sp.Integer(d), "m": sp.Integer(m), "W": W, "Gamma": Gamma, "C": W * Gamma * W.T, "H": H}
    return world | {SECOND: curvature(W, Gamma, H)}


def _sharpest(seed: int) -> dict:
    """The largest curvature of all directions, as the largest root of the Hessian's own polynomial."""
    world = _solution(seed)
    W, Gamma, d, m = (world[x] for x in ("W", "Gamma", "d", "m"))
    units = [sp.Matrix(d, m, lambda i, j, at=at: int(i * m + j == at)) for at in range(d * m)]
    hessian = sp.Matrix(len(units), len(units), lambda i, j: 0)
    own = [curvature(W, Gamma, e) for e in units]
    for i, e in enumerate(units):
        for j in range(i + 1):
            both = own[i] if i == j else (curvature(W, Gamma, e + units[j]) - own[i] - own[j]) / 2
            hessian[i, j] = hessian[j, i] = both
    square = (W * Gamma * Gamma * W.T).charpoly()
    kappa = max(sp.Poly(square.as_expr(), *square.gens).nroots(n=60, maxsteps=500), key=sp.re)
    top = _largest(hessian)
    longest = sp.sqrt(sp.re(kappa))
    away = (W * Gamma * Gamma * W.T - longest**2 * sp.eye(d)).evalf(60)
    z = (away.adjugate()[:, 0] if d > 1 else sp.eye(1)).evalf(60)  # (A - kappa) adj(A - kappa) = 0
    z = z / sp.sqrt((z.T * z)[0])
    world |= {"z": z, "y": (W * Gamma).T * z / longest, r"(W \Gamma)": W * Gamma}
    return world | {SECOND: top, r"\lVert W \Gamma \rVert_2": longest}


def _largest(A: sp.Matrix):
    """Largest eigenvalue of a positive semidefinite matrix, by 60 digits of its characteristic polynomial."""
    poly = A.charpoly()
    factors = sp.factor_list(poly.as_expr())[1]
    roots = [r for f, _ in factors for r in sp.Poly(f, *poly.gens).nroots(n=60, maxsteps=500)]
    return max(sp.re(r) for r in roots)


def _aligned_step(seed: int) -> dict:
    rng = random.Random(2500 + seed)
    d, m = linear.SIZES[seed]
    U, whole = named.orthogonal(d, rng), named.orthogonal(m, rng)
    gammas = [R(rng.randint(-9, 9), 5) + R(1, 7) for _ in range(m)]
    lengths = [R(rng.randint(1, 9), 7) for _ in range(d)]
    Gamma, eta = whole * sp.diag(*gammas) * whole.T, R(1, 11 + seed)
    W = U * sp.diag(*lengths) * whole[:, :d].T
    slope = linear.slope(W, Gamma)
    world = {"d": sp.Integer(d), "m": sp.Integer(m), "eta": eta, "U": U, "V": whole[:, :d], "N": whole[:, d:]}
    world |= {"W": W, "Gamma": Gamma, r"\nabla_{W} L": slope, "W_{k+1}": W - eta * slope}
    world |= {"modes": [{"gamma_j": g, "s_j": s} for g, s in zip(gammas, lengths, strict=False)]}
    return world | {"M": sp.diag(*gammas[d:])}


def _svd(seed: int) -> dict:
    """A solution from its factors: Gamma is squeezed to diag(1 / s_j^2) by E, and anything elsewhere."""
    rng = random.Random(2600 + seed)
    d, m = linear.SIZES[seed]
    U, whole = named.orthogonal(d, rng), named.orthogonal(m, rng)
    lengths = [R(rng.randint(1, 9), 7) for _ in range(d)]
    block = named.integers(m, m, rng)
    block = block + block.T
    block[:d, :d] = sp.diag(*(1 / s**2 for s in lengths))
    Gamma, W = whole * block * whole.T, U * sp.diag(*lengths) * whole[:, :d].T
    if W * Gamma * W.T != sp.eye(d):
        raise AssertionError("no solution")
    world = {"d": sp.Integer(d), "m": sp.Integer(m), "U": U, "E": whole[:, :d], "N": whole[:, d:], "W": W}
    return world | {"Gamma": Gamma, "modes": [{"s_j": s} for s in lengths]}


critical = named.check_in(_critical)
escape = named.check_in(_escape)
anywhere = named.check_in(_anywhere)
open_direction = named.check_in(_open)
blocks = named.check_in(_blocks)
solution = named.check_in(_solution)
sharpest = named.check_in(_sharpest, digits=30)
aligned_step = named.check_in(_aligned_step)
svd_of_solution = named.check_in(_svd)


def _pick(seed: int) -> dict:
    """A solution, and the leading eigenvalues: the smallest one for even seeds, others for odd ones."""
    rng = random.Random(2700 + seed)
    d, m = ((1, 2), (1, 3), (2, 3), (2, 4), (3, 4), (3, 5))[seed]
    roots = sorted({R(rng.randint(1, 40), 9) for _ in range(3 * m)})[-m:][::-1]  # of the eigenvalues
    gammas = [x**2 for x in roots]
    if seed % 3 == 0:
        gammas[-1] = -gammas[-1]
    U, whole = named.orthogonal(d, rng), named.orthogonal(m, rng)
    kept = list(range(d)) if seed % 2 == 0 else [*range(d - 1), d]
    if seed % 2 and gammas[d] < 0:
        raise AssertionError("a mode that no solution can use")
    Gamma = whole * sp.diag(*gammas) * whole.T
    W = U * sp.diag(*(1 / roots[j] for j in kept)) * sp.Matrix.hstack(*(whole[:, j] for j in kept)).T
    world = {"d": sp.Integer(d), "m": sp.Integer(m), "W": W, "Gamma": Gamma}
    return world | {"modes": [{"gamma_j": g} for g in gammas[:d]], "smallest": seed % 2 == 0}


def norms_of_solutions(lhs, rhs) -> Status:
    """lhs >= rhs at every solution, with equality at the smallest ones and nowhere else."""
    for seed in range(6):
        world = _pick(seed)
        try:
            left, right = (named._value(e, world)[0] for e in (lhs, rhs))
            holds = bool(left == right) if world["smallest"] else bool(left > right)
        except (TypeError, ValueError, KeyError, IndexError, ZeroDivisionError) as error:
            raise StepError(f"{lhs} >= {rhs} has no value: {error}") from error
        if not holds:
            raise StepError(f"{lhs} >= {rhs}: {left} against {right}", {"W": str(world["W"])})
    return Status.EXACT(6)
