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

# What is dragged: name of the row -> (page, what to take hold of, along which axis).
DRAGS = {
    "chapter 3, gamma": (PAGE, "#one-weight-gamma", "x"),
    "chapter 5, time": ("chapters/05_exact_solution.html", "#staircase-t", "x"),
    "chapter 5, start": ("chapters/05_exact_solution.html", "#staircase-alpha", "x"),
    "chapter 5, second bar": ("chapters/05_exact_solution.html", "#staircase .xp-bar >> nth=1", "y"),
    "chapter 12, time": ("chapters/12_deep_networks.html", "#deep-runs-t", "x"),
}

# For each move: the time from the event (its own time stamp) to the moment its frame has been painted.
# Explorables draw in the frame after a move; so does this, and a task posted from inside a frame runs after
# its paint. That sees a canvas as well as an SVG.
RECORDER = """type => {
  const log = (window.__bench = { inputs: 0, painted: [] });
  const channel = new MessageChannel();
  let waiting = [], framed = [];
  channel.port1.onmessage = () => {
    for (const begun of framed) log.painted.push(performance.now() - begun);
    framed = [];
  };
  window.addEventListener(type, event => {
    log.inputs++;
    waiting.push(event.timeStamp);
    if (waiting.length > 1) return;
    requestAnimationFrame(() => { framed.push(...waiting); waiting = []; channel.port2.postMessage(0); });
  }, true);
}"""


def run(site_or_url: str | Path, hold: str = "#one-weight-gamma", axis: str = "x", page: str = PAGE) -> dict:
    """Drag one control of an explorable in 60 fast moves and time every one of them.

    Args:
        site_or_url: the built site's folder, an HTML file, or an address.
        hold: selector of a slider (dragged from end to end) or of a bar (dragged upwards by 60 pixels).
        axis: ``"x"`` for a slider, ``"y"`` for a bar.
        page: the page, if a folder is given.

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
        tab = context.new_page()
        tab.goto(_address(site_or_url, page))
        tab.wait_for_selector("html[data-widgets=drawn]", state="attached")
        tab.wait_for_timeout(1000)  # let the page come to rest: this measures moves, not loading
        control = tab.locator(hold)
        control.scroll_into_view_if_needed()
        path = list(_path(control.bounding_box(), axis))
        tab.mouse.move(*path[0])
        tab.mouse.down()
        tab.evaluate(RECORDER, "input" if axis == "x" else "pointermove")
        for place in path[1:]:
            tab.mouse.move(*place)
            tab.wait_for_timeout(PAUSE_MS)
        tab.wait_for_timeout(300)
        log = tab.evaluate("window.__bench")
        tab.mouse.up()
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


def table(site: Path) -> dict[str, dict]:
    """Run every drag of ``DRAGS`` on a built site."""
    return {name: run(site, hold, axis, page) for name, (page, hold, axis) in DRAGS.items()}


def _path(box: dict, axis: str):
    """Yield the places of the pointer: along a slider, or up from the middle of a bar."""
    for move in range(MOVES + 1):
        if axis == "x":
            yield box["x"] + 12 + (box["width"] - 24) * move / MOVES, box["y"] + box["height"] / 2
        else:
            yield box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - move


def _address(site_or_url: str | Path, page: str) -> str:
    """Return what the browser opens: an address as it is, a file or a site's chapter page as file://."""
    text = str(site_or_url)
    if text.startswith(("http:", "https:", "file:")):
        return text
    path = Path(text)
    return (path / page if path.is_dir() else path).resolve().as_uri()


if __name__ == "__main__":
    for name, found in table(Path(sys.argv[1])).items():
        print(f"{name}: {found}")
