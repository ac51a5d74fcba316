"""The tests' own axe, which remembers colours, still sees: faults are found, and just those of plain axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGE = """data:text/html,<!DOCTYPE html><html lang="en"><title>Faults</title><style>
  body { background: white; color: black }
  .pale { color: rgb(200, 200, 200) }
  .veiled { color: rgba(0, 0, 0, 0.3) }
  .deep { background: hsl(0, 0%, 10%) } .deep p { color: color(srgb 0.2 0.2 0.2) }
  @media (prefers-color-scheme: dark) {
    body { background: black; color: white } .turned { color: rgb(9, 9, 9) }
  }
  @media (min-width: 1000px) { .wide { color: rgb(210, 210, 210) } }
  @media (max-width: 999px) { .broad { display: none } }
</style><main><h1>Faults</h1>
<p class="pale">pale</p><p class="veiled">veiled</p><div class="deep"><p>deep</p></div>
<p class="turned">turned</p><p class="wide">wide</p><p class="pale">pale again</p>
<input type="text"><button class="broad"></button></main></html>""".replace("#", "%23").replace("%,", "%25,")


def faults(result):
    """Rule and place of each fault, with the colours that axe read."""
    return sorted(
        (violation["id"], node["html"], str([reason.get("data") for reason in node["any"]]))
        for violation in result.response["violations"]
        for node in violation["nodes"]
    )


@pytest.mark.browser
def test_each_state_shows_its_own_faults_and_those_of_plain_axe(browser_page, axe):
    windows = [browser_page(PAGE, width=390, scheme=scheme) for scheme in ("light", "dark")]
    found = {}
    for width in (390, 1280):
        for page in windows:
            page.set_viewport_size({"width": width, "height": 900})
        for scheme, result in zip(("light", "dark"), axe(*windows), strict=True):
            found[width, scheme] = faults(result)
    for (width, scheme), seen in found.items():
        plain = faults(Axe().run(browser_page(PAGE, width=width, scheme=scheme)))
        assert seen == plain, (width, scheme)
        told = {(rule, word) for rule, html, _ in seen for word in ("turned", "wide") if word in html}
        rules = [rule for rule, _, _ in seen]
        assert rules.count("label") == 1
        assert rules.count("button-name") == (width == 1280)
        assert (("color-contrast", "turned") in told) == (scheme == "dark")
        assert (("color-contrast", "wide") in told) == (width == 1280 and scheme == "light")
        assert any(">deep<" in html for rule, html, _ in seen if rule == "color-contrast")
        pale = [html for rule, html, _ in seen if rule == "color-contrast" and "pale" in html]
        assert len(pale) == (2 if scheme == "light" else 0)
