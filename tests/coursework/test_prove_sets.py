"""The graders of the problem sets, proved: the short form here, the whole one nightly."""

import pytest

from coursework.in_process import InProcess
from coursework.items import run_item
from coursework.prove.children import judge
from coursework.prove.main import prove, table
from coursework.prove.proof import Proof

SETS = ("ps1", "ps2")


def faults(tallies):
    return [f"{tally.item.name}: {fault}" for tally in tallies for fault in tally.faults]


@pytest.mark.parametrize("set_name", SETS)
def test_the_short_proof_finds_no_fault(set_name):
    tallies = prove(set_name, short=True)
    print(table(tallies))
    assert faults(tallies) == []


@pytest.mark.nightly
@pytest.mark.parametrize("set_name", SETS)
def test_the_whole_proof_finds_no_fault(set_name):
    tallies = prove(set_name, short=False)
    print(table(tallies))
    assert faults(tallies) == []


@pytest.mark.parametrize("set_name", SETS)
def test_references_pass_in_terms_and_at_points_that_nobody_tried(set_name):
    for term in ("x1", "x2", "x3", "x4"):
        proof = Proof(set_name, "untried", term)
        for item in proof.items:
            namespace = {}
            exec(proof.setup + proof.questions[item.name].solution, namespace)
            outcomes = run_item(item, InProcess(namespace), proof.variant, term)
            assert [(o.check, o.message) for o in outcomes if not o.passed] == []


@pytest.mark.nightly
@pytest.mark.parametrize("set_name", SETS)
def test_right_answers_pass_in_many_terms_and_at_many_points(set_name):
    for k in range(6):
        proof = Proof(set_name, "untried", f"y{k}")
        for item in proof.items:
            jobs = [
                proof.job(job.label, item, job.source, f"{k}-{seed}")
                for job in proof.jobs(item, ())
                if job.label.startswith(("right", "reference"))
                for seed in range(4)
            ]
            assert [(j.job.label, j.messages) for j in judge(jobs) if j.failed] == []
