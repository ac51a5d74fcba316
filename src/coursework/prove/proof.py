"""The proof of one set: every answer whose mark is known, judged, and what is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass, field

from .. import master, sets
from ..items import BROKEN, Item, Variant
from ..variants import DEMONSTRATION, fill
from . import bank, mutants
from .children import Job, Judged, judge

SECRET = DEMONSTRATION[0]
TERMS = (DEMONSTRATION[1], "another", "a third")  # in the whole proof the bank is run in each of them
LEAST_WRONG, LEAST_RIGHT = 8, 3
SEED = "prove"


@dataclass
class Tally:
    """What the proof of one item counted.

    Args:
        item: the item.
        counts: answers of each kind.
        kills: for each check, how many wrong answers and mutants it failed.
        alone: how many of them no other check failed: what would slip through without it.
        faults: sentences about what is not as it should be.
        excused: surviving mutants that are listed with a reason.

    >>> Tally(None).faults
    []
    """

    item: Item
    counts: dict[str, int] = field(default_factory=dict)
    kills: dict[str, int] = field(default_factory=dict)
    alone: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)


class Proof:
    """Everything that the proof of one set in one term needs.

    Args:
        set_name: such as "ps1".
        secret: of the course.
        term: in which the answers are judged.

    >>> Proof("ps0", "s", "t")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ValueError: no set 'ps0'; ...
    """

    def __init__(self, set_name: str, secret: str, term: str):
        module = sets.load(set_name)
        self.folder, self.secret, self.term, self.draw = sets.folder(set_name), secret, term, module.draw
        self.items = [item for item in module.ITEMS if item.checks]
        self.text = (self.folder / "master.md").read_text()
        self.variant = self.draw(secret, term)
        self.setup, self.questions = self.read(self.variant)

    def read(self, variant: Variant) -> tuple[str, dict]:
        """Return set-up code and questions of the master in a variant."""
        return master.read(fill(self.text, variant.words))

    def job(self, label: str, item: Item, source: str, seed: object = SEED) -> Job:
        """Return the job that judges a source as an answer to an item."""
        public = self.questions[item.name].tests if label in ("reference", "blank") else {}
        return Job(label, source, self.setup, item, self.variant, seed, public)

    def jobs(self, item: Item, last: tuple[str, ...]) -> list[Job]:
        """Return the jobs of one item: reference, blank, bank, and the references of other terms."""
        question, folder = self.questions[item.name], self.folder / "bank" / item.name
        found = [self.job("reference", item, question.solution, f"{SEED}{k}") for k in range(3)]
        found.append(self.job("blank", item, question.stub))
        for kind in ("right", "wrong"):
            for answer in bank.answers(folder, kind, self.variant.words):
                found.append(self.job(f"{kind}/{answer.name}", item, answer.source))
        for term in last:
            source = self.read(self.draw(self.secret, term))[1][item.name].solution
            found.append(self.job(f"last/{term}", item, source))
        return found

    def mutant_jobs(self, item: Item) -> list[Job]:
        """Return one job for each automatic mutant of the reference."""
        solution = self.questions[item.name].solution
        if item.kind == "derive":
            namespace: dict[str, object] = {}
            exec(self.setup + solution, namespace)
            found = mutants.of_formulas({name: namespace[name] for name in item.answers})
        else:
            found = mutants.of_code(solution)
        return [self.job(f"mutant/{label}", item, source) for label, source in found]


def prove_item(
    proof: Proof, item: Item, last: tuple[str, ...] = (), share: int = 1, workers: int = 2, limit: float = 200
) -> Tally:
    """Judge all answers to one item, and say what is not as it should be.

    Args:
        proof: of the set.
        item: to prove.
        last: other terms, whose references must fail.
        share: run one mutant in ``share``; 0 runs none.
        workers: children at a time.
        limit: seconds on the clock for each answer.

    Returns:
        The tally.

    Source: the contract of the sets (design, "Exercises and assignments").

    >>> prove_item.__name__
    'prove_item'
    """
    none = {check.name: 0 for check in item.checks}
    tally = Tally(item, kills=dict(none), alone=dict(none))
    folder = proof.folder / "bank" / item.name
    wrong = {f"wrong/{a.name}": a for a in bank.answers(folder, "wrong", proof.variant.words)}
    excuses = bank.equivalents(folder) if proof.term == DEMONSTRATION[1] else {}
    jobs = proof.jobs(item, last) + (proof.mutant_jobs(item)[::share] if share else [])
    for judged in judge(jobs, limit, workers):
        kind = judged.job.label.partition("/")[0]
        tally.counts[kind] = tally.counts.get(kind, 0) + 1
        if kind in ("wrong", "mutant"):
            for name in judged.failed:
                tally.kills[name] += 1
                tally.alone[name] += len(judged.failed) == 1
        tally.faults += _faults(judged, kind, wrong.get(judged.job.label), excuses, tally)
    _count(tally, wrong, excuses, share)
    return tally


def _faults(judged: Judged, kind: str, banked, excuses: dict[str, str], tally: Tally) -> list[str]:
    """Return what is wrong with one result."""
    label, failed = judged.job.label, sorted(judged.failed)
    said = " / ".join(dict.fromkeys(judged.messages))
    if BROKEN in said:
        return [f"{label}: {said}"]
    if kind in ("reference", "right"):
        hidden = [name for name, passed in judged.public.items() if not passed]
        return (
            [f"{label}: fails {', '.join(failed + hidden)}: {said} {judged.ended}"]
            if failed or hidden
            else []
        )
    if kind == "blank":
        passed = [name for name, ok in judged.public.items() if ok]
        return [f"{label}: earns {judged.points:g} points {passed}"] if judged.points or passed else []
    if kind == "wrong":
        faults = []
        if failed != sorted(banked.fails):
            faults.append(
                f"{label}: fails {', '.join(failed) or 'nothing'}, not {', '.join(sorted(banked.fails))}"
            )
        if banked.hint not in said:
            faults.append(f"{label}: says {said!r}, without {banked.hint!r}")
        return faults
    if failed:
        return []
    if kind == "mutant":
        name = label.partition("/")[2]
        if name in excuses:
            tally.excused.append(name)
            return []
    return [f"{label}: full marks"]


def _count(tally: Tally, wrong: dict, excuses: dict[str, str], share: int) -> None:
    """Add faults about the bank itself."""
    for kind, least in (("wrong", LEAST_WRONG), ("right", LEAST_RIGHT)):
        if tally.counts.get(kind, 0) < least:
            tally.faults.append(
                f"the bank has {tally.counts.get(kind, 0)} {kind} answers; {least} are needed"
            )
    if "wrong/book" not in wrong:
        tally.faults.append("the bank has no wrong/book.py: what the book prints, pasted")
    unseen = {check.name for check in tally.item.checks} - {
        t for answer in wrong.values() for t in answer.fails
    }
    if unseen:
        tally.faults.append(f"no wrong answer of the bank fails {', '.join(sorted(unseen))}")
    stale = set(excuses) - set(tally.excused)
    if share == 1 and stale:
        tally.faults.append(f"equivalent.toml lists what dies or is no mutant: {', '.join(sorted(stale))}")
