"""First principles for small starts: slopes of the loss, seen from axes that turn with the first arrow."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

import mpmath as mp
import sympy as sp

from . import ground_truth as truth
from . import linear_model as linear
from . import named, worlds
from .gate import Pair

R = sp.Rational
SIZES = ((1, 2), (2, 3), (2, 4), (3, 4))  # embedding_dim, input_dim


def _run(seed: int) -> dict:
    """Any weights, any symmetric Gamma; what moves is read off the slope of the loss."""
    rng = random.Random(1200 + seed)
    d, m = SIZES[seed]
    W, V = named.integers(d, m, rng), named.orthogonal(m, rng)
    gammas = [R(rng.randint(-9, 9), 5) + R(1, 7) for _ in range(m)]
    Gamma = V * sp.diag(*gammas) * V.T
    velocity, j = -linear.slope(W, Gamma), seed % m
    closing = -(velocity * Gamma * W.T + W * Gamma * velocity.T)
    return {"W": W, "Gamma": Gamma, "velocity": velocity, "E_dot": closing, "V": V, "gammas": gammas, "j": j}


def _of(run: dict) -> tuple:
    """E and M of a run."""
    W, Gamma = run["W"], run["Gamma"]
    return sp.eye(W.rows) - W * Gamma * W.T, W * Gamma * Gamma * W.T


def _gate(seed: int) -> dict:
    run = _run(seed)
    (E, M), v = _of(run), run["V"][:, run["j"]]
    a, a_dot = run["W"] * v, run["velocity"] * v
    rate = sum(2 * x * y for x, y in zip(a, a_dot, strict=True))
    world = {"d": sp.Integer(E.rows), "E": E, "M": M, r"\dot{E}": run["E_dot"], "a_j": a}
    world |= {"gamma_j": run["gammas"][run["j"]], "m": sp.Integer(run["W"].cols), r"\dot{a}_j": a_dot}
    world |= {"W": run["W"], "Gamma": run["Gamma"], r"\dot{W}": run["velocity"]}
    return world | {r"\frac{\mathrm{d}}{\mathrm{d}t} |a_j|^2": sp.Matrix([rate])}


def _congruent(seed: int) -> dict:
    """K = P E(0) P^T with any P, whose change is a difference of products (K is quadratic in it)."""
    rng, d = random.Random(1300 + seed), seed + 1
    P, half, other = (named.integers(d, d, rng) for _ in range(3))
    E_0, M = half + half.T, other * other.T
    change = -4 * M * P
    K_dot = ((P + change) * E_0 * (P + change).T - (P - change) * E_0 * (P - change).T) / 2
    world = {"d": sp.Integer(d), "K": P * E_0 * P.T, "M": M, r"\dot{K}": K_dot}
    return world | {"P": P, r"\dot{P}": change, "E(0)": E_0}


def _two_runs(seed: int) -> dict:
    """Two states under one Gamma."""
    one, rng = _run(seed), random.Random(1400 + seed)
    d, m = SIZES[seed]
    other = {"W": named.integers(d, m, rng), "Gamma": one["Gamma"]}
    other["velocity"] = -linear.slope(other["W"], one["Gamma"])
    moved = other["velocity"] * one["Gamma"] * other["W"].T
    (E, M), (E_star, M_star) = _of(one), _of(other)
    world = {"d": sp.Integer(d), "m": sp.Integer(m), "W": one["W"], "Gamma": one["Gamma"], "M": M, "E": E}
    world |= {"E^*": E_star, "M^*": M_star, "D": E - E_star, "H": one["W"] - other["W"], "W^*": other["W"]}
    world |= {r"\dot{H}": one["velocity"] - other["velocity"], r"\dot{W}": one["velocity"]}
    world |= {r"\dot{W}^*": other["velocity"], r"\dot{E}": one["E_dot"], r"\dot{E}^*": -(moved + moved.T)}
    return world | {r"\dot{D}": one["E_dot"] + moved + moved.T}


def _from_the_axes(A: sp.Matrix, gammas: list, j: int) -> dict:
    """Arrows, the first along the first axis, and how they move as seen from axes that turn with it."""
    velocity = -named.stencil(lambda a: linear.loss(a, sp.diag(*gammas)), A)
    spin = velocity[1, 0] / A[0, 0]
    turned_back = velocity - spin * sp.Matrix([[0, -1], [1, 0]]) * A
    C = A * sp.diag(*gammas) * A.T
    x, y, (g_1, g) = A[0, j], A[1, j], (gammas[0], gammas[j])
    x_dot, y_dot = turned_back[:, j]
    world = {"gamma_1": g_1, "gamma_j": g, "gamma_2": gammas[1], "omega": spin}
    world |= {"x_1": A[0, 0], "x_j": x, "y_j": y, r"\dot{x}_1": turned_back[0, 0]}
    world |= {r"\dot{x}_j": x_dot, r"\dot{y}_j": y_dot}
    world |= {"C_11": C[0, 0], "C_12": C[0, 1], "C_22": C[1, 1], "x_2": A[0, 1], "y_2": A[1, 1]}
    world |= {"phi_j": g * x**2 / (g_1 + g), r"\dot{\phi}_j": 2 * g * x * x_dot / (g_1 + g)}
    world |= {"psi_j": g * y**2, r"\dot{\psi}_j": 2 * g * y * y_dot}
    world |= {r"\dot{x}_2": turned_back[0, 1], r"\dot{y}_2": turned_back[1, 1]}
    slope = (x_dot * A[1, 1] - x * y_dot) / A[1, 1] ** 2  # used where j is the second arrow
    return world | {"c": A[0, 1] / A[1, 1], r"\dot{c}": slope}


def _arrows(seed: int, m: int) -> tuple:
    rng = random.Random(1500 + seed)
    A = sp.Matrix(2, m, lambda i, j: R(rng.choice((-5, -3, -2, 2, 3, 4)), 3))
    A[0, 0], A[1, 0] = R(rng.randint(2, 7), 5), 0
    A[1, 1] = abs(A[1, 1])
    gammas = [R(rng.randint(3, 9), 4), *(R(rng.randint(-9, 9), 5) + R(1, 7) for _ in range(m - 1))]
    return A, gammas


def _axes(seed: int) -> dict:
    m = (2, 3, 4, 5)[seed]
    return _from_the_axes(*_arrows(seed, m), j=m - 1)


def _two_modes(seed: int) -> dict:
    return _from_the_axes(*_arrows(40 + seed, 2), j=1)


def _relative(seed: int) -> dict:
    """One weight with something else in C, and one without."""
    rng = random.Random(1600 + seed)
    x, s, delta = R(rng.randint(2, 9), 7), R(rng.randint(2, 9), 5), R(rng.randint(-5, 5), 11) + R(1, 13)
    gamma = R(rng.randint(-6, 9), 5) + R(1, 7)

    def rate(at, more):
        """Of the logarithm of a weight, downhill on (C - 1)^2."""
        return -named.stencil(lambda w: (gamma * w[0] ** 2 + more - 1) ** 2, sp.Matrix([at]))[0] / at

    speeds = {r"\dot{x}": rate(x, delta) * x, r"\dot{s}": rate(s, 0) * s}
    world = speeds | {"x": x, "s": s, "delta": delta, "gamma": gamma, "lambda": gamma * s**2}
    return world | {"q": sp.log(x / s), r"\dot{q}": rate(x, delta) - rate(s, 0)}


def _gaussian(seed: int) -> dict:
    """The last step of a Gaussian start, by integrating the bell curve."""
    alpha, gamma = ((R(1, 9), R(3, 4)), (R(2, 7), R(1, 2)), (R(1, 20), R(7, 5)))[seed]
    t, k = (R(1, 2), R(6, 5), R(2, 5))[seed], (1, 2, 4)[seed]
    with mp.workdps(40):
        a, g, at = (mp.mpf(v.p) / v.q for v in (alpha, gamma, t))

        def late(r):
            """Step time minus t, for a start of this length."""
            return -mp.log(g * (a * r) ** 2) / (8 * g) - at

        edge = mp.findroot(late, 1 / (a * mp.sqrt(g)) * mp.exp(-4 * g * at) * mp.mpf("1.1"))
        bell = mp.quad(lambda u: mp.exp(-u * u / 2), [-edge, 0, edge]) / mp.sqrt(2 * mp.pi)
        n = mp.mpf(k)

        def density(r):
            """Of the length of a Gaussian column of k numbers."""
            return r ** (n - 1) * mp.exp(-r * r / 2)

        places = [0, mp.mpf("1e-8"), mp.mpf("1e-3"), 0.5, 1, 2, 4, 8, 14]
        total = mp.quad(density, places)
        mean = mp.quad(lambda r: density(r) * (late(r) + at) if r else mp.mpf(0), places) / total
    exact = [sp.Float(mp.nstr(v, 35), 35) for v in (bell, mean)]
    world = {"alpha": alpha, "gamma_d": gamma, "gamma_j": gamma, "t": t, "k": sp.Integer(k)}
    return world | {r"\Pr(\tau_{d} > t)": exact[0], r"\mathbb{E}\, \tau_j": exact[1]}


gate = named.check_in(_gate)
congruent = named.check_in(_congruent)
two_runs = named.check_in(_two_runs)
axes = named.check_in(_axes)
two_modes = named.check_in(_two_modes)
relative = named.check_in(_relative, digits=25)
gaussian = named.check_in(_gaussian, count=3, digits=12)


@cache
def _one_output_run(gammas: tuple, start: tuple, t) -> tuple:
    """Logarithms of two weights at time t, downhill on (C - 1)^2, to about 15 digits."""
    with mp.workdps(25):
        g = [truth._number(x) for x in gammas]
        state = Pair(mp.log(truth._number(x)) for x in start)

        def rates(logs):
            """Slope of the loss along each weight, over the weight: a five-point stencil is exact."""
            w = [mp.exp(x) for x in logs]

            def loss(k, by):
                moved = [x + by * (i == k) for i, x in enumerate(w)]
                return (sum(c * x * x for c, x in zip(g, moved, strict=True)) - 1) ** 2

            slopes = [(loss(k, -2) - 8 * loss(k, -1) + 8 * loss(k, 1) - loss(k, 2)) / 12 for k in (0, 1)]
            return Pair(-s / x for s, x in zip(slopes, w, strict=True))

        time = truth._number(t)
        steps = int(mp.ceil(8 * sum(abs(x) for x in g) * abs(time))) + 1
        for _ in range(steps):
            state = truth._extrapolated_step(rates, state, time / steps, order=7)
        return tuple(state)


@dataclass(frozen=True)
class OneOutput(worlds.World):
    """Two weights of one output, each felt by the other."""

    gamma_2: sp.Expr = sp.S.One
    other: sp.Expr = sp.S.One

    def letter(self, name: str):
        """Value of a letter."""
        own = {"gamma_1": self.gamma, "gamma_j": self.gamma_2}
        return own[name] if name in own else super().letter(name)

    def function(self, name: str, x):
        """A weight at a time."""
        if name not in ("a_1", "a_j") or not x.is_real or not 0 <= x < 40:
            return sp.nan
        logs = _one_output_run((self.gamma, self.gamma_2), (self.s0, self.other), x)
        with mp.workdps(truth.DIGITS):
            return worlds._float(mp.exp(logs[name == "a_j"]))


one_output = worlds.check_in(
    (
        OneOutput(R(5, 4), R(1, 5), R(3, 7), gamma_2=R(2, 3), other=R(3, 8)),
        OneOutput(R(2, 3), R(2, 7), R(4, 5), gamma_2=R(1, 2), other=R(5, 7)),
        OneOutput(R(7, 5), R(1, 3), R(2, 9), gamma_2=R(-3, 5), other=R(1, 6)),
    ),
    digits=9,
)
