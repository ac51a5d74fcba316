"""Running one answer through the checks of its item, in a child process that can be killed."""

from __future__ import annotations

import multiprocessing as mp
import os
import resource
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait

from ..in_process import InProcess
from ..items import Item, Outcome, Variant, run_check

SECONDS = 20  # of CPU time for one answer; the wall clock of a busy machine says little
MEMORY = 4 * 2**30  # bytes of address space: a mutated array size must not take the machine down
_FORK = mp.get_context("fork")  # the parent has everything imported already: a child costs milliseconds


@dataclass(frozen=True)
class Job:
    """One answer to be judged.

    Args:
        label: comes back with the result.
        source: the answer's code.
        setup: code that runs before it.
        item: whose checks are run.
        variant: the term's constants.
        seed: of the points.
        public: test functions of the master, as source by name, run on the same namespace.

    >>> Job("reference", "x = 1", "", None, None, 0).public
    {}
    """

    label: str
    source: str
    setup: str
    item: Item
    variant: Variant
    seed: object
    public: dict[str, str] = field(default_factory=dict)


@dataclass
class Judged:
    """What became of a job.

    Args:
        job: the job.
        outcomes: of the checks.
        public: names of the master's public tests, and whether they passed.
        ended: "" or why the child did not finish.

    >>> Judged(Job("reference", "", "", None, None, 0)).points
    0
    """

    job: Job
    outcomes: list[Outcome] = field(default_factory=list)
    public: dict[str, bool] = field(default_factory=dict)
    ended: str = ""

    @property
    def failed(self) -> frozenset[str]:
        """Names of the checks that failed, those included that were never reached."""
        passed = {o.check for o in self.outcomes if o.passed}
        return frozenset(check.name for check in self.job.item.checks) - passed

    @property
    def points(self) -> float:
        """Points earned."""
        return sum(o.points for o in self.outcomes)

    @property
    def messages(self) -> list[str]:
        """What the failing checks said."""
        return [o.message for o in self.outcomes if not o.passed]


def _child(pipe: Connection, job: Job) -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    namespace: dict[str, object] = {"__name__": "__main__"}
    try:
        exec(compile(job.setup, "<setup>", "exec"), namespace)
        exec(compile(job.source, "<answer>", "exec"), namespace)
    except BaseException:
        pass  # what was defined before counts, as in a notebook
    answers = InProcess(namespace)
    for check in job.item.checks:
        pipe.send(run_check(job.item, check, answers, job.variant, job.seed))
    for name, source in job.public.items():
        pipe.send((name, _public(name, source, namespace, job.setup)))
    pipe.close()
    os._exit(0)


def _public(name: str, source: str, namespace: dict, setup: str) -> bool:
    own: dict[str, object] = {}
    exec(compile(setup + source, "<public test>", "exec"), own)
    test = own[name]
    try:
        test(*(namespace[arg] for arg in test.__code__.co_varnames[: test.__code__.co_argcount]))
    except Exception:
        return False
    return True


def judge(jobs: Iterable[Job], limit: float = 200, workers: int = 2) -> Iterator[Judged]:
    """Run jobs in children, a few at a time.

    Args:
        jobs: to run; taken one by one as children become free.
        limit: seconds on the clock after which a child is killed.
        workers: children at a time.

    Yields:
        Each job's result, in the order in which they end.

    Source: fork, pipe, kill; nothing of a child's enters the parent but outcomes.

    >>> list(judge([]))
    []
    """
    waiting, running = iter(jobs), {}
    while True:
        while len(running) < workers and (job := next(waiting, None)) is not None:
            here, there = _FORK.Pipe(duplex=False)
            child = _FORK.Process(target=_child, args=(there, job))
            child.start()
            there.close()
            running[here] = (child, Judged(job), time.monotonic() + limit)
        if not running:
            return
        soonest = min(end for _, _, end in running.values())
        for pipe in wait(list(running), max(0.0, soonest - time.monotonic())):
            try:
                said = pipe.recv()
            except EOFError:
                yield _finish(running, pipe)
                continue
            judged = running[pipe][1]
            judged.public.update([said]) if isinstance(said, tuple) else judged.outcomes.append(said)
        for pipe in [p for p, (_, _, end) in running.items() if time.monotonic() > end]:
            running[pipe][1].ended = f"killed after {limit:g} s"
            yield _finish(running, pipe)


def _finish(running: dict, pipe: Connection) -> Judged:
    child, judged, _ = running.pop(pipe)
    if judged.ended:
        child.kill()
    child.join()
    pipe.close()
    if not judged.ended and child.exitcode:
        judged.ended = f"ended with status {child.exitcode}"
    return judged
