"""The links on each page: the address in Colab, and a download that needs no network."""

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bookbuild import serve

ROOT = Path(__file__).resolve().parents[2]
NAV = re.compile(r'<nav class="notebook-links".*?</nav>', re.S)


def links(page):
    """The two addresses in a page's header, or None."""
    found = NAV.search(Path(page).read_text(encoding="utf-8"))
    return found and re.findall(r'href="([^"]+)"', found.group(0))


@pytest.fixture(scope="module")
def html(lay_toy, toy_texts, tmp_path_factory):
    folder = lay_toy(tmp_path_factory.mktemp("launch") / "book")
    (folder / "notebooks").mkdir()
    for name, text in toy_texts.items():
        (folder / "notebooks" / name).write_text(text, encoding="utf-8")
    with (folder / "_config.yml").open("a") as config:
        config.write("launch_buttons: {colab_url: 'https://colab.research.google.com'}\n")
    run = f"import sys; sys.path.insert(0, {str(folder)!r}); from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", run, "build", "-q", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "_build" / "html"


def test_colab_address_is_that_of_a_notebook_in_the_repository(html):
    colab, _ = links(html / "chapters" / "03_one.html")
    prefix = "https://colab.research.google.com/github/example/book/blob/main/"
    assert colab == f"{prefix}notebooks/03_one.ipynb"
    assert (html.parents[1] / colab.removeprefix(prefix)).is_file()


def test_download_is_the_notebook_byte_for_byte(html):
    page = html / "chapters" / "03_one.html"
    _, download = links(page)
    assert "://" not in download and not download.startswith("/")
    copy = (page.parent / download).resolve()
    assert copy.read_bytes() == (html.parents[1] / "notebooks" / "03_one.ipynb").read_bytes()


def test_pages_without_code_have_no_links(html):
    assert links(html / "index.html") is None and links(html / "chapters" / "notation.html") is None


def test_the_themes_own_buttons_are_gone(html):
    text = (html / "chapters" / "03_one.html").read_text(encoding="utf-8")
    assert "blob/main/chapters" not in text and "_sources/chapters/03_one.ipynb" not in text


def test_links_are_named_and_load_nothing(html):
    nav = NAV.search((html / "chapters" / "03_one.html").read_text(encoding="utf-8")).group(0)
    assert nav.count("aria-label=") == 3 and nav.count('aria-hidden="true"') == 2
    assert "<img" not in nav and "src=" not in nav


def click(page):
    page.get_by_role("link", name="Download notebook 03_one.ipynb").click()


@pytest.mark.browser
def test_the_link_downloads_from_a_server(html, browser_page):
    with serve.server(html, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser_page(f"http://127.0.0.1:{server.server_port}/chapters/03_one.html")
        with page.expect_download() as download:
            click(page)
        copied = Path(download.value.path()).read_bytes()
        server.shutdown()
    assert download.value.suggested_filename == "03_one.ipynb"
    assert copied == (html / "notebooks" / "03_one.ipynb").read_bytes()


@pytest.mark.browser
def test_the_link_opens_the_file_from_a_folder(html, browser_page):
    # Browsers do not download from file:// to itself: they show the file, to be saved.
    page = browser_page((html / "chapters" / "03_one.html").as_uri(), offline=True)
    click(page)
    page.wait_for_url("**/notebooks/03_one.ipynb")
    assert page.inner_text("body").strip() == (html / "notebooks" / "03_one.ipynb").read_text("utf-8").strip()


@pytest.mark.book
def test_every_notebook_is_reached_from_its_page(site):
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        page = Path(site, "chapters", f"{path.stem}.html")
        colab, download = links(page)
        owner_and_name = re.search(
            r"github\.com/([\w.-]+/[\w.-]+)", (ROOT / "_config.yml").read_text()
        ).group(1)
        assert colab.startswith(f"https://colab.research.google.com/github/{owner_and_name}/blob/main/")
        assert (ROOT / colab.split("/blob/main/")[1]) == path
        assert (page.parent / download).resolve().read_bytes() == path.read_bytes()
