"""Every expected value of chapter 12's exercises, found again by a route that the questions do not use.

Flows are integrated and descents run; the count of steps is compared with the book's own detector; the
measured number is read from the stored run by a plain loop.
"""

import numpy as np
import pytest
import torch
from scipy.integrate import solve_ivp

from stepwise_ssl.exercises import chapter12_function, chapter12_measure, check, exercise
from stepwise_ssl.exercises.evaluate import value
from stepwise_ssl.exercises.points import as_tree
from stepwise_ssl.experiments import load
from stepwise_ssl.training import barlow_twins_loss, detect_steps, vicreg_loss


def target(number, **point):
    question = exercise(number).question
    return float(value(as_tree(question.target, question.names), point))


def right(number):
    return next(o for o in exercise(number).question.options if o.right).text


def two_weights(gamma, a0, w0, until):
    """The flow of a and b downhill on (gamma a^2 b^2 - 1)^2, its slope by hand."""

    def slope(_, ab):
        a, b = ab
        outer = 2 * (gamma * a**2 * b**2 - 1)
        return [-outer * 2 * gamma * a * b**2, -outer * 2 * gamma * b * a**2]

    def half(_, ab):
        return gamma * ab[0] ** 2 * ab[1] ** 2 - 0.5

    return solve_ivp(slope, (0, until), [a0, w0], "LSODA", rtol=1e-10, atol=1e-14, events=half)


def small_head(shuffled=False):
    """Eigenvalues of C of a two-layer network with a tiny head, by plain descent: (records, 3)."""
    rng, gamma = np.random.default_rng(0), np.diag([1.5, 0.8, 0.3, 0.1])
    head, body = 1e-5 * rng.normal(size=(3, 6)), rng.normal(size=(6, 4)) / 2
    seen = []
    for _ in range(6000):
        w = head @ body
        c = w @ gamma @ w.T
        seen.append(np.linalg.eigvalsh(c)[::-1])
        slope = 4 * (c - np.eye(3)) @ w @ gamma
        head, body = head - 0.01 * slope @ body.T, body - 0.01 * head.T @ slope
    return np.array(seen)


def test_old_eigenvalues_stay_up_in_a_small_deep_network():
    seen = small_head()
    steps = detect_steps(np.arange(len(seen)), seen)
    assert steps.clear.all()
    for j, half in enumerate(steps.half[1:]):
        assert seen[int(half) :, j].min() > 0.9
    assert "then stay up" in right("12.1")


def test_the_stored_run_does_what_the_right_option_says():
    run = load("deep-bt-small")
    values = np.clip(run["eigenvalues"], 0, None)
    half = detect_steps(run["steps"], values).half
    early = np.flatnonzero(np.isfinite(half))[:4]
    assert len(early) == 4 and np.all(np.diff(half[early]) > -0.05 * half[early][:-1])
    for j in early:  # some shoot over 1 and come back; none makes room
        assert values[-1, j] > 0.9, j


@pytest.mark.parametrize(("gamma", "w0"), [(0.5, 1.0), (2.0, 0.6), (0.4, 1.7)])
def test_how_far_the_body_moves(gamma, w0):
    a, b = two_weights(gamma, 1e-7, w0, 200.0).y[:, -1]
    assert gamma * a**2 * b**2 == pytest.approx(1, abs=1e-6)
    assert b**2 == pytest.approx(target("12.2", gamma=gamma, w0=w0), rel=1e-6)


def test_making_room_in_vicreg_itself():
    """Coordinates of variance one in k dimensions: 24 rows of length one, spread by descent."""

    def least_term(k):
        rng = np.random.default_rng(k)
        rows = rng.normal(size=(24, k))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        for _ in range(400):
            rows -= 0.02 * (rows @ rows.T) @ rows
            rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        shares = np.sort(np.linalg.eigvalsh(rows @ rows.T))[-k:]
        n = 50
        white = np.linalg.qr(rng.normal(size=(n, k + 1)) * 1.0 + [[1.0] + [0.0] * k])[0]
        white = np.linalg.qr(white - white.mean(axis=0))[0][:, :k] * np.sqrt(n - 1)
        z = torch.tensor((white - white.mean(axis=0)) @ rows.T)
        both = vicreg_loss(z, z, similarity_weight=0, variance_weight=0, covariance_weight=1)
        return float(both) / 2, shares

    before, three = least_term(3)
    after, four = least_term(4)
    assert three == pytest.approx(np.full(3, 8), abs=1e-6) and four == pytest.approx(np.full(4, 6), abs=1e-6)
    assert (before, after) == pytest.approx((7, 5), abs=1e-6)  # as replies say
    assert before - after == pytest.approx(exercise("12.3").question.value, abs=1e-6)


def test_a_normalised_loss_does_not_see_the_size_of_the_head():
    rng = torch.Generator().manual_seed(0)
    x = torch.randn(300, 5, generator=rng, dtype=torch.float64)
    pair = [x + 0.5 * torch.randn(300, 5, generator=rng, dtype=torch.float64) for _ in range(2)]
    start = torch.randn(3, 5, generator=rng, dtype=torch.float64)

    def at(size, eps):
        w = (size * start).requires_grad_()
        loss = barlow_twins_loss(*(view @ w.T for view in pair), normalised=True, eps=eps)
        return float(loss.detach()), float(torch.autograd.grad(loss, w)[0].norm())

    (large, slope), (small, small_slope) = at(1, 1e-30), at(1e-4, 1e-30)
    assert small == pytest.approx(large, rel=1e-9) and small < 2  # far from 3, the loss at C = 0
    assert small_slope == pytest.approx(1e4 * slope, rel=1e-6)  # as the reply says
    assert at(1e-6, 1e-5)[0] == pytest.approx(3, abs=1e-3)  # with a large epsilon it does see it: a saddle
    assert right("12.6").startswith("Nothing: the loss is the same")


@pytest.mark.parametrize("gamma", [0.5, 2.0])
def test_times_tell_more_than_heights(gamma):
    """Frozen and moving body make the same height; the moving one is earlier."""
    moving = two_weights(gamma, 1e-4, 0.8, 60.0)
    frozen = np.log(1 / (gamma * 1e-8 * 0.64) - 1) / (8 * gamma * 0.64)
    assert gamma * moving.y[0, -1] ** 2 * moving.y[1, -1] ** 2 == pytest.approx(1, abs=1e-6)
    assert moving.t_events[0][0] < frozen - 0.05 / gamma
    assert "times and directions" in right("12.7")


@pytest.mark.parametrize(("gamma", "r"), [(1.0, 2.0), (0.5, 3.0), (2.0, 1.6)])
def test_everything_small(gamma, r):
    for alpha, band in ((0.1, 0.06), (0.02, 0.004)):
        law = target("12.8", gamma=gamma, r=r, alpha=alpha)
        half = two_weights(gamma, alpha, r * alpha, 3 * law).t_events[0][0]
        assert half == pytest.approx(law, rel=band)


def test_the_right_option_is_never_the_longest():
    for number in ("12.1", "12.6", "12.7"):
        assert len(right(number)) < max(len(o.text) for o in exercise(number).question.options)


# ---- exercise 12.4


def by_hand(times, eigenvalues):
    values = np.sort(eigenvalues, axis=1)[:, ::-1]
    peaks = values.argmax(axis=0)
    rises = [v[: p + 1] - v[: p + 1].min() for v, p in zip(values.T, peaks, strict=True)]
    least = 0.05 * max(rise[-1] for rise in rises)
    count, half_risen = 0, -np.inf
    for rise in rises:
        if rise[-1] <= least:
            continue
        start = times[(rise >= 0.1 * rise[-1]).argmax()]
        count += start >= half_risen
        half_risen = times[(rise >= 0.5 * rise[-1]).argmax()]
    return count


def by_the_book(times, eigenvalues):
    return int(detect_steps(times, np.sort(eigenvalues, axis=1)[:, ::-1]).clear.sum())


def almost(*, part=0.5, first=1, peak=True, base=True, sort=True, least=0.05, low=0.1, up=True):
    """The same with one thing done otherwise."""

    def answer(times, eigenvalues):
        values = np.sort(eigenvalues, axis=1)[:, ::-1] if sort else eigenvalues
        count, before, highest = 0, -np.inf if first else np.inf, None
        for v in values.T:
            p = v.argmax() if up else len(v) - 1
            rise = (v[: p + 1] if peak else v) - (v[: p + 1].min() if base else 0)
            top = rise[-1] if up or not peak else np.ptp(v)
            highest = top if highest is None else highest
            if top <= least * max(highest, 0) or top <= 0:
                continue
            start = times[(rise >= low * top).argmax()]
            count += start >= before
            before = times[(rise >= part * top).argmax()]
        return count

    return answer


def all_steps(times, eigenvalues):
    return int(np.isfinite(detect_steps(times, np.sort(eigenvalues, axis=1)[:, ::-1]).half).sum())


def by_fall_or_rise(times, eigenvalues):
    """Takes the range of a column, and does not ask in which order lowest and highest come."""
    values, count, before = np.sort(eigenvalues, axis=1)[:, ::-1], 0, -np.inf
    for v in values.T:
        if np.ptp(v) <= 0.05 * np.ptp(values):
            continue
        part = (v - v.min()) / np.ptp(v) if v[-1] >= v[0] else (v.max() - v) / np.ptp(v)
        count += times[(part >= 0.1).argmax()] >= before
        before = times[(part >= 0.5).argmax()]
    return count


WRONG = {
    "Before the first one nothing stands": lambda t, v: by_hand(t, v) - 1,
    "the number of all steps": all_steps,
    "You waited for the end": almost(part=0.9),
    "These start at 0.4": almost(base=False),
    "not to its last value": almost(peak=False),
    "a column that rises by 0.01": almost(least=0),
    "stand in another order": almost(sort=False),
    "fall from record to record": by_fall_or_rise,
    "not care how fast the clock runs": lambda t, v: by_hand(np.minimum(t, 40), v),
    "it raises ZeroDivisionError": lambda t, v: 1 // 0,
    "not an array of real numbers": lambda t, v: "four",
    "which is no count": lambda t, v: by_hand(t, v) + 0.5,
    "it gives nan": lambda t, v: np.nan,
    "it returns shape": lambda t, v: detect_steps(t, v).clear,
    "it gives 1e+99": lambda t, v: 1e99,
}


def test_right_counts_pass():
    for answer in (by_hand, by_the_book, almost(), lambda t, v: np.array(float(by_hand(t, v)))):
        assert check("12.4", answer).right, check("12.4", answer)


@pytest.mark.parametrize("words", WRONG)
def test_each_wrong_count_gets_its_reply(words):
    verdict = check("12.4", WRONG[words])
    assert verdict.status == "not yet" and words in verdict.message, verdict


def test_staircases_are_what_they_are_said_to_be():
    for one in chapter12_function.ALL:
        assert by_the_book(one.times, one.values) == one.clear
        assert one.clear not in one.slips
    sorted_ones = {id(one.values) for one in chapter12_function.ALL if np.all(np.diff(one.values) <= 0)}
    assert len(sorted_ones) >= len(chapter12_function.ALL) - 3  # all but those shuffled; two share values


def test_the_answer_cannot_spoil_the_staircases():
    def vandal(times, eigenvalues):
        count = by_hand(times, eigenvalues)
        times[:], eigenvalues[:] = 0, 0
        return count

    assert check("12.4", vandal).right and check("12.4", by_hand).right


def test_a_blank_says_so():
    assert check("12.4", lambda t, v: ...).status == check("12.4").status == "not answered yet"
    assert check("12.4", 4).status == "cannot read"


# ---- exercise 12.5: its number follows the stored run, so its bank is here


def plain_reading(run):
    """The step, read by a loop over records."""
    ranks = []
    for row in run["covariance"]:
        kept = [float(v) for v in row if v > 0]
        ranks.append(sum(kept) ** 2 / sum(v * v for v in kept))
    lowest = ranks.index(min(ranks))
    return next(int(run["steps"][k]) for k in range(lowest, len(ranks)) if ranks[k] > 3), ranks


def test_the_measured_number_is_that_of_the_stored_run():
    step, ranks = plain_reading(load("deep-bt-small"))
    assert ranks[0] > 3 and min(ranks) < 1.2  # "starts high, falls to 1"
    for answer in (step, str(step), f"{step}.0", np.int64(step), float(step), f"{step}+0", f"2*{step}/2"):
        assert check("12.5", answer).right, answer
    for wrong in (step + 1, step - 1, -step, step / 2, 1e9, 3, "log(0)"):
        assert check("12.5", wrong).status == "not yet", wrong


def test_each_slip_of_the_measured_number_gets_its_reply():
    question = exercise("12.5").question
    assert len(question.slips) >= 4
    for wrong, reply in question.slips:
        assert check("12.5", wrong).message == check("12.5", f"{wrong:.0f}").message == reply
    assert "does not know the size" in check("12.5", 0).message
    assert len({reply for _, reply in question.slips}) == len(question.slips)


def test_another_run_gives_another_number():
    """Cut off and slowed down, the run has another answer, and the question knows it."""
    run = load("deep-bt-small")
    slower = {"steps": 3 * run["steps"], "covariance": run["covariance"], "eigenvalues": run["eigenvalues"]}
    step, _ = plain_reading(run)
    assert chapter12_measure.question(slower).value == 3 * step
    rising = np.cumsum(np.eye(5), axis=0)[:, ::-1]
    with pytest.raises(ValueError, match="no record after the lowest one"):
        chapter12_measure.question(
            {"steps": np.arange(2), "covariance": rising[:2], "eigenvalues": rising[:2]}
        )


def test_slips_that_cannot_be_told_apart_are_left_out():
    spectra = np.array([[1, 1, 1, 1], [1, 0, 0, 0], [1, 1, 1, 1.0]])
    question = chapter12_measure.question(
        {"steps": np.arange(3), "covariance": spectra, "eigenvalues": spectra}
    )
    assert question.value == 2 and sorted(wrong for wrong, _ in question.slips) == [0, 1]
