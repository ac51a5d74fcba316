"""The bank of answers, and a page that holds answer boxes with nothing but a widget model."""

import json
import tomllib
from pathlib import Path

import pytest

from stepwise_ssl import palette
from stepwise_ssl.exercises.widget import AnswerBox

HERE = Path(__file__).parent
STATE = ("number", "kind", "label", "hint", "data", "answer", "status", "message")


@pytest.fixture(scope="session")
def bank():
    return tomllib.loads((HERE / "bank.toml").read_text("utf-8"))


@pytest.fixture
def box_page(tmp_path):
    """A factory: boxes -> address of a static page that draws them, in the book's colours."""

    def script(value) -> str:
        return json.dumps(value).replace("</", r"<\/")

    def write(*boxes: AnswerBox) -> str:
        page = (HERE / "box_page.html").read_text("utf-8")
        states = [{key: box.get_state([key])[key] for key in STATE} for box in boxes]
        page = page.replace("/*CSS*/", palette.css() + str(AnswerBox._css))
        page = page.replace("/*STATES*/", script(states)).replace("/*ESM*/", script(str(AnswerBox._esm)))
        path = tmp_path / "boxes.html"
        path.write_text(page, "utf-8")
        return path.as_uri()

    return write
