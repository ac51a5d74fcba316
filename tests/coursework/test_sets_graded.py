"""The real sets, out of process: right answers earn everything, named wrong ones fail what they must."""

import sys

import pytest

from coursework import attacks, batch, course, master, sets
from coursework.limits import Limits
from coursework.prove.bank import answers
from coursework.results import Results
from coursework.variants import DEMONSTRATION, fill

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bubblewrap needs Linux")
SECRET, TERM = DEMONSTRATION  # the variant in which the bank is proved
OF = {name: course.load(name, TERM, SECRET) for name in sets.names()}

# The usual limits would make this a test of hours: most attacks use all the time that they get.
SHORT = Limits(boot_seconds=20, cell_seconds=10, wall_seconds=60, cpu_seconds=20, processes=16)


def banked(name, item, kind):
    return answers(sets.folder(name) / "bank" / item.name, kind, OF[name].variant.words)


def mark(name, notebooks, folder, jobs=2, limits=None):
    """Marks of notebooks, given as lists of cells, by their name."""
    folder.mkdir(exist_ok=True)
    paths = {}
    for label, cells in notebooks.items():
        paths[label] = folder / f"{label}.ipynb"
        paths[label].write_text(attacks.notebook(cells), "utf-8")
    with Results(folder / "marks.csv") as results:
        found, trouble = batch.run(paths, OF[name], results, jobs, limits, seeds=dict.fromkeys(paths, "0"))
    assert not trouble
    return {marks["submission"]: marks for marks in found}


def failed(marks, item):
    """Names of the checks of one item that did not pass."""
    known = next(part for part in marks["items"] if part["name"] == item)
    return {check["name"] for check in known["checks"] if not check["passed"]}


def columns(name, kind):
    """Notebooks that together hold every answer of the bank: the k-th takes the k-th answer of each item."""
    items = [item for item in OF[name].items if item.checks]
    lists = {item.name: banked(name, item, kind) for item in items}
    longest = max(map(len, lists.values()))
    return [{item: known[k] for item, known in lists.items() if k < len(known)} for k in range(longest)]


def setup(name):
    """The cells that a student's notebook begins with."""
    text = (sets.folder(name) / "master.md").read_text("utf-8")
    return master.read(fill(text, OF[name].variant.words))[0]


def check_columns(name, kind, folder, chosen):
    marks = mark(
        name,
        {f"{kind}{k}": [setup(name), *(a.source for a in col.values())] for k, col in enumerate(chosen)},
        folder,
    )
    for k, column in enumerate(chosen):
        for item, answer in column.items():
            assert failed(marks[f"{kind}{k}"], item) == answer.fails, (item, answer.name)


@pytest.mark.parametrize("name", OF)
@pytest.mark.parametrize("kind", ["right", "wrong"])
def test_one_answer_of_each_item(name, kind, tmp_path):
    check_columns(name, kind, tmp_path, columns(name, kind)[:1])


@pytest.mark.nightly
@pytest.mark.parametrize("name", OF)
@pytest.mark.parametrize("kind", ["right", "wrong"])
def test_every_answer_of_the_bank_is_judged_as_in_the_proof(name, kind, tmp_path):
    check_columns(name, kind, tmp_path, columns(name, kind))


# What attacks return where they have to return something; a plain notebook may return it as well.
GUESSES = {
    "zeros": ("np.zeros(4)", "'0'"),
    "sevens": ("[7.0] * 4", "'7'"),
    "zero": ("0.0", "'0'"),
    "one": ("1.0", "'1'"),
    "point": ("[1.0]", "'1'"),
}


@pytest.mark.nightly
@pytest.mark.parametrize("name", OF)
def test_no_attack_gains_a_point(name, tmp_path):
    """An attack passes no check that a constant does not pass, which is a matter of the check."""
    aim = attacks.names(OF[name].items)
    cells = {attack: attacks.cells(attack, *aim) for attack in attacks.bank()}
    for label, (value, formula) in GUESSES.items():
        plain = f"import numpy as np\ndef answer(*args):\n    return {value}\nformula = {formula}"
        cells[label] = [plain, attacks.AIM.format(functions=aim[0], formulas=aim[1])]
    found = mark(name, cells, tmp_path, 4, SHORT)
    passed = {
        label: {
            (item["name"], check["name"])
            for item in m["items"]
            for check in item["checks"]
            if check["passed"]
        }
        for label, m in found.items()
    }
    guessed = set().union(*(passed[label] for label in GUESSES))
    assert {label: checks - guessed for label, checks in passed.items() if checks - guessed} == {}
