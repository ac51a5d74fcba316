"""Claims: numbers on record, in a notebook and outside one."""

import subprocess
import sys

import numpy as np
import pytest

from stepwise_ssl.claims import CLAIM_MIME, Claim, claim


def test_a_claim_prints_and_returns_nothing_that_a_notebook_would_echo(capsys):
    assert claim("width", np.float64(0.54930614433)) is None
    assert capsys.readouterr().out == "width = 0.549306\n"


def test_the_record_is_plain_json_at_full_precision():
    bundle = Claim("third", 1 / 3)._repr_mimebundle_()
    assert bundle[CLAIM_MIME] == {"name": "third", "value": 1 / 3}
    assert bundle["text/plain"] == "third = 0.333333"


@pytest.mark.parametrize("value", [3, 0.5, np.float32(0.5), np.array(0.5), np.array([2]), np.int64(7)])
def test_one_real_number_is_welcome_in_any_dress(value, capsys):
    claim("some-name", value)
    assert capsys.readouterr().out.startswith("some-name = ")


@pytest.mark.parametrize("name", ["", "Width", "a b", "2d", "a--b", "a-", "a_", "_a", 3])
def test_a_bad_name_is_refused(name):
    with pytest.raises(ValueError, match="claim name"):
        claim(name, 1.0)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "0.5", 1j, None, [1.0], np.zeros(2)])
def test_what_is_not_one_finite_real_number_is_refused(value):
    with pytest.raises(ValueError, match="claim 'x'"):
        claim("x", value)


def test_neither_ipython_nor_numpy_is_loaded():
    code = (
        "import sys; from stepwise_ssl.claims import claim; claim('a', 1); "
        "print({'IPython', 'numpy'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out == "a = 1\nset()\n"


def test_in_a_notebook_the_claim_is_displayed_with_its_record(monkeypatch):
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell.instance()
    shown = []
    monkeypatch.setattr(shell.display_pub, "publish", lambda data, **_: shown.append(data))
    try:
        claim("width", 0.5)
    finally:
        type(shell).clear_instance()
    assert shown[0][CLAIM_MIME] == {"name": "width", "value": 0.5}
