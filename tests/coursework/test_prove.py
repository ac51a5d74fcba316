"""The proof bites: on a set of its own with one planted fault at a time, it names the fault."""

import os
import sys
import textwrap

import pytest

from coursework import sets
from coursework.items import Check, Item, Variant
from coursework.memory import children
from coursework.prove import bank, mutants
from coursework.prove.children import Job, judge
from coursework.prove.proof import Proof, prove_item

CHECKS = """
import random
from fractions import Fraction
from coursework.items import Check, Item, Variant
from coursework.variants import Draw, code


def draw(secret, term):
    number = Draw(secret, "toy", term).choice("k", [Fraction(n, 7) for n in range(8, 30) if n % 7])
    return Variant("toy", term, {"k": number}, {"k": code(number)})


def start(answers, variant, rng):
    got = answers.array("f", 0.0)
    assert got == 1, "Begin at one."


def slope(answers, variant, rng):
    x = rng.uniform(1, 2)
    rise = (answers.array("f", x) - answers.array("f", 0.0)) / x
    if abs(rise - 1) < 1e-9:
        raise AssertionError("This is the book's slope.")
    assert abs(rise - variant.number("k")) < 1e-9, "The slope is another."


CHECKS = (Check("test_start", 1, True, "", start), Check("test_slope", 2, False, "", slope))
ITEMS = (Item("q1", "A line", "code", 3, 5, 1, "lines", CHECKS, answers=("f",)),)
"""
MASTER = """
```{raw-cell}
# BEGIN QUESTION
name: q1
```

```{raw-cell}
# BEGIN SOLUTION
```

```{code-cell} ipython3
def f(x):
    # BEGIN SOLUTION
    return {{ k }} * x + 1
    # END SOLUTION
```

```{raw-cell}
# END SOLUTION
```

```{raw-cell}
# END QUESTION
```
"""
WRONG = {
    "book": "# fails: test_slope | hint: the book's slope\ndef f(x): return x + 1\n",
    "no_start": "# fails: test_start | hint: Begin at one\ndef f(x): return {{ k }} * x\n",
    **{
        f"slope{n}": f"# fails: test_slope | hint: another\ndef f(x): return ({{{{ k }}}} + {n}) * x + 1\n"
        for n in range(1, 7)
    },
}
RIGHT = {
    "turned": "f = lambda x: 1 + x * {{ k }}\n",
    "twice": "def f(x): return (2 + 2 * {{ k }} * x) / 2\n",
    "split": "def f(x): return 1 + x + ({{ k }} - 1) * x\n",
}


@pytest.fixture
def prove(tmp_path, monkeypatch):
    """Return a function that proves the toy set with some of its files replaced, and gives its faults."""
    monkeypatch.setattr(sets, "ASSIGNMENTS", tmp_path)

    def run(checks=CHECKS, master=MASTER, wrong=(), right=(), excuses="", drop=(), share=1):
        folder = tmp_path / "toy"
        for kind, answers in (("wrong", {**WRONG, **dict(wrong)}), ("right", {**RIGHT, **dict(right)})):
            (folder / "bank" / "q1" / kind).mkdir(parents=True, exist_ok=True)
            for name, text in answers.items():
                if name not in drop:
                    (folder / "bank" / "q1" / kind / f"{name}.py").write_text(text)
        (folder / "checks.py").write_text(checks)
        (folder / "master.md").write_text(master)
        if excuses:
            (folder / "bank" / "q1" / "equivalent.toml").write_text(excuses)
        monkeypatch.delitem(sys.modules, "assignments_toy", raising=False)
        proof = Proof("toy", "secret", "demo")
        try:
            return prove_item(proof, proof.items[0], ("another",), share)
        finally:
            sys.modules.pop("assignments_toy", None)

    return run


def test_a_sound_set_has_no_faults(prove):
    tally = prove()
    assert tally.faults == []
    assert tally.counts["wrong"] == 8 and tally.counts["mutant"] > 5 and tally.kills["test_slope"] > 5


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"right": {"off": "def f(x): return {{ k }} * x + 2\n"}}, "right/off: fails test_start"),
        (
            {"wrong": {"fine": "# fails: test_slope | hint: another\ndef f(x): return 1 + {{ k }} * x\n"}},
            "fails nothing",
        ),
        (
            {"wrong": {"book": WRONG["book"].replace("test_slope", "test_slope, test_start")}},
            "fails test_slope, not",
        ),
        ({"wrong": {"book": WRONG["book"].replace("the book's slope", "sign")}}, "without 'sign'"),
        ({"checks": CHECKS.replace("rise - variant", "rise - varient")}, "This check itself is broken"),
        ({"drop": ("book",)}, "no wrong/book.py"),
        ({"drop": ("book",)}, "7 wrong answers; 8 are needed"),
        ({"drop": ("split",)}, "2 right answers; 3 are needed"),
        ({"drop": ("no_start",)}, "no wrong answer of the bank fails test_start"),
        ({"checks": CHECKS.replace("got == 1", "got < 9")}, "full marks"),
        ({"checks": CHECKS.replace('- variant.number("k")', "- rise")}, "last/another: full marks"),
        ({"master": MASTER.replace("{{ k }} * x + 1", "{{ k }} * x")}, "reference: fails test_start"),
        (
            {"master": MASTER.replace("    # BEGIN SOLUTION\n", "    return 1\n    # BEGIN SOLUTION\n")},
            "blank: earns 1",
        ),
        ({"excuses": '[lives]\n"3: no such" = "x"\n'}, "is no mutant: 3: no such"),
    ],
)
def test_each_planted_fault_is_named(prove, change, fault):
    if "excuses" in change:  # excuses are of the demonstration variant, whose term is "demo"
        assert fault in "\n".join(prove(**change).faults)
    else:
        assert fault in "\n".join(prove(**change).faults)


def test_a_survivor_with_a_reason_is_excused(prove):
    weak = CHECKS.replace('assert got == 1, "Begin at one."', 'assert abs(got) == 1, "Begin at one."')
    faults = "\n".join(prove(checks=weak).faults)
    assert "mutant/3: 1 -> -1: full marks" in faults or "3: " in faults
    labels = [
        line.partition("mutant/")[2].removesuffix(": full marks")
        for line in faults.splitlines()
        if "mutant/" in line
    ]
    lines = "\n".join(f'"{label}" = "the check is weak on purpose"' for label in labels)
    assert not [f for f in prove(checks=weak, excuses=f"[lives]\n{lines}\n").faults if "mutant/" in f]


def quick(source, limit=5.0):
    check = Check("test_x", 1, False, "", lambda answers, variant, rng: answers.array("f"))
    item = Item("q", "T", "code", 1, 5, 1, "x", (check,))
    (judged,) = judge([Job("a", source, "", item, Variant("s", "t", {}), 0)], limit)
    return judged


def test_an_endless_answer_is_killed_and_earns_nothing():
    judged = quick("def f():\n    while True: pass\n", limit=1.0)
    assert "killed" in judged.ended and judged.points == 0 and judged.failed == {"test_x"}


def test_an_answer_that_ends_the_process_earns_nothing():
    judged = quick("import os\ndef f(): os._exit(0)\n")
    assert judged.points == 0 and judged.failed == {"test_x"}


def test_an_answer_that_wants_all_memory_gets_an_error():
    judged = quick("import numpy as np\ndef f(): return np.ones(10**12)\n")
    assert judged.points == 0 and "MemoryError" in judged.messages[0]


def test_no_child_is_left_behind():
    process, before = os.getpid(), set(children(os.getpid()))
    list(judge([]))
    quick("def f(): return 1\n")
    assert set(children(process)) <= before, "a process that judged an answer is still there"
    assert os.getpid() == process


def test_mutants_differ_from_the_program_and_from_each_other_and_have_names_of_their_own():
    source = textwrap.dedent("""
        def f(a, b):
            c = a @ b.T - 2 * a[1:] ** 3
            for k in range(3):
                c += k / 4
            return -c if c.sum() > 0 else max(c)
    """)
    found = list(mutants.of_code(source))
    texts, labels = {text for _, text in found}, {label for label, _ in found}
    assert len(found) == len(texts) == len(labels) > 30
    assert not any(compile(text, "m", "exec") is None for text in texts)
    for words in (
        "b.T -> b.real",
        "1: -> :",
        "a @ b.T -> a * b.T",
        "c += k / 4 -> pass",
        "c.sum() > 0 -> c.sum() < 0",
    ):
        assert any(words in label for label in labels), words


def test_a_wrong_answer_without_its_first_line_is_refused():
    with pytest.raises(ValueError, match="first line must be"):
        bank.read_wrong("x", "def f(): pass\n")
