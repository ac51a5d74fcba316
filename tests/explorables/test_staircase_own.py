"""The reader's own photograph becomes spectrum, modes and picture, in the page and nowhere else."""

import numpy as np
import pytest
from PIL import Image

from stepwise_ssl.data import load_photographs
from stepwise_ssl.explorables import Staircase

pytestmark = pytest.mark.browser
READ = "() => document.getElementById('staircase').explorable.read()"
SAID = ".xp-own-words"
GOTO = "s => { const e = document.getElementById('staircase').explorable; e.goto(s); e.draw(); }"
LEFT = """() => {
  const [a, b] = [...document.querySelectorAll(".xp-photo")].map(canvas =>
    canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.filter((_, k) => k % 4 < 3));
  const mean = b.reduce((sum, v) => sum + v, 0) / b.length;
  return a.reduce((sum, v, k) => sum + (v - b[k]) ** 2, 0) / b.reduce((sum, v) => sum + (v - mean) ** 2, 0);
}"""
OWN_NO_MORE = """() => document.getElementById('staircase').textContent.includes(
  'modes, with the eigenvalues that you set')"""
SHIPPED = "() => document.querySelectorAll('.xp-photo')[1].getAttribute('aria-label').includes('cat')"
DROP = """bytes => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" }));
  return transfer;
}"""


@pytest.fixture
def coffee(tmp_path):
    path = tmp_path / "coffee.png"
    Image.fromarray(load_photographs()["coffee"]).save(path)
    return path


def analysed(seen, words="computed in this page"):
    seen.page.wait_for_function(
        "words => document.querySelector('.xp-own-words').textContent.includes(words)", arg=words
    )
    seen.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("served", [True, False], ids=["server", "file"])
def test_a_photograph_makes_its_own_staircase(visit, make_page, coffee, served):
    seen = visit(make_page(Staircase()), served=served)
    before = seen.page.evaluate("document.querySelector('.xp-photo').toDataURL()")
    asked = len(seen.requests)
    seen.page.get_by_label("Your own photograph").set_input_files(coffee)
    analysed(seen)
    state = seen.page.evaluate(READ)
    gammas = np.array(state["gammas"])
    assert gammas[0] == 8.0 and len(gammas) == 8 == state["d"] and (np.diff(gammas) <= 0).all()
    assert state["time_axis"] == "log"
    assert seen.page.locator(".xp-photo").nth(1).get_attribute("aria-label") == "coffee.png, as it is"
    assert "Your photograph's modes and eigenvalues" in seen.page.locator("#staircase").inner_text()
    # The line above the bars speaks of it, and of what a link can hold.
    above = seen.page.locator("#staircase .xp-why").inner_text()
    assert above.startswith("The spectrum of your own photograph, divided by ")
    assert (
        "not the photograph" in above
        and "A copied link holds these numbers" in seen.page.locator(SAID).inner_text()
    )
    after = seen.page.evaluate("document.querySelector('.xp-photo').toDataURL()")
    assert after != before
    # Everything learned: what is left of the photograph's variance is a small part, in pixels.
    seen.page.evaluate(GOTO, {**state, "t": 1000.0})
    assert seen.page.evaluate(LEFT) < 0.1
    sent = [url for url in seen.requests[asked:] if not url.startswith(("blob:", "data:"))]
    assert sent == []  # nothing is uploaded
    # Bars that the reader then moves are no longer the photograph's.
    seen.page.locator("#staircase-gamma-2").focus()
    seen.page.keyboard.press("ArrowUp")
    seen.page.wait_for_function(OWN_NO_MORE)
    seen.page.get_by_role("button", name="Back to the five photographs").click()
    seen.page.wait_for_function(SHIPPED)
    assert "your own" not in seen.page.locator("#staircase .xp-why").inner_text()
    seen.assert_quiet()


def test_a_wrong_file_gets_a_sentence_and_changes_nothing(visit, make_page, tmp_path):
    seen = visit(make_page(Staircase()))
    state = seen.page.evaluate(READ)
    (tmp_path / "notes.txt").write_text("not a picture")
    seen.page.get_by_label("Your own photograph").set_input_files(tmp_path / "notes.txt")
    analysed(seen, "no picture")
    assert seen.page.locator(SAID).inner_text().endswith(".")
    assert seen.page.locator(SAID).get_attribute("aria-live") == "polite"
    assert seen.page.evaluate(READ) == state
    assert not seen.page.locator("#staircase progress").is_visible()
    seen.assert_quiet()


def test_cancelling_changes_nothing(visit, make_page, tmp_path):
    seen = visit(make_page(Staircase()))
    state = seen.page.evaluate(READ)
    Image.fromarray(load_photographs()["cat"]).resize((3000, 2000)).save(tmp_path / "large.png")
    seen.page.get_by_label("Your own photograph").set_input_files(tmp_path / "large.png")
    seen.page.wait_for_function("document.querySelector('#staircase progress').checkVisibility()")
    seen.page.evaluate(
        "[...document.querySelectorAll('#staircase button')].find(b => b.textContent === 'Cancel').click()"
    )
    analysed(seen, "Cancelled")
    assert seen.page.evaluate(READ) == state
    seen.assert_quiet()


def test_a_dropped_file_is_taken(visit, make_page, coffee):
    seen = visit(make_page(Staircase()))
    data = seen.page.evaluate_handle(
        DROP,
        list(coffee.read_bytes()),
    )
    seen.page.dispatch_event(".xp-drop", "drop", {"dataTransfer": data})
    analysed(seen)
    assert "dropped.png" in seen.page.locator(SAID).inner_text()
