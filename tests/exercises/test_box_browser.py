"""The answer box in a real browser says what Python says, letter for letter."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from stepwise_ssl.exercises import ExpressionQuestion, check, exercise
from stepwise_ssl.exercises.widget import AnswerBox

pytestmark = pytest.mark.browser
BOXES = ["2.1", "2.6", "2.7", "3.1", "3.2", "3.3", "3.6", "3.4", "3.7", "3.8", "4.2", "5.1", "5.3"]
CHOICES = ["2.1", "2.3", "2.5", "3.1", "3.7", "4.1", "4.7", "5.1", "5.6", "5.7"]
TEXT = [
    "2.2",
    "2.6",
    "2.7",
    "3.2",
    "3.3",
    "3.6",
    "3.4",
    "3.8",
    "4.2",
    "4.3",
    "4.4",
    "4.5",
    "4.6",
    "5.2",
    "5.3",
    "5.5",
    "5.8",
]
IMPLICIT = [
    *("1/(2γ)", "2gamma", "2 gamma", "-2gamma^2/4", "8(1 - gamma)^2", "2e3gamma", "2e", "2exp(gamma)"),
    *("1/2gamma", "1/-2gamma", "1/2 gamma", "gamma^2(1)", "2^3gamma", "gamma²gamma", "3½", "1/2(gamma)"),
    *("gamma(2)", "(2)(gamma)", "2(1)(2)", "2gamma gamma", "2 3", "2 3gamma", "½gamma", "gamma2", "2log"),
    *("0.500/gamma", ".5/gamma", "0.5000001/gamma", "5.00e-1/gamma", "2(", "2√2", "2.¼", "(2gamma)^-1"),
]


def _open(browser_page, box_page, *numbers, **options):
    page = browser_page(box_page(*[AnswerBox.of(number) for number in numbers]), **options)
    page.wait_for_function("window.ready")
    return page


# Types each answer, submits the form and reads the reply, as a reader would, in one call.
TYPE = """async (answers) => {
  const field = document.querySelector("input[type=text]"), form = document.querySelector("form"), said = [];
  for (const answer of answers) {
    field.value = answer;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 0));
    const between = document.querySelector(".ab-reply").innerText;
    form.requestSubmit();
    await new Promise((done) => setTimeout(done, 0));
    said.push([between, document.querySelector(".ab-reply p").innerText, window.models[0].get("status")]);
  }
  return said;
}"""


def _reply(page):
    """Text of the first box's reply, once drawn, without its mark."""
    text = page.evaluate(
        "new Promise(r => setTimeout(() => r(document.querySelector('.ab-reply').innerText), 0))"
    )
    return text.partition("\n")[2].strip() if text else ""


@pytest.mark.parametrize("number", TEXT)
def test_same_verdict_as_python(bank, browser_page, box_page, number):
    page = _open(browser_page, box_page, number)
    answers = [a for key in ("right", "slips", "wrong") for a in bank[number][key]]
    answers += [*bank["hostile"], *bank["blank"], *(IMPLICIT if number == "3.4" else ())]
    for answer, (between, said, status) in zip(answers, page.evaluate(TYPE, answers), strict=True):
        verdict = check(number, answer)
        assert (said, status) == (repr(verdict), verdict.status), answer
        assert between == "", "an old reply stands beside a new answer"
    assert page.log.errors == [] and page.log.external == []


def test_formulas_without_any_value_are_not_taken_for_each_other(browser_page, box_page):
    question = ExpressionQuestion("x", {"x": (1, 2)}, [("log(-x)", "unreal slip")])
    page = browser_page(box_page(AnswerBox.ask(question, "Which?")))
    page.wait_for_function("window.ready")
    ((_, said, _),) = page.evaluate(TYPE, ["sqrt(-x)"])
    assert said == repr(question.check("sqrt(-x)")) and "unreal slip" not in said


def test_long_text_is_refused(browser_page, box_page):
    page = _open(browser_page, box_page, "3.4")
    for answer in [
        "gamma" + "+gamma" * 500,
        "+".join(["1"] * 299),
        "(" * 290 + "1" + ")" * 290,
        "-" * 500 + "1",
    ]:
        page.get_by_role("textbox").fill(answer)
        page.get_by_role("textbox").press("Enter")
        assert _reply(page) == repr(check("3.4", answer))


@pytest.mark.parametrize("number", CHOICES)
def test_choices_by_keyboard(browser_page, box_page, number):
    page = _open(browser_page, box_page, number)
    question = exercise(number).question
    page.get_by_role("button", name="Check").click()
    assert "Not answered yet" in _reply(page)
    page.locator("body").press("Home")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    for letter in question.letters:
        page.keyboard.press("Enter")
        assert _reply(page) == repr(check(number, letter))
        assert page.evaluate("window.models[0].get('answer')") == letter
        page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Reset").press("Enter")
    assert _reply(page) == "" and page.get_by_role("radio", checked=True).count() == 0


def test_keys_stop_at_the_box_and_the_reply_is_announced(browser_page, box_page):
    page = _open(browser_page, box_page, "3.4")
    page.evaluate("window.leaked = 0; document.addEventListener('keydown', () => window.leaked++)")
    field = page.get_by_role("textbox", name="learning rate")
    field.press_sequentially("1/(2*gamma)")
    field.press("Enter")
    assert "Right." in _reply(page)
    assert page.evaluate("window.leaked") == 0
    live = page.locator("[aria-live=polite][role=status]")
    assert live.count() == 1 and "Right." in live.inner_text()
    off = {"autocapitalize": "off", "autocorrect": "off", "spellcheck": "false", "autocomplete": "off"}
    assert {key: field.get_attribute(key) for key in off} == off


def test_two_views_of_one_model_stay_together(browser_page, box_page):
    page = _open(browser_page, box_page, "3.1")
    page.evaluate("draw(window.models[0])")
    page.wait_for_function("document.querySelectorAll('form').length === 2")
    question = exercise("3.1").question
    place = next(k for k, option in enumerate(question.options) if option.right)
    page.get_by_role("radio").nth(place).check()
    page.get_by_role("button", name="Check").first.click()
    second = page.locator("form").nth(1)
    assert second.get_by_role("radio", checked=True).get_attribute("value") == question.letters[place]
    assert "Right." in second.get_by_role("status").inner_text()
    page.evaluate("window.models[0].set('answer', 'c')")  # as Python would
    assert second.get_by_role("radio", checked=True).get_attribute("value") == "c"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_accessible_and_within_the_page(browser_page, box_page, width, scheme):
    page = _open(browser_page, box_page, *BOXES, width=width, height=900, scheme=scheme)
    page.evaluate(f"document.documentElement.dataset.theme = '{scheme}'")
    for k, number in enumerate(BOXES):
        box = page.locator("form").nth(k)
        if number in CHOICES:
            box.get_by_role("radio").nth(k % 3).check()
        elif k % 2:
            box.get_by_role("textbox").fill("1/(4*gamma)")
        else:
            box.get_by_role("textbox").fill("8gamma")
        box.get_by_role("button", name="Check").click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for target in page.get_by_role("button").all():
        assert target.bounding_box()["height"] >= 44
