"""How long from a reader's move to the picture: a fast drag over one slider, in a real browser.

Called by ``make bench``; never by the tests, which count and do not time.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from bookbuild.chromium import FLAGS, find_browser

PAGE = "chapters/03_one_weight.html"
MOVES, PAUSE_MS, FRAME_MS = 60, 20, 1000 / 60

# For each input event: the time from the event (its own time stamp) to the moment the frame that shows it has
# been painted (a task posted from inside that frame runs after its paint).
RECORDER = """id => {
  const root = document.getElementById(id);
  const log = (window.__bench = { inputs: 0, painted: [] });
  let waiting = [];
  root.addEventListener("input", event => { log.inputs++; waiting.push(event.timeStamp); }, true);
  new MutationObserver(() => {
    if (!waiting.length) return;
    const begun = waiting; waiting = [];
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { for (const t of begun) log.painted.push(performance.now() - t); };
    channel.port2.postMessage(0);
  }).observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: ["d"] });
}"""


def run(site_or_url: str | Path, control: str = "gamma", name: str = "one-weight") -> dict:
    """Drag one slider of an explorable from end to end in 60 fast moves and time every one of them.

    Args:
        site_or_url: the built site's folder, an HTML file, or an address.
        control: which slider.
        name: id of the explorable on the page.

    Returns:
        ``moves``, ``inputs`` (events that the browser delivered), ``painted`` (of them shown),
        ``median_ms``, ``p95_ms``, ``max_ms`` from input to paint, ``frame_ms`` (the target).
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=find_browser(Path(sys.prefix)),
            headless=True,
            args=FLAGS,
            viewport={"width": 1280, "height": 900},
        )
        page = context.new_page()
        page.goto(_address(site_or_url))
        page.wait_for_selector("html[data-widgets=drawn]", state="attached")
        page.wait_for_timeout(1000)  # let the page come to rest: this measures moves, not loading
        slider = page.locator(f"#{name}-{control}")
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        y, left, width = box["y"] + box["height"] / 2, box["x"] + 12, box["width"] - 24
        page.evaluate(RECORDER, name)
        page.mouse.move(left, y)
        page.mouse.down()
        for move in range(1, MOVES + 1):
            page.mouse.move(left + width * move / MOVES, y)
            page.wait_for_timeout(PAUSE_MS)
        page.mouse.up()
        page.wait_for_timeout(300)
        log = page.evaluate("window.__bench")
        context.close()
    times = sorted(log["painted"])
    return {
        "moves": MOVES,
        "inputs": log["inputs"],
        "painted": len(times),
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[max(0, int(0.95 * len(times) + 0.5) - 1)], 1),
        "max_ms": round(times[-1], 1),
        "frame_ms": round(FRAME_MS, 1),
    }


def _address(site_or_url: str | Path) -> str:
    """Return what the browser opens: an address as it is, a file or a site's chapter page as file://."""
    text = str(site_or_url)
    if text.startswith(("http:", "https:", "file:")):
        return text
    path = Path(text)
    return (path / PAGE if path.is_dir() else path).resolve().as_uri()


if __name__ == "__main__":
    import json

    print(json.dumps(run(*sys.argv[1:2]), indent=1))
