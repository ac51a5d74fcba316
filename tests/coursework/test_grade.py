"""One submission: what earns points, what a failure costs, and what is said about it."""

import csv
import io
import json
import math
import os
import signal
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursework import channel, feedback, tables, values, written
from coursework.grade import mark_one
from coursework.items import AnswerError, Check, Item
from coursework.limits import Limits

from .toy_course import BLANK, COURSE, FULL, LIMITS, PATH, RIGHT, RISE, SPECTRUM, by_item, notebook

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bubblewrap needs Linux")


@pytest.fixture
def mark(tmp_path):
    """Mark code cells."""

    def run(cells, course=COURSE, limits=LIMITS, **more):
        path = tmp_path / "handed_in.ipynb"
        path.write_text(notebook(cells), "utf-8")
        return mark_one(path, course, limits, **more)

    return run


def messages(marks):
    return {check["name"]: check["message"] for item in marks["items"] for check in item["checks"]}


def test_right_answers_earn_everything(mark):
    marks = mark(RIGHT)
    assert marks["earned"] == marks["points"] == FULL and marks["by_hand"] == 2
    assert not marks["problem"] and set(messages(marks).values()) == {""}


@pytest.mark.parametrize(
    "path",
    [
        "path = 's0*(exp(6*t))**2'",
        "import sympy as sp\ns0, t = sp.symbols('s0 t')\npath = s0 * sp.exp(12 * t)",
        "import sympy as sp\npath = sp.sympify('s0*exp(12*t)').rewrite(sp.cosh)",
    ],
)
def test_other_forms_earn_everything(mark, path):
    assert mark([path, SPECTRUM, RISE])["earned"] == FULL


def test_blank_answers_earn_nothing_and_are_called_blank(mark):
    marks = mark(BLANK)
    assert marks["earned"] == 0
    assert all("not answered yet" in message for message in messages(marks).values())


def test_part_of_an_item_earns_part_of_its_points(mark):
    unordered = SPECTRUM.replace("[::-1]", "")
    marks = mark([PATH, unordered, RISE])
    assert by_item(marks) == [2, 1, 1]


def test_a_notebook_as_students_write_them(mark):
    cells = [
        "%matplotlib inline\n!pip install nothing\nimport numpy as np\nnp.linalg?",
        "%%time\nthis is skipped",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\ndisplay(plt.gcf())",
        "1 / 0",
        "text = '''\n% of a line\n'''\nassert text == '\\n% of a line\\n'",
        *RIGHT,
    ]
    marks = mark(cells, limits=replace(LIMITS, cell_seconds=30, boot_seconds=60))
    assert marks["earned"] == FULL
    assert marks["notes"] == ["cell 4 raised ZeroDivisionError: division by zero"]


def test_a_slow_cell_is_stopped_and_the_rest_counts(mark):
    marks = mark([*RIGHT[:2], "while True:\n    pass", RISE], limits=replace(LIMITS, cell_seconds=0.5))
    assert marks["earned"] == FULL and "cell 3 was stopped" in marks["notes"][0]


def test_a_process_that_ends_costs_only_its_own_answer(mark):
    for dying in ("import os\n    os._exit(0)", "import ctypes\n    ctypes.string_at(0)"):
        marks = mark([PATH, f"import numpy as np\ndef spectrum(matrix):\n    {dying}", RISE])
        assert by_item(marks) == [2, 0, 1]
        assert "its process ended" in messages(marks)["test_one"]


def test_a_late_answer_keeps_what_was_earned_before_and_after(mark):
    slow = f"{SPECTRUM}\nquick = spectrum\ndef spectrum(m):\n    while len(m) == 1: pass\n    return quick(m)"
    marks = mark([PATH, slow, RISE])
    assert by_item(marks) == [2, 2, 1]
    assert messages(marks)["test_one"] == "spectrum ran longer than 1 seconds."


def test_all_time_used_up(mark):
    slow = "import time\ndef spectrum(m):\n    time.sleep(0.9)\n    return 0"
    marks = mark(
        [PATH, slow, slow.replace("spectrum", "rise_time")], limits=replace(LIMITS, wall_seconds=1.5)
    )
    assert by_item(marks) == [2, 0, 0] and marks["seconds"] < 8
    assert "seconds" in messages(marks)["test_rise"]


def test_memory_is_counted_over_all_processes(mark):
    two = """
import os, time
pid = os.fork()
kept = bytearray(b'x') * 150_000_000
time.sleep(4)
if not pid:
    os._exit(0)
"""
    limits = replace(LIMITS, all_memory=250_000_000, cell_seconds=30)
    assert "its process ended" in str(mark([two, *RIGHT], limits=limits))
    assert mark([two.replace("150", "50"), *RIGHT], limits=limits)["earned"] == FULL


def hang(answers, variant, rng):
    """A check that a student's answer could make endless."""
    while True:
        time.sleep(0.1)


def burst(answers, variant, rng):
    """A check whose process is killed, as by the kernel when memory ends."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("run, word", [(hang, "longer than"), (burst, "more time or memory")])
def test_a_check_that_hangs_or_dies_costs_only_itself(mark, run, word):
    bad = Item("q0", "Bad", "code", 1, 1, 1, "nothing", checks=(Check("test_bad", 1, False, "?", run),))
    course = replace(COURSE, items=(COURSE.items[0], bad, *COURSE.items[1:]))
    marks = mark(RIGHT, course, replace(LIMITS, check_seconds=1, boot_seconds=2))
    assert by_item(marks) == [2, 0, 3, 1]
    assert word in messages(marks)["test_bad"]


def greedy(answers, variant, rng):
    """A check that asks for all memory."""
    bytearray(2**40)


def test_a_check_that_wants_all_memory_fails_with_a_sentence(mark):
    bad = Item("q0", "Bad", "code", 1, 1, 1, "nothing", checks=(Check("test_bad", 1, False, "?", greedy),))
    marks = mark([PATH], replace(COURSE, items=(bad, COURSE.items[0])))
    assert by_item(marks) == [0, 2] and "MemoryError" in messages(marks)["test_bad"]


@pytest.mark.parametrize(
    "value, word",
    [
        ("[1.0, float('nan')]", "NaN"),
        ("[1j]", "complex"),
        ("'four'", "array of numbers"),
        ("[[1], [1, 2]]", "array of numbers"),
        ("{'a': 1}", "array of numbers"),
        ("[True]", "array of numbers"),
        ("[10**400]", "array of numbers"),
        ("np.ones(400_000)", "300000 are the most"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("exec('raise Exception(chr(27) * 99)')", "Exception"),
    ],
)
def test_values_that_are_no_answer_are_named(mark, value, word):
    marks = mark([PATH, f"import numpy as np\ndef spectrum(matrix):\n    return {value}"])
    assert by_item(marks) == [2, 0, 0]
    assert word in messages(marks)["test_one"] and messages(marks)["test_one"].isprintable()


@pytest.mark.parametrize(
    "reply",
    [
        {"shape": [2], "data": [1]},
        {"shape": [-1], "data": []},
        {"shape": [True], "data": [1]},
        {"shape": [1], "data": [True]},
        {"shape": [1], "data": ["nan"]},
        {"shape": [1], "data": ["1"]},
        {"shape": [1], "data": [None]},
        {"shape": [1], "data": [[1]]},
        {"shape": [1], "data": [10**400]},
        {"shape": [1] * 9, "data": [1]},
        {"shape": [10**9, 10**9], "data": []},
        {"shape": 1, "data": [1]},
        {"data": [1]},
        {},
    ],
)
def test_forged_numbers_are_refused(reply):
    with pytest.raises(AnswerError):
        values.number_array(reply, "f", Limits())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
)


@given(shape=JSON, data=JSON)
def test_any_reply_is_an_array_of_real_numbers_or_refused(shape, data):
    try:
        found = values.number_array({"shape": shape, "data": data}, "f", Limits())
    except AnswerError:
        return
    assert type(found) is np.ndarray and found.dtype == float and list(found.shape) == shape


@given(st.lists(st.floats(allow_nan=False), max_size=6))
def test_arrays_arrive_bit_for_bit(numbers):
    from coursework.student_process import decode, encode_array

    sent = json.loads(json.dumps(values.encode(np.array(numbers)), allow_nan=False))
    there = decode(sent)
    back = values.number_array(json.loads(json.dumps(encode_array(there, "f", 10))), "f", Limits())
    assert back.tobytes() == np.array(numbers, dtype=float).tobytes()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[",
        b"[" * 10**6,
        b"7",
        b"[]",
        b'{"nonce": "b"}',
        b'{"nonce": "a", "x": NaN}',
        b"\xff",
        b"9" * 5000,
    ],
)
def test_replies_that_answer_no_question_are_refused(line):
    with pytest.raises(channel.Gone):
        channel.Student._understood(line, "a")


def test_a_stale_reply_is_not_taken_for_a_new_one(mark):
    """The second question about one number gets the reply to the first one again."""
    replay = """
import os, sys
kept = []
write = os.write
def twice(descriptor, data):
    kept.append(bytes(data))
    return write(descriptor, kept[0] if b'"data"' in kept[0] else kept.pop(0))
"""
    cells = [PATH, SPECTRUM, RISE, replay + "os.write = twice"]
    marks = mark(cells)
    assert by_item(marks) == [
        2,
        2,
        1,
    ]  # the replayed reply ends the process; a fresh one serves the next name
    assert "no question of ours" in messages(marks)["test_one"]


def test_a_function_that_answers_otherwise_when_graded_needs_the_right_answer(mark):
    """Detecting the sandbox is easy, and worth nothing: what it then answers is what is marked."""
    right_only_here = """
import os
import numpy as np
graded = os.path.exists('/tools')
def spectrum(matrix):
    return np.linalg.eigvalsh(matrix)[::-1] if graded else 7
"""
    wrong_here = right_only_here.replace("if graded", "if not graded")
    assert by_item(mark([PATH, right_only_here, RISE])) == [2, 3, 1]
    assert by_item(mark([PATH, wrong_here, RISE])) == [2, 0, 1]


def telling(answers, variant, rng):
    raise AssertionError(f"point {rng.random()}")


def test_marks_can_be_derived_again_and_points_are_secret(mark):
    item = Item("q", "Q", "code", 1, 1, 1, "nothing", checks=(Check("test_point", 1, False, "?", telling),))
    course = replace(COURSE, items=(item,))
    first = mark(RIGHT, course)
    said = messages(first)
    assert messages(mark(RIGHT, course)) != said  # drawn afresh
    assert messages(mark(RIGHT, course, fresh=first["seed"])) == said  # derived again
    assert (
        messages(mark(RIGHT, replace(course, secret="other"), fresh=first["seed"])) != said
    )  # not by students


def test_written_answers_are_kept_for_the_rubric(mark, tmp_path):
    marks = mark([*RIGHT, ("markdown", "<!-- answer: why -->\nBecause $a < b$.")])
    assert marks["items"][-1]["text"] == "Because $a < b$."
    assert mark([*RIGHT, "why = 'In a variable.'"])["items"][-1]["text"] == "In a variable."
    assert mark([*RIGHT, ("markdown", "<!-- answer: why -->\n...")])["items"][-1]["text"] == ""
    table = tmp_path / "written.csv"
    written.collect([marks], table)
    assert marks["items"][-1]["hand"] == ""
    lines = list(csv.DictReader(io.StringIO(table.read_text())))
    lines[0]["points"] = "1,5"
    with open(table, "w", newline="") as file:  # as a spreadsheet in some countries saves it
        out = csv.DictWriter(file, written.HEAD, delimiter=";")
        out.writeheader()
        out.writerows(lines)
    written.collect([marks], table)
    assert marks["items"][-1]["hand"] == 1.5 and written.read_points(table)
    table.write_text(table.read_text().replace("1.5", "good"))
    with pytest.raises(ValueError, match="line 2: points must be a number"):
        written.collect([marks], table)


def test_feedback_tells_no_secret_and_runs_nothing(mark):
    evil = "<script>alert(1)</script>"
    cells = [
        PATH,
        f"def spectrum(m):\n    raise ValueError('{evil}')",
        RISE,
        f"why = '{evil}'",
        f"raise OSError('{evil}')",
    ]
    marks = mark(cells)
    page = feedback.page(marks)
    assert "&lt;script&gt;" in page and "<script" not in page
    hidden = [check["name"] for item in marks["items"] for check in item["checks"] if not check["public"]]
    assert hidden and not any(name in page for name in [*hidden, marks["seed"], COURSE.secret])
    assert "http" not in page.replace("http-equiv", "")  # loads nothing


@given(st.text(max_size=12))
def test_no_text_becomes_a_formula_in_a_spreadsheet(text):
    cell = next(csv.reader(io.StringIO(tables.table([[text]])))) if text else [""]
    assert cell[0].lstrip(" \n'\"")[:1] not in ("=", "+", "-", "@") or cell[0].startswith("'")
    assert cell[0] in (text, "'" + text)


def test_points_add_up_without_dust():
    from coursework.marks import _sum

    assert _sum([0.1] * 3) == 0.3 and _sum([1.0, 2.0]) == 3 and isinstance(_sum([1.5, 0.5]), int)
    assert math.isclose(_sum([0.25, 0.5]), 0.75)
