"""The public names of training: there when asked for, and nothing loaded before."""

import subprocess
import sys
from importlib import import_module

import pytest

import stepwise_ssl.training as training

PROMISED = (
    "barlow_twins_loss",
    "vicreg_loss",
    "simclr_loss",
    "spectral_contrastive_loss",
    "fit",
    "pick_device",
)


def test_the_promised_names_are_functions_and_listed():
    for name in PROMISED:
        assert callable(getattr(training, name))
        assert name in training.__all__ and name in dir(training)


def test_every_public_name_is_found_and_none_is_a_module():
    for name in training.__all__:
        assert type(getattr(training, name)).__name__ != "module"
        with pytest.raises(ImportError):
            import_module(f"stepwise_ssl.training.{name}")


def test_importing_the_package_loads_no_pytorch():
    code = "import sys, stepwise_ssl, stepwise_ssl.training; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'barlow_triplets_loss'"):
        training.barlow_triplets_loss  # noqa: B018


def test_without_pytorch_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(training, "find_spec", lambda name: None)
    monkeypatch.delitem(vars(training), "simclr_loss", raising=False)
    with pytest.raises(ImportError, match=r'simclr_loss needs PyTorch.*pip install "stepwise-ssl\[torch\]"'):
        training.simclr_loss  # noqa: B018
