"""A page with the scripts and a file chooser, opened from file://, and what it makes of a file."""

import base64
from types import SimpleNamespace

import numpy as np
import pytest

from stepwise_ssl.explorables.contract import source
from stepwise_ssl.explorables.photograph import SCRIPTS

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
<title>Photograph</title><input type="file" aria-label="photograph"><script type="module">
%s
// Numbers leave as base64: JSON of 600,000 doubles would take longer than the analysis.
const packed = (array) => {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  let text = "";
  for (let k = 0; k < bytes.length; k += 8192) text += String.fromCharCode(...bytes.subarray(k, k + 8192));
  return btoa(text);
};
window.heard = [];
window.chosen = () => document.querySelector("input").files[0];
window.run = async (options = {}, file = chosen()) => {
  heard = [];
  const onProgress = (fraction, words) => heard.push([fraction, words]);
  return analysePhotograph(file, { onProgress, ...options });
};
window.told = async (options) => {
  const { modes, mean, picture, crops, ...rest } = await run(options);
  return { ...rest, width: picture.width, height: picture.height, progress: heard, mean: packed(mean),
    modes: modes.map(packed), pixels: packed(picture.pixels),
    x: packed(crops.x), xPrime: packed(crops.xPrime) };
};
window.refused = (options, file) =>
  run(options, file).then(() => "read", (error) => `${error.name}: ${error.message}`);
// The eigensolver by itself, for matrices that no photograph gives.
window.solve = async (rows, count) => {
  const m = rows.length, pace = photographPace(() => {}, undefined);
  const { gammas, modes } = await photographLeading(Float64Array.from(rows.flat()), m, count, pace, () => 0);
  return { gammas, modes: modes.map((mode) => [...mode]) };
};
window.ready = true;
</script></html>"""


def numbers(text, dtype=float):
    return np.frombuffer(base64.b64decode(text), dtype)


@pytest.fixture(scope="package")
def chooser(chromium, tmp_path_factory):
    """The open page; ``page.asked`` is every address it asked for, ``page.said`` every complaint."""
    path = tmp_path_factory.mktemp("photograph") / "page.html"
    path.write_text(PAGE % source(*SCRIPTS), encoding="utf-8")
    context = chromium.new_context()
    page = context.new_page()
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_function("window.ready")
    yield page
    # No byte of any photograph went anywhere, and nothing was complained of.
    assert page.asked == [path.as_uri()]
    assert page.said == []
    context.close()


@pytest.fixture
def analyse(chooser):
    """Factory: choose a file, analyse it, and return what the page found as NumPy arrays."""

    def run(path, **options):
        chooser.set_input_files("input", path)
        seen = SimpleNamespace(**chooser.evaluate("options => told(options)", options))
        m = 3 * options.get("size", 10) ** 2
        seen.gammas, seen.mean = np.array(seen.gammas), numbers(seen.mean)
        seen.modes = np.array([numbers(mode) for mode in seen.modes]).T
        seen.pixels = numbers(seen.pixels, np.uint8).reshape(seen.height, seen.width, 4)
        seen.x, seen.x_prime = (numbers(view).reshape(-1, m) for view in (seen.x, seen.xPrime))
        return seen

    return run


@pytest.fixture
def refused(chooser):
    """Factory: choose a file and return the sentence that the reader gets."""

    def run(path, **options):
        chooser.set_input_files("input", path)
        said = chooser.evaluate("options => refused(options)", options)
        assert said.startswith("PhotographRefusal: "), said
        return said.removeprefix("PhotographRefusal: ")

    return run
