"""Exercises 2.4 and 2.8, the property checks: what holds passes, what fails is named, nothing is raised."""

import numpy as np
import pytest
import scipy.linalg

from stepwise_ssl.closed_form import cross_correlation
from stepwise_ssl.exercises import chapter02_function, check


def symmetrised(x, x_prime):
    return (x.T @ x_prime + x_prime.T @ x) / (2 * len(x))


def leading(matrix, k):
    return np.linalg.eigh(matrix)[1][:, ::-1][:, :k]


def modes(x, x_prime, k):
    return leading(symmetrised(x, x_prime), k)


def with_other_signs(x, x_prime, k):
    return modes(x, x_prime, k) * np.where(np.arange(k) % 2, 1, -1)


def without_the_factor(x, x_prime, k):
    return leading(x.T @ x_prime + x_prime.T @ x, k)


def from_scipy(x, x_prime, k):
    matrix = cross_correlation(x, x_prime)
    m = len(matrix)
    return scipy.linalg.eigh(matrix, subset_by_index=[m - k, m - 1])[1][:, ::-1]


def from_sum_and_difference(x, x_prime, k):
    mean, half = (x + x_prime) / 2, (x - x_prime) / 2
    return leading(mean.T @ mean - half.T @ half, k).tolist()


@pytest.mark.parametrize(
    "function", [modes, with_other_signs, without_the_factor, from_scipy, from_sum_and_difference]
)
def test_right_modes_pass(function):
    assert check("2.4", function).right, check("2.4", function)


def by_magnitude(x, x_prime, k):
    values, vectors = np.linalg.eigh(symmetrised(x, x_prime))
    return vectors[:, np.argsort(-np.abs(values))[:k]]


def only_if(condition, wrong):
    """``wrong`` where the condition holds, right elsewhere: so that a later property is the first to fail."""
    return lambda x, x_prime, k: (wrong if condition(x, x_prime, k) else modes)(x, x_prime, k)


def centred(x, x_prime, k):
    return modes(x - x.mean(0), x_prime - x_prime.mean(0), k)


WRONG_MODES = {
    "ascending": (lambda a, b, k: np.linalg.eigh(symmetrised(a, b))[1][:, :k], "eigh sorts ascending"),
    "unturned": (lambda a, b, k: np.linalg.eigh(symmetrised(a, b))[1][:, -k:], "Mode 1 is the largest"),
    "magnitude": (by_magnitude, "disagree in some directions: their eigenvalues are"),
    "singular": (lambda a, b, k: np.linalg.svd(symmetrised(a, b))[0][:, :k], "the largest by magnitude"),
    "rows": (lambda a, b, k: np.linalg.eigh(symmetrised(a, b))[1][::-1][:k].T, "Its columns are the modes"),
    "one order": (lambda a, b, k: leading(a.T @ b / len(a), k), "half of the average of x x'^T"),
    "other order": (lambda a, b, k: leading(b.T @ a / len(a), k), "half of the average of x' x^T"),
    "left singular": (lambda a, b, k: np.linalg.svd(a.T @ b)[0][:, :k], "not symmetrised: x and x'"),
    "right singular": (lambda a, b, k: np.linalg.svd(a.T @ b)[2][:k].T, "not symmetrised: x and x'"),
    "covariance": (lambda a, b, k: leading(a.T @ a + b.T @ b, k), "each view meets itself"),
    "first views": (lambda a, b, k: leading(a.T @ a, k), "the first views alone"),
    "np.cov": (lambda a, b, k: leading(np.cov(np.concatenate([a, b]).T), k), "turns at least one column"),
    "centred": (centred, "whose mean is taken away"),
    "mean of views": (lambda a, b, k: leading((a + b).T @ (a + b), k), "those of the mean of the two views"),
    "transposed": (lambda a, b, k: modes(a, b, k).T, "shape (3, 5), where (5, 3) is wanted"),
    "scaled": (lambda a, b, k: 2 * modes(a, b, k), "lengths 2, 2, 2. Scale each to one"),
    "all of them": (lambda a, b, k: modes(a, b, 5), "shape (5, 5), where (5, 3)"),
    "flat": (lambda a, b, k: modes(a, b, k)[:, 0] if k == 1 else modes(a, b, k), "shape (5,), where (5, 1)"),
    "needs many pairs": (
        only_if(lambda a, b, k: len(a) < 5, lambda a, b, k: np.linalg.inv(a[:k].T)),
        "work for two pairs of six numbers: it raises LinAlgError",
    ),
    "random": (lambda a, b, k: np.eye(a.shape[1])[:, :k], "turns at least one column"),
    "nan": (lambda a, b, k: modes(a, b, k) * np.nan, "not finite"),
    "raises": (lambda a, b, k: 1 / 0, "raises ZeroDivisionError"),
    "exits": (lambda a, b, k: exit(), "raises SystemExit"),
    "complex": (lambda a, b, k: 1j * modes(a, b, k), "not an array of real numbers"),
    "both": (lambda a, b, k: np.linalg.eigh(symmetrised(a, b)), "returns a EighResult"),
}


@pytest.mark.parametrize("name", WRONG_MODES)
def test_wrong_modes_are_named(name):
    function, words = WRONG_MODES[name]
    verdict = check("2.4", function)
    assert verdict.status == "not yet" and words in verdict.message, verdict


def by_loops(arrows):
    directions = []
    for arrow in arrows.T:
        for q in directions:
            arrow = arrow - (q @ arrow) * q
        directions.append(arrow / np.linalg.norm(arrow))
    return np.array(directions).T


def all_at_once(arrows):
    """Classical: every projection from the arrow as it was."""
    q = np.zeros_like(arrows)
    for j in range(arrows.shape[1]):
        rest = arrows[:, j] - q @ (q.T @ arrows[:, j])
        q[:, j] = rest / np.linalg.norm(rest)
    return q


def turned_qr(arrows):
    q, r = np.linalg.qr(arrows)
    return q * np.sign(np.diag(r))


@pytest.mark.parametrize("function", [by_loops, all_at_once, turned_qr])
def test_right_directions_pass(function):
    assert check("2.8", function).right, check("2.8", function)


def reversed_order(arrows):
    return by_loops(arrows[:, ::-1])[:, ::-1]


def longest_first(arrows):
    order = np.argsort(-np.linalg.norm(arrows, axis=0))
    q = np.empty_like(arrows)
    q[:, order] = by_loops(arrows[:, order])
    return q


def polar(arrows):
    left, _, right = np.linalg.svd(arrows, full_matrices=False)
    return left @ right


def unnormalised(arrows):
    q = by_loops(arrows)
    return q * (q * arrows).sum(axis=0)


def not_divided_in_between(arrows):
    """Projections on directions that are not yet of length one; divided at the end."""
    found = []
    for arrow in arrows.T:
        for q in found:
            arrow = arrow - (q @ arrow) * q
        found.append(arrow)
    return np.array(found).T / np.linalg.norm(found, axis=1)


def along_the_arrows(arrows):
    """Takes away what lies along the arrows themselves, which are not perpendicular."""
    unit = arrows / np.linalg.norm(arrows, axis=0)
    rest = [a - sum((u @ a) * u for u in unit.T[:j]) for j, a in enumerate(arrows.T)]
    return np.array(rest).T / np.linalg.norm(rest, axis=1)


def along_the_last_only(arrows):
    found = []
    for arrow in arrows.T:
        for q in found[-1:]:
            arrow = arrow - (q @ arrow) * q
        found.append(arrow / np.linalg.norm(arrow))
    return np.array(found).T


def against_blunt(arrows):
    q = by_loops(arrows)
    return q * np.where((arrows[:, :1] * arrows).sum(axis=0) < 0, -1, 1)


WRONG_DIRECTIONS = {
    "lapack": (lambda a: np.linalg.qr(a)[0], "direction 1 points against its arrow, R11 is negative"),
    "last first": (reversed_order, "begins with the last arrow"),
    "longest first": (longest_first, "begins with the longest arrow"),
    "polar": (polar, "treats all arrows alike"),
    "singular": (lambda a: np.linalg.svd(a, full_matrices=False)[0], "singular vectors of the arrows"),
    "no division": (unnormalised, "lengths 5, 1. Divide each direction"),
    "division late": (not_divided_in_between, "with q of length one"),
    "nothing taken": (lambda a: a / np.linalg.norm(a, axis=0), "took nothing away"),
    "along the arrows": (along_the_arrows, "found so far, not along the arrows"),
    "only the last": (along_the_last_only, "work for three arrows: directions 1 and 3"),
    "rows": (lambda a: by_loops(a.T).T, "One arrow is one column"),
    "rows, as columns": (lambda a: by_loops(a.T), "took the rows for the arrows"),
    "triangle": (lambda a: by_loops(a).T @ a, "lengths 5, 2.24"),
    "minus": (lambda a: -by_loops(a), "points against its arrow"),
    "minus where blunt": (against_blunt, "more than a right angle apart: direction 2 points against"),
    "transposed": (lambda a: by_loops(a).T, "arrow 1 has a part along direction 2"),
    "identity": (lambda a: np.eye(*a.shape), "arrow 1 has a part along direction 2"),
    "nan": (lambda a: a * np.nan, "not finite"),
    "pair": (lambda a: tuple(np.linalg.qr(a)), "shape (2, 2, 2), where (2, 2)"),
    "raises": (lambda a: 1 / 0, "raises ZeroDivisionError"),
}


@pytest.mark.parametrize("name", WRONG_DIRECTIONS)
def test_wrong_directions_are_named(name):
    function, words = WRONG_DIRECTIONS[name]
    verdict = check("2.8", function)
    assert verdict.status == "not yet" and words in verdict.message, verdict


@pytest.mark.parametrize("number", ["2.4", "2.8"])
def test_unwritten_functions_are_blank_and_others_unreadable(number):
    for blank in (None, ..., lambda *_: None, lambda *_: ...):
        assert check(number, blank).status == "not answered yet"
    assert check(number, np.eye(2)).status == "cannot read"


def test_the_problems_are_what_their_properties_say():
    """Magnitude and value order differ; few pairs have both signs; one order is far from symmetric."""
    values = np.linalg.eigvalsh(chapter02_function.gamma_of(*chapter02_function.MIXED))
    assert values[0] < -values[-1] < 0 and np.sum(values > 0) >= 3
    few = np.linalg.eigvalsh(chapter02_function.gamma_of(*chapter02_function.FEW))
    assert np.sum(few > 1e-9) == np.sum(few < -1e-9) == 2
    for x, x_prime in (chapter02_function.ALIKE, chapter02_function.MIXED, chapter02_function.FEW):
        one = x.T @ x_prime
        assert np.linalg.norm(one - one.T) > 0.02 * np.linalg.norm(one)
        gaps = np.diff(np.linalg.eigvalsh(chapter02_function.gamma_of(x, x_prime))[-3:])
        assert gaps.min() > 0.05  # eigenvectors are well determined
