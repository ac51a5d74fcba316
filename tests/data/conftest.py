"""What the tests of downloads share: a cache of their own, and no way to the real servers."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for download_server, in pytest's importlib mode


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder, set for this test, with no folder named from outside."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("STEPWISE_SSL_CACHE", str(folder))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    for variable in ("STEPWISE_CIFAR10", "STEPWISE_STL10"):
        monkeypatch.delenv(variable, raising=False)
    return folder
