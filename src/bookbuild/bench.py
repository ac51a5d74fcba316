"""What is measured and never asserted: import time, training, build time, page weight, slider to paint."""

import gzip
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from . import serve

PARTS = {
    "mathjax": "/mathjax/",
    "fonts": (".woff", ".woff2", ".ttf"),
    "css": (".css",),
    "js": (".js",),
    "pictures": (".svg", ".png", ".ico"),
    "html": (".html", "/"),
}
WIDGET_STATE = re.compile(r'<script type="application/vnd\.jupyter\.widget-state\+json">.*?</script>', re.S)
LOADED = """
import sys
old = set(sys.modules)
import {0}
print(*sorted({{name.split('.')[0] for name in set(sys.modules) - old}}))
"""


def page_weight(site, browser):
    """Gzipped kilobytes that a browser fetches for each page, by part; the page's widget state apart."""
    table = {}
    for path in sorted(site.rglob("*.html")):
        if "_static" in path.parts:
            continue
        page, urls = browser.new_page(), set()
        page.on("request", lambda request, urls=urls: urls.add(urlsplit(request.url).path))
        page.goto(path.resolve().as_uri(), wait_until="networkidle")
        page.close()
        row = dict.fromkeys([*PARTS, "widget state"], 0.0)
        for url in urls:
            if Path(url).is_file():
                row[_part(url)] += _zipped(Path(url).read_bytes())
        state = "".join(WIDGET_STATE.findall(path.read_text("utf-8")))
        row["widget state"] = _zipped(state.encode()) if state else 0.0
        row["html"] -= row["widget state"]
        table[path.relative_to(site).as_posix()] = {part: round(kb, 1) for part, kb in row.items()}
        table[path.relative_to(site).as_posix()]["all"] = round(sum(row.values()), 1)
    return table


def _part(url):
    return next((part for part, mark in PARTS.items() if _is(url, mark)), "html")


def _is(url, mark):
    return mark in url if isinstance(mark, str) else url.endswith(mark)


def _zipped(data):
    return len(gzip.compress(data, 9, mtime=0)) / 1000


def import_time(module, repeats=9):
    """Median seconds that importing ``module`` adds to a fresh Python, and the packages that it loads."""

    def run(code):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - start

    times = [run(f"import {module}") - run("pass") for _ in range(repeats)]
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(module)], check=True, capture_output=True, text=True
    )
    loaded = [name for name in done.stdout.split() if name not in sys.stdlib_module_names]
    return {
        "seconds": round(statistics.median(times), 3),
        "loads": [n for n in loaded if not n.startswith("_")],
    }


def build_times(folder):
    """Seconds to build the book from nothing, and again without a change."""
    seconds = []
    for _ in range(2):
        start = time.monotonic()
        site = serve.build(serve.ROOT, folder)
        seconds.append(round(time.monotonic() - start, 1))
    return site, {"from nothing": seconds[0], "without a change": seconds[1]}


def main(options):
    """Print every measurement; with ``--json FILE`` keep them too."""
    from playwright.sync_api import sync_playwright

    from . import bench_slider, bench_training, chromium

    found = {
        "import": {name: import_time(name) for name in ("numpy", "stepwise_ssl", "stepwise_ssl.closed_form")}
    }
    for name, row in found["import"].items():
        print(f"import {name}: {row['seconds']:.3f} s, loads {', '.join(row['loads'])}", flush=True)
    found["training"] = bench_training.run()
    with tempfile.TemporaryDirectory() as folder:
        site, found["build"] = build_times(folder)
        print("book built in seconds:", found["build"], flush=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.get_browser(), args=chromium.FLAGS)
            found["weight"] = page_weight(site, browser)
            browser.close()
        parts = [*PARTS, "widget state", "all"]
        print("gzipped kB".ljust(28), *(part.rjust(13) for part in parts))
        for name, row in found["weight"].items():
            print(name.ljust(28), *(f"{row[part]:13.1f}" for part in parts))
        found["slider to paint"] = bench_slider.table(site)
        for name, row in found["slider to paint"].items():
            print(f"slider to paint, {name}: {json.dumps(row)}")
    if "--json" in options:
        Path(options[options.index("--json") + 1]).write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return 0
