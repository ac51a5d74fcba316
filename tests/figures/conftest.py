"""One example of every plot, from formulas written here, so that the tests rest on nothing else."""

import numpy as np
import pytest

from stepwise_ssl.figures import (
    algebra,
    deep,
    first_run,
    gate,
    landscape,
    one_weight,
    photographs,
    small_start,
    staircase,
)


def eigenvalue(t, gamma, s0):
    start = gamma * s0**2
    return start / (start + (1 - start) * np.exp(-8 * gamma * t))


def every_figure():
    t = np.linspace(0, 2.4, 241)
    lam = eigenvalue(t, 1.0, 0.01)
    starts, long = (0.1, 0.01, 0.001), np.linspace(0, 4, 401)
    curves = np.array([eigenvalue(long, 1.0, s0) for s0 in starts])
    grid = np.linspace(-1.45, 1.45, 146)
    rates = (0.1, 0.05, 0.025)
    runs = []
    for rate in rates:
        s = [0.01]
        for _ in range(round(2.4 / rate)):
            s.append(s[-1] + rate * 4 * s[-1] * (1 - s[-1] ** 2))
        runs.append(np.array(s))
    wide = np.linspace(0, 200, 401)
    printed = np.where(wide < 89, 1.0, np.where(wide < 177, 0.0, np.nan))
    gammas = 2.0 ** -np.arange(10)
    late = np.geomspace(1e-2, 1e4, 2000)
    law = np.stack([eigenvalue(late, g, 1e-3) for g in gammas], axis=1)
    pixels = np.random.default_rng(0).random((2, 20, 75))
    modes = np.linalg.qr(np.random.default_rng(1).standard_normal((75, 10)))[0]
    state = {"times": t, "eigenvalue": lam, "loss": (1 - lam) ** 2, "mark_time": 1.15}
    draw = one_weight
    return (
        staircase_figures()
        | gate_figures()
        | small_start_figures()
        | algebra_figures()
        | first_run_figures()
        | landscape_figures()
        | deep_figures()
        | {
            "wait_and_rise": draw.wait_and_rise(t, lam),
            "loss_landscape": draw.loss_landscape(grid, (grid**2 - 1) ** 2, start=0.1),
            "descent_paths": draw.descent_paths(rates, runs, t, np.sqrt(lam)),
            "step_size_fate": draw.step_size_fate(rates, runs, ["a", "b", "c"]),
            "weight_curves": draw.weight_curves(long, starts, np.sqrt(curves)),
            "weight_curves_log": draw.weight_curves(long[1:], starts, np.sqrt(curves[:, 1:]), log_time=True),
            "start_scale": draw.start_scale(long, starts, curves),
            "eigenvalue_and_loss": draw.eigenvalue_and_loss(t, lam, (1 - lam) ** 2, 1.1513, 1.1513),
            "overflow": draw.overflow(wide, printed, np.ones_like(wide)),
            "theory_over_run": draw.theory_over_run(late, law, late[::10], law[::10] + 0.004, 0.01),
            "loss_staircase": draw.loss_staircase(late, ((1 - law) ** 2).sum(axis=1), 13.8 / (8 * gammas)),
            "three_states": draw.three_states([{"label": name, **state} for name in "abc"]),
            "pair_gallery": photographs.pair_gallery(*pixels, size=5),
            "mode_pictures": photographs.mode_pictures(modes, size=5, eigenvalues=gammas),
            "spectrum_bars": photographs.spectrum_bars(gammas),
            "spectrum_bars_signed": photographs.spectrum_bars([2.0, 1.0, -0.5]),
        }
    )


def staircase_figures():
    draw = staircase
    gammas = 2.0 ** -np.arange(10)
    t = np.geomspace(1e-2, 1e4, 2000)
    law = np.stack([eigenvalue(t, g, 1e-3) for g in gammas], axis=1)
    loss = ((1 - law) ** 2).sum(axis=1)
    turn = np.linalg.qr(np.random.default_rng(2).standard_normal((10, 10)))[0]
    picked = [0, 700, 1100, -1]
    gates = np.eye(10) - np.einsum("ij,tj,kj->tik", turn, law[picked], turn)
    two = np.stack([eigenvalue(t, g, 1e-3) for g in (4.0, 0.25)], axis=1)
    pair = np.array([[0.8, -0.6], [0.6, 0.8]])
    matrices = np.einsum("ij,tj,kj->tik", pair, two, pair)
    short = np.linspace(0, 2.4, 241)
    slow = np.stack([eigenvalue(short, g, 0.01) for g in (4.0, 1.0)], axis=1)
    scaled, scales = np.linspace(0, 1, 801), [1e-1, 1e-3, 1e-9, 1e-30]
    losses = [
        sum((1 - eigenvalue(scaled * np.log(1 / a), g, a)) ** 2 for g in (3.0, 1.0, 0.5)) for a in scales
    ]
    lam = eigenvalue(short, 1.0, 0.1)
    fading = np.stack([np.sqrt(lam), 0.1 + 0 * short, 0.1 * np.exp(-4 * short)], axis=1)
    signs = fading**2 * [1.0, 0.0, -1.0]
    halves = np.log(1 / (gammas * 1e-6) - 1) / (8 * gammas)
    return {
        "hero": draw.hero(t, law, loss, 13.8 / (8 * gammas)),
        "two_spectra": draw.two_spectra(20.0 * 0.3 ** np.arange(12), gammas),
        "two_staircases": draw.two_staircases(t, loss, 2 * t, loss, halves, 2 * halves),
        "two_modes": draw.two_modes(t, matrices),
        "two_modes_linear": draw.two_modes(short, np.einsum("ij,tj,kj->tik", pair, slow, pair)),
        "whole_matrix": draw.whole_matrix(t, 0.01 / (1 + t), np.full(len(t), 0.02)),
        "whole_matrix_predicted": draw.whole_matrix(t, 0.011 / (1 + t), 0.01 / (1 + t), predicted=True),
        "sharpening": draw.sharpening(scaled, scales, losses, [1 / 12, 1 / 4, 1 / 2]),
        "fates": draw.fates(short, signs, ((1 - signs) ** 2).sum(axis=1), [1.0, 0.0, -1.0], fading),
        "gate": draw.gate(gates, t[picked], ["all open", "one closed", "some closed", "all closed"]),
        "gate_two": draw.gate(np.eye(2)[None] - matrices[[0, 900]], [0, 1], ["all open", "one closed"]),
        "rises": draw.rises(short, lam, (1 - lam) ** 2, 0.5756, 0.5744, growth=0.01 * np.exp(8 * short)),
        "rises_plain": draw.rises(short, lam, (1 - lam) ** 2, 0.5756, 0.5744),
    }


def small_start_figures():
    """Chapter 6: laws with known gaps and slopes."""
    draw = small_start
    t = np.geomspace(0.1, 10, 200)
    law = np.stack([eigenvalue(t, g, 1e-3) for g in (4.0, 2.0, 1.0)], axis=1)
    late = np.stack([eigenvalue(t, g, 3e-3) for g in (4.0, 2.0, 1.0)], axis=1)
    scales = 10.0 ** -np.arange(1, 6)
    powers = [[0.5, 0.5], [1.5, 1.0]]
    away = np.array([[[scale**p for p in pair] for scale in scales] for pair in powers])
    steady = np.linspace(0, 3, 61)
    grown = np.stack([1e-3 * np.exp(g * np.minimum(steady, 1)) for g in (4, 2, -1)], axis=1)
    gate_values = np.stack([1 / (1 + np.exp(8 * (steady - m))) for m in (1, 2)], axis=1)
    arrows = [[[1e-3, 1e-3], [0, 5e-4]], [[0.5, 1e-3], [0, 0.01]], [[0.5, 0], [0, 1.0]]]
    stepped = np.random.default_rng(3).gamma(3.0, 1.0, 500)
    grid = np.linspace(0, 14, 141)
    share = 1 - np.exp(-grid) * (1 + grid + grid**2 / 2)
    three = np.array([0.5, 0.4, 1.5]), [1, 2, 1], [[0.5, 0.41, 1.5], [0.5, 0.4, 1.0]]
    return {
        "run_from_noise": draw.run_from_noise(t, law, law, late),
        "two_exponents": draw.two_exponents(scales, away, [0.5, -0.5]),
        "exponents": draw.exponents(
            *three, [[0, 0.02, 0], [0, 0.02, 0]], ["1, 0.5", "1, 0.6, 0.2", "1, -0.5"]
        ),
        "turns": draw.turns([0, 1, 2], arrows, [4, 1], ["start", "later", "end"]),
        "one_way": draw.one_way(steady, grown, gate_values, [4, 2, -1]),
        "guarantee": draw.guarantee(scales, scales**0.5, [np.inf, np.inf, 9, 3, 1], 0.5),
        "candidates": draw.candidates(steady, {"QR": 1e-4 * steady, "SVD": steady / 3}),
        "last_step": draw.last_step(stepped, grid, share, share**2),
    }


def arrow_run(scale, eta, steps, gammas=(4.0, 1.0)):
    """Descent of two nearly parallel arrows: times, arrows and gammas."""
    gammas, arrows = np.array(gammas), scale * np.array([[0.6, 0.75], [0.8, 0.66]])
    path = [arrows]
    for _ in range(steps):
        arrows = arrows + 4 * eta * (np.eye(2) - (arrows * gammas) @ arrows.T) @ arrows * gammas
        path.append(arrows)
    return eta * np.arange(steps + 1), np.array(path), gammas


def first_run_figures():
    draw, steps = first_run, np.arange(800)
    rng = np.random.default_rng(4)

    def history(halves):
        lam = np.stack([1 / (1 + np.exp(np.clip(0.3 * (h - steps), -300, 300))) for h in halves], axis=1)
        return np.column_stack([((1 - lam) ** 2).sum(axis=1), lam])

    real, never = history([100, 170, 480]), history([np.inf] * 3)
    z, two = np.array([[1, 1], [-1, -1]] * 2), np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    near = rng.normal(size=(9, 2)), rng.normal(size=(9, 2))
    return {
        "run": draw.run(real),
        "run_one_step": draw.run(history([50, np.inf, np.inf])),
        "run_never": draw.run(never),
        "five_starts": draw.five_starts([history([90 + k, 170 + 9 * k, 480 + 30 * k]) for k in range(5)]),
        "pairs_and_shuffled": draw.pairs_and_shuffled(real, never),
        "pairs_and_shuffled_late": draw.pairs_and_shuffled(real, history([500, 600, 760])),
        "pair_spectra": draw.pair_spectra(40 * 0.5 ** np.arange(12), 5 * 0.7 ** np.arange(12) - 1),
        "loss_by_hand": draw.loss_by_hand([(z, z), (two, two), (0 * z, 0 * z)], ["a copy", "two", "none"]),
        "loss_by_hand_one": draw.loss_by_hand([(rng.normal(size=(4, 3)), rng.normal(size=(4, 3)))], ["a"]),
        "collapse": draw.collapse(near, tuple(0.01 * v for v in near)),
    }


def gate_figures():
    draw = gate
    big, small = arrow_run(0.1, 0.002, 1000), arrow_run(1e-3, 0.002, 1500)
    circle = [0, 200, 500, 1500]
    labels = ["the start", "half grown", "first grown", "the end"]
    pairs = np.array([[2.5, 1.5], [1.5, 2.5]])
    angle = np.linspace(0, np.pi / 4, 30)
    path = np.stack([0.2 + 0.28 * np.sin(angle), 0.21 * np.sin(angle)], axis=1)
    h = 10.0 ** np.arange(-10, 0)
    t = np.linspace(0, 4, 401)
    law = np.stack([eigenvalue(t, g, 1e-3) for g in (4.0, 2.0, 1.0)], axis=1)
    turns = [np.linalg.qr(np.random.default_rng(k).standard_normal((3, 3)))[0] for k in (3, 4)]
    one, other = (np.einsum("ij,tj,kj->tik", turn, law, turn) for turn in turns)
    step = np.geomspace(10, 1500, 60)
    fall = 90 / (1 + (step / 50) ** 3)
    return {
        "two_arrows": draw.two_arrows(*big),
        "two_arrows_small": draw.two_arrows(*small),
        "loss_surface": draw.loss_surface(pairs, path),
        "loss_surface_saddle": draw.loss_surface([[1, 0], [0, -0.5]], path[:, ::-1]),
        "pushes": draw.pushes(h, h**2 + 1e-16 / h),
        "same_run": draw.same_run(t, one, other),
        "early_growth": draw.early_growth(*small),
        "gate_circles": draw.gate_circles(small[0][circle], small[1][circle], small[2], labels),
        "gate_circles_three": draw.gate_circles(
            small[0][circle[1:]], small[1][circle[1:]], small[2], labels[1:]
        ),
        "along_and_across": draw.along_and_across(*small),
        "left_behind": draw.left_behind([1e-2, 1e-3, 1e-4], [0.03, 0.0053, 0.00094], 0.75),
        "both_orders": draw.both_orders(step, fall, fall + 40 * step / 1500, 0.05 + 0 * step, 1 / step**2),
    }


def algebra_figures():
    draw = algebra
    rng = np.random.default_rng(6)
    basis = np.linalg.qr(rng.standard_normal((12, 12)))[0]
    values = np.concatenate([3.0 ** -np.arange(7), -(2.0 ** -np.arange(8, 3, -1))])
    full = (basis * values) @ basis.T
    three = np.array([[2, 1], [1, 2], [1, -1]]), np.array([[2, 1], [1, 2], [-1, 1]])
    small = np.array([[4, 5], [5, 4]]) / 3
    angle = np.linspace(0, np.pi / 2, 91)
    c, s = np.cos(2 * angle), np.sin(2 * angle)
    turned = np.array([[4 + 5 * s, 5 * c], [5 * c, 4 - 5 * s]]).transpose(2, 0, 1) / 3
    t = np.linspace(0, 1, 101)
    parts = np.exp(np.outer(t, [3, -1 / 3])) * [0.7, -0.7]
    entries = parts @ np.array([[1, 1], [-1, 1]]) / np.sqrt(2)
    patch, counts = rng.standard_normal(12), np.array([1, 2, 6, 12])
    kept = np.stack([1 - 0.5 ** np.arange(1, 21), 1 - 0.8 ** np.arange(1, 21)])
    kept[:, -1] = 1
    arrows, q = np.array([[3.0, 2.0], [4.0, 1.0]]), np.array([[0.6, 0.8], [0.8, -0.6]])
    return {
        "matrix_two_ways": draw.matrix_two_ways(full, basis.T @ full @ basis),
        "two_views": draw.two_views(*three),
        "turning": draw.turning(angle, turned),
        "signed_spectrum": draw.signed_spectrum(values, np.maximum(values, 0)),
        "decoupled_growth": draw.decoupled_growth(t, entries, parts, [3, -1 / 3]),
        "rebuilt_patch": draw.rebuilt_patch(
            patch, [basis[:, :k] @ (basis[:, :k].T @ patch) for k in counts], counts, size=2
        ),
        "kept_share": draw.kept_share(np.arange(1, 21), kept, ["one", "other"]),
        "slope_arrows": draw.slope_arrows(small),
        "gram_schmidt": draw.gram_schmidt(arrows, q, q.T @ arrows),
    }


def landscape_figures():
    draw, t, rng = landscape, np.linspace(0, 3, 601), np.random.default_rng(8)
    laws = np.stack([eigenvalue(t, g, 1e-3) for g in (4.0, 2.0)], axis=1)
    rate = 8 * np.array([4.0, 2.0]) * laws * (1 - laws)
    frames = np.linalg.qr(rng.standard_normal((30, 3, 3)))[0]
    ranks = np.arange(30) % 4
    projectors = np.array([q[:, :k] @ q[:, :k].T for q, k in zip(frames, ranks, strict=True)])
    pairs = np.array([10, 30, 60, 100, 300])
    signs = np.stack([np.minimum(pairs, 77), np.minimum(pairs, 73), 150 - np.minimum(pairs, 77)
                      - np.minimum(pairs, 73)], axis=1)  # fmt: skip
    shares = np.array([0.8, 0.95, 1.1, 1.3])
    losses = ((1 - laws) ** 2).sum(axis=1)
    return {
        "visits": draw.visits(t, losses, 0.01 + rate.sum(axis=1)),
        "three_maps": draw.three_maps([(2.0, 1.0), (2.0, -1.0), (2.0, 0.0)]),
        "sign_counts": draw.sign_counts(pairs, signs),
        "heights": draw.heights(3.0 - ranks, projectors),
        "walks": draw.walks(
            [
                (np.sqrt(lam / g), 2.0 - k, g)
                for k, (lam, g) in enumerate(zip(laws.T, (4.0, 2.0), strict=True))
            ],
            losses,
        ),
        "solutions": draw.solutions(rng.uniform(1, 2, 60), rng.uniform(15, 24, 60), [(0.8, 24), (2, 16)]),
        "flatter": draw.flatter(shares, [24, 24, 21.5, 18.2], 24 / shares, [1, 1, 0.7, 0.4]),
    }


def deep_figures():
    """Chapter 12: runs that rise like logistic curves, shrink, and shiver as real ones do."""
    draw, rng = deep, np.random.default_rng(9)
    steps = np.unique(np.geomspace(1, 2001, 220).round().astype(int)) - 1

    def run(halves, rate=0.04, keep=1.0, noise=0.04):
        rise = 1 / (1 + np.exp(np.clip(rate * (np.asarray(halves) - steps[:, None]), -300, 300)))
        values = -np.sort(-rise * (1 + noise * rng.standard_normal(rise.shape)), axis=1)
        values = values * (keep + (1 - keep) * (1 - rise[:, -1:]))
        return {
            "steps": steps,
            "loss": 32 - values.sum(axis=1),
            "eigenvalues": values,
            "covariance": values,
            "layers": ["stem", "stage1", "stage2"],
            "ranks": 2 + np.outer(values.sum(axis=1), [0.1, 0.3, 1]),
            "probe_steps": [1, 10, 100, 2000],
            "probe": np.outer([1, 1.2, 2, 3], [0.12, 0.1]),
        }

    halves = [70, 300, 420, 600, 760, 900, 1100, 1250, 1400, 1500, 1620, 1750]
    one, shrinking, late = run(halves), run(halves[:5], keep=0.3), run(halves[4:7])
    standard, flat = run([5, 8, 11, 14], rate=0.3), run([1e5, 2e5], rate=1e-4, noise=0)
    widths = np.array([(0, 0, 0), (9, 0.5, 0.5), (9, 6, 0.5), (9, 8, 1), (9, 9, 9)])
    clouds = {
        "cloud": rng.normal(size=(300, 3)) * widths[:, None],
        "cloud_scale": 0.1,
        "cloud_steps": [0, 100, 350, 400, 2000],
        "cloud_labels": np.arange(300) % 10,
    }
    t, cases = np.geomspace(0.1, 100, 300), {"body frozen": 1.2, "body moving": 1.0, "both small": 20}
    logistic = {name: 1 / (1 + np.exp(np.clip(8 * (h - t), -300, 300))) for name, h in cases.items()}
    three = {"Barlow Twins": one, "VICReg": shrinking, "SimCLR": late}
    return {
        "deep_hero": draw.hero(one),
        "three_losses": draw.three_losses(three),
        "starts": draw.starts(one, standard),
        "starts_log": draw.starts(one, standard, log_steps=True),
        "controls": draw.controls({label: (real, flat) for label, real in three.items()}),
        "cloud": draw.cloud(clouds),
        "hidden_ranks": draw.hidden_ranks(one),
        "seeds": draw.seeds({"seed 0": one, "seed 1": run(halves[1:8]), "seed 2": late}),
        "probe": draw.probe({"small start": one, "standard start": standard, "shuffled": flat}),
        "two_weights": draw.two_weights(t, logistic),
        "foretold": draw.foretold([80.0, 310.0, 500.0], run([80, 310, 500]), run([70, 200, 300])),
    }


@pytest.fixture(scope="session")
def figures():
    return every_figure()


@pytest.fixture(scope="session")
def figures_again():
    return every_figure()
