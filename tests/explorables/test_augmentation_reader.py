"""What a reader does with the augmentations: by hand, keyboard and link, on small screens, in two themes."""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from stepwise_ssl.explorables import AugmentationStrength
from stepwise_ssl.explorables.augmentation_views import SIZE, augmented_pairs

pytestmark = pytest.mark.browser
ROOT = "document.getElementById('augmentation-strength')"
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
GOTO = f"s => {{ {ROOT}.explorable.goto(s); {ROOT}.explorable.draw(); }}"
FOCUSED = """() => {
  const n = document.activeElement;
  if (n === document.body) return null;
  return n.getAttribute("aria-label") || n.labels?.[0]?.textContent || n.textContent;
}"""
PRESETS = AugmentationStrength.about.presets
SLIDERS = {c.name: c for c in AugmentationStrength.about.controls}
SHOWN = (59, 266, 205, 294)  # pairs.js


@pytest.fixture
def open_it(visit, make_page):
    """Factory: the augmentations alone on a page."""
    return lambda theme="light", widget=None, **how: visit(
        make_page(widget or AugmentationStrength(), theme=theme), theme=theme, **how
    )


def state(seen):
    seen.page.evaluate(FRAME)
    return seen.page.evaluate(f"() => {ROOT}.explorable.read()")


def sentence(seen):
    return seen.page.locator("#augmentation-strength .xp-sentence").inner_text()


def test_every_slider_by_keyboard_and_mouse(open_it, click_at):
    seen = open_it()
    for name, control in SLIDERS.items():
        slider = seen.page.locator(f"#augmentation-strength-{name}")
        slider.focus()
        values = []
        for key in ("Home", "ArrowRight", "ArrowUp", "ArrowLeft", "End"):
            seen.page.keyboard.press(key)
            values.append(state(seen)[name])
        home, right, up, left, end = values
        assert (home, end) == (control.low, control.high)
        assert home < right < up and left == right == pytest.approx(control.low + control.step)
        click_at(slider, 0.5)
        assert control.low < state(seen)[name] < control.high
        cell = seen.page.locator(f"#augmentation-strength td[data-key={name}]").get_attribute("data-value")
        assert float(cell) == state(seen)[name]
    seen.assert_quiet()


def test_every_control_is_reached_and_named(open_it):
    seen = open_it(served=True)
    reached = []
    for _ in range(30):
        seen.page.keyboard.press("Tab")
        where = seen.page.evaluate(FOCUSED)
        if where is None:
            break
        reached.append(where)
    assert all(name.strip() for name in reached)
    for words in (*(p.name for p in PRESETS), "Reset", "Copy link", "same place", "centred", "as a table"):
        assert any(words in name for name in reached), words
    for control in SLIDERS.values():
        assert any(control.label in name for name in reached)
    seen.page.get_by_role("radio", name="same place").focus()
    seen.page.keyboard.press("ArrowRight")
    assert state(seen)["pairing"] == "shuffled"


def test_presets_reset_and_link(open_it):
    seen = open_it(served=True)
    start = state(seen)
    for preset in PRESETS:
        seen.page.get_by_role("button", name=preset.name, exact=True).click()
        assert state(seen) == {**start, **preset.state}
        assert seen.page.locator(".xp-why").inner_text() == preset.why
    seen.page.get_by_role("button", name="Copy link to this state").click()
    seen.page.wait_for_function("document.querySelector('.xp-said').textContent !== ''")
    fragment = seen.page.evaluate("location.hash")
    assert state(open_it(fragment=fragment)) == {**start, **PRESETS[-1].state}
    seen.page.get_by_role("button", name="Reset").click()
    assert state(seen) == start
    for hash_, wanted in {
        "shift=2.6&pixels=raw": {"shift": 3, "pixels": "raw"},
        "shift=99&noise=-1&grey=word": {"shift": 6},
        "pairing=other&jitter=0.5": {"jitter": 0.5},
    }.items():
        seen.page.evaluate(f"location.hash = '#augmentation-strength:{hash_}'")
        assert state(seen) == {**start, **wanted}, hash_
    seen.assert_quiet()


SENTENCES = [
    ({}, ["agree by 0.89", "fine modes lose most", "49 of 108 eigenvalues are negative"]),
    ({"shift": 0}, ["the covariance of the crops", "no eigenvalue is negative"]),
    ({"shift": 0, "pixels": "raw"}, ["the mean of x xᵀ", "times the next"]),
    ({"shift": 0, "grey": 1}, ["no eigenvalue is negative", "at most a third"]),
    ({"shift": 0, "grey": 0.5}, ["shrinks to (1 − q)² = 0.25"]),
    ({"shift": 0, "jitter": 0.5}, ["Gains that differ"]),
    ({"shift": 0, "noise": 0.1}, ["Noise that differs"]),
    ({"jitter": 0.5, "noise": 0.1, "grey": 1}, ["Gains and noise that differ"]),
    ({"pixels": "colourless"}, ["with the mean colour gone"]),
    ({"pixels": "raw"}, ["the even tone that all crops have, is 17 times the next"]),
    ({"pairing": "shuffled"}, ["share nothing", "from 2.6 down to −2.7"]),
    ({"pairing": "shuffled", "pixels": "raw"}, ["is the mean crop", "one eigenvalue, 12"]),
]


def test_sentence_fits_every_kind_of_state(open_it):
    seen = open_it()
    for where, words in SENTENCES:
        seen.page.evaluate(GOTO, where)
        for part in words:
            assert part in sentence(seen), (where, sentence(seen))
        if where.get("noise"):
            assert "a third" not in sentence(seen) and "blurs" not in sentence(seen)
        if where.get("pairing"):
            assert "agree" not in sentence(seen)
    assert seen.page.locator(".xp-live").get_attribute("aria-live") == "polite"
    assert {name for name in AugmentationStrength.about.sentences} >= {"same", "agree", "negative"}


CROP = """([k, view, size]) => {
  const canvas = document.querySelector(".aug-pairs canvas"), ratio = canvas.width / canvas.clientWidth;
  const gap = canvas.clientWidth < 340 ? 8 : 14, column = (canvas.clientWidth - 3 * gap) / 4, half = (column - 4) / 2;
  const left = k * (column + gap) + view * (half + 4), top = column + 8, context = canvas.getContext("2d");
  return [1, 2, 3, 4].flatMap(i => [1, 2, 3, 4].map(j => [...context.getImageData(
    Math.round((left + (j + 0.5) * half / size) * ratio), Math.round((top + (i + 0.5) * half / size) * ratio), 1, 1).data].slice(0, 3)));
}"""  # noqa: E501


@pytest.mark.parametrize("shuffled", [False, True])
def test_the_pictures_are_the_views(open_it, shuffled):
    """The inner 4 x 4 pixels of each drawn crop (a frame lies on the rim) are the views' numbers."""
    strengths = {"shift": 3, "jitter": 0.6, "grey": 0.3, "noise": 0.1}
    seen = open_it()
    seen.page.evaluate(GOTO, strengths | {"pairing": "shuffled" if shuffled else "true"})
    for view, views in enumerate(augmented_pairs(**strengths, shuffled=shuffled)):
        for k, pair in enumerate(SHOWN):
            wanted = 255 * views[pair].reshape(SIZE, SIZE, 3)[1:5, 1:5].clip(0, 1)
            drawn = np.array(seen.page.evaluate(CROP, [k, view, SIZE])).reshape(4, 4, 3)
            assert np.abs(drawn - wanted).max() <= 0.5 + 1e-9


BARS = """() => ({
  ticks: [...document.querySelectorAll("svg[data-view=bars] .xp-grid text")].map(n => [n.textContent, Number(n.getAttribute("y")) - 4]),
  bars: [...document.querySelectorAll("[data-bar]")].map(n => [Number(n.dataset.bar), n.getAttribute("d"), getComputedStyle(n).fill]),
  gammas: [...Array(13).keys()].map(k => Number(document.querySelector(`td[data-mode='gamma,${k}']`).dataset.value)),
})"""  # noqa: E501


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_bars_end_at_their_eigenvalues(open_it, width):
    seen = open_it(width=width)
    for preset in PRESETS:
        seen.page.evaluate(GOTO, preset.state)
        view = seen.page.evaluate(BARS)
        ticks = {float(text.replace("−", "-")): y for text, y in view["ticks"]}
        up, down = (ticks[0.1] - ticks[1]), (ticks[-1] - ticks[-0.1])
        assert up == pytest.approx(down, abs=0.2)
        for k, path, _ in view["bars"]:
            gamma = view["gammas"][k]
            end = float(
                re.search(r"V([\d.]+)H|M[\d.]+ ([\d.]+)H", path).group(1) or path.split()[1].split("H")[0]
            )
            if abs(gamma) <= 1e-3:
                wanted = ticks[0]
            elif gamma > 0:
                wanted = ticks[1] - up * np.log10(gamma)
            else:
                wanted = ticks[-1] + down * np.log10(-gamma)
            assert end == pytest.approx(wanted, abs=0.6), (preset.name, k, gamma)
    assert len(view["bars"]) == {320: 9, 390: 11, 1280: 13}[width]
    assert len({colour for k, _, colour in view["bars"] if k < 10}) == len(
        [k for k, *_ in view["bars"] if k < 10]
    )


SMALL = f"""() => [...{ROOT}.querySelectorAll("*")].filter(n => n.checkVisibility()
  && [...n.childNodes].some(c => c.nodeType === 3 && c.data.trim()) && parseFloat(getComputedStyle(n).fontSize) < 12).length"""  # noqa: E501
TARGETS = f"""() => [...{ROOT}.querySelectorAll("button, input[type=range], summary, label")].filter(n => n.checkVisibility())
  .filter(n => n.getBoundingClientRect().height < 24 && !n.closest(".xp-slider-head")).map(n => n.textContent)"""  # noqa: E501


@pytest.mark.parametrize("served", [True, False], ids=["server", "file"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_fits_the_screen_and_leaves_no_request(open_it, width, served):
    seen = open_it(width=width, served=served, calm=served)
    seen.page.locator("#augmentation-strength summary").click()
    for preset in PRESETS:
        seen.page.get_by_role("button", name=preset.name, exact=True).click()
        seen.page.evaluate(FRAME)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert (seen.page.evaluate(SMALL), seen.page.evaluate(TARGETS)) == (0, [])
    seen.assert_quiet()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(open_it, width, theme):
    seen = open_it(theme=theme, width=width)
    seen.page.locator("#augmentation-strength summary").click()
    for preset in (PRESETS[4], PRESETS[6]):
        seen.page.get_by_role("button", name=preset.name, exact=True).click()
        seen.page.evaluate(FRAME)
        found = Axe().run(seen.page)
        assert found.violations_count == 0, found.generate_report()


def test_theme_is_followed_without_a_move(open_it):
    seen = open_it()
    seen.page.evaluate(GOTO, {"pixels": "colourless"})
    read = "() => [...document.querySelector('.aug-heat').getContext('2d').getImageData(120, 60, 9, 1).data]"
    light = seen.page.evaluate(read)
    seen.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    seen.page.evaluate(FRAME)
    assert seen.page.evaluate(read) != light


def test_values_from_python_are_kept_and_checked(open_it):
    seen = open_it(widget=AugmentationStrength(shift=2, noise=0.1, pixels="raw"))
    assert {k: state(seen)[k] for k in ("shift", "noise", "pixels")} == {
        "shift": 2,
        "noise": 0.1,
        "pixels": "raw",
    }
    for wrong in ({"shift": 7}, {"noise": -0.1}, {"pairing": "other"}):
        with pytest.raises(Exception, match=next(iter(wrong))):
            AugmentationStrength(**wrong)


def test_static_picture():
    data = AugmentationStrength().fallback()
    assert data["text/html"].count("<svg") >= 3 and data["image/png"].startswith(b"\x89PNG")
    assert (
        "identical views: eigenvalues from 78" in data["text/html"]
        and "none of 108 negative" in data["text/html"]
    )
    assert "55 of 108 negative" in data["text/html"]
