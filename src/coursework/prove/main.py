"""The command ``python -m coursework prove``: runs the proofs and prints the kill tables."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from .. import sets
from .proof import SECRET, TERMS, Proof, Tally, prove_item

SHARE = 12  # the short form runs one mutant in so many


def table(tallies: list[Tally]) -> str:
    """Lay out what was counted.

    Args:
        tallies: of the items.

    Returns:
        Text: a line for each item, below it one for each check with the answers that it failed.

    Source: ``proof.Tally``.

    >>> print(table([]))
    item                 right  wrong  last  mutants  excused  faults
    """
    lines = [
        f"{'item':20} {'right':>5}  {'wrong':>5}  {'last':>4}  {'mutants':>7}  {'excused':>7}  {'faults':>6}"
    ]
    for tally in tallies:
        right, wrong, last, mutant = (tally.counts.get(k, 0) for k in ("right", "wrong", "last", "mutant"))
        lines.append(
            f"{tally.item.name:20} {right:5}  {wrong:5}  {last:4}  {mutant:7}  {len(tally.excused):7}  "
            f"{len(tally.faults):6}"
        )
        total = wrong + mutant
        lines += [
            f"    {name:24} fails {n:4} of {total}, {tally.alone[name]:3} of them alone"
            for name, n in tally.kills.items()
        ]
    return "\n".join(lines)


def prove(
    set_name: str, short: bool, secret: str = SECRET, terms: tuple[str, ...] = TERMS, workers: int = 2
) -> list[Tally]:
    """Prove the grader of one set.

    Args:
        set_name: such as "ps1".
        short: one term only, and a sample of the mutants.
        secret: of the course.
        terms: the term that is proved, then others: their references must fail, and in the whole proof
            the bank is run in each of them.
        workers: children at a time.

    Returns:
        One tally for each item of the first term; faults of the other terms are added to it.

    Source: ``proof.prove_item``.

    >>> prove.__name__
    'prove'
    """
    first = Proof(set_name, secret, terms[0])
    others = [] if short else [Proof(set_name, secret, term) for term in terms[1:]]
    tallies = []
    for item in first.items:
        tally = prove_item(first, item, terms[1:], SHARE if short else 1, workers)
        for other in others:
            more = prove_item(other, item, tuple(t for t in terms if t != other.term), 0, workers)
            tally.faults += [f"[{other.term}] {fault}" for fault in more.faults]
        tallies.append(tally)
    return tallies


def main(argv: list[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: its arguments.

    Returns:
        0 if everything is as it should be, 1 otherwise.

    Source: the module's first line.

    >>> main(["--set", "ps0"])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ValueError: no set 'ps0'; ...
    """
    parser = argparse.ArgumentParser(prog="python -m coursework prove", description=__doc__)
    parser.add_argument("--set", action="append", help="such as ps1; all sets if left out")
    parser.add_argument("--short", action="store_true", help="one term and a sample of the mutants")
    parser.add_argument(
        "--secret-file", type=Path, help="file with the course secret; else the demonstration"
    )
    parser.add_argument("--term", action="append", help="this term; give it again for each earlier term")
    parser.add_argument("--jobs", type=int, default=2, help="answers judged at a time")
    options = parser.parse_args(argv)
    secret = options.secret_file.read_text().strip() if options.secret_file else SECRET
    faults = 0
    for set_name in options.set or sets.names():
        began = time.monotonic()
        tallies = prove(set_name, options.short, secret, tuple(options.term or TERMS), options.jobs)
        print(f"{set_name}\n{table(tallies)}", flush=True)
        for tally in tallies:
            for fault in tally.faults:
                print(f"FAULT {tally.item.name}: {fault}")
        faults += sum(len(tally.faults) for tally in tallies)
        print(f"{set_name}: {time.monotonic() - began:.0f} s\n")
    print("every answer gets the mark that it should" if not faults else f"{faults} faults")
    return 1 if faults else 0
