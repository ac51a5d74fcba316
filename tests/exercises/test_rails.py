"""Exercise 6.5, the property check: right functions pass, each wrong one is told what is wrong."""

import numpy as np
import pytest

from stepwise_ssl.exercises import check


def rails(gammas, arrows, order=None, columns=None):
    leading = (np.argsort(-gammas) if order is None else order(gammas))[: len(arrows)]
    q, r = np.linalg.qr(arrows[:, leading])
    out = np.zeros_like(arrows)
    out[:, leading] = q * np.diag(r) if columns is None else columns(q, r, arrows[:, leading])
    return out


def by_loops(gammas, arrows):
    out, found = np.zeros_like(arrows), []
    for j in sorted(range(len(gammas)), key=lambda j: -gammas[j])[: len(arrows)]:
        rest = arrows[:, j].copy()
        for u in found:
            rest -= (u @ rest) * u
        out[:, j] = rest
        found.append(rest / np.linalg.norm(rest))
    return out


def by_projectors(gammas, arrows):
    leading = np.argsort(gammas)[::-1][: len(arrows)]
    out = np.zeros_like(arrows)
    for k, j in enumerate(leading):
        earlier = arrows[:, leading[:k]]
        out[:, j] = arrows[:, j] - earlier @ (np.linalg.pinv(earlier) @ arrows[:, j])
    return out


@pytest.mark.parametrize("function", [rails, by_loops, by_projectors])
def test_right_functions_pass(function):
    assert check("6.5", function).right, check("6.5", function)


def with_columns(columns):
    return lambda g, a: rails(g, a, columns=columns)


def with_order(order):
    return lambda g, a: rails(g, a, order=order)


def svd(q, r, a):
    u, s, _ = np.linalg.svd(a)
    return u[:, : a.shape[1]] * s


def backwards(q, r, a):
    q, r = np.linalg.qr(a[:, ::-1])
    return (q * np.diag(r))[:, ::-1]


WRONG = {
    "magnitude": (with_order(lambda g: np.argsort(-abs(g))), "largest by magnitude"),
    "ascending": (with_order(np.argsort), "argsort sorts upwards"),
    "unsorted": (with_order(lambda g: np.arange(len(g))), "sort by eigenvalue"),
    "svd": (with_columns(svd), "singular vectors times singular values"),
    "backwards": (with_columns(backwards), "Nothing comes before it"),
    "directions only": (with_columns(lambda q, r, a: q * np.sign(np.diag(r))), "length one"),
    "absolute": (with_columns(lambda q, r, a: q * np.abs(np.diag(r))), "points backwards"),
    "negative later": (
        with_columns(lambda q, r, a: q * np.diag(r) * np.where(np.arange(len(q)) > 0, -1, 1)),
        "points against its arrow",
    ),
    "as they are": (with_columns(lambda q, r, a: a), "You kept them as they are"),
    "whole lengths": (
        with_columns(lambda q, r, a: q * np.sign(np.diag(r)) * np.linalg.norm(a, axis=0)),
        "as long as its whole arrow",
    ),
    "all modes": (lambda g, a: a, "put the others to zero"),
    "compact": (lambda g, a: rails(g, a)[:, : len(a)], "where (2, 3) is wanted"),
    "zero": (lambda g, a: 0 * a, "are learned"),
    "tuple": (lambda g, a: np.linalg.qr(a), "returns a QRResult"),
    "nan": (lambda g, a: a * np.nan, "not finite"),
    "raises": (lambda g, a: 1 / 0, "raises ZeroDivisionError"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_functions_are_named(name):
    function, words = WRONG[name]
    verdict = check("6.5", function)
    assert verdict.status == "not yet" and words in verdict.message, verdict


def test_a_blank_is_blank():
    assert check("6.5", lambda g, a: None).status == "not answered yet"
