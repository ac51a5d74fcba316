"""The unpickler reads arrays of every protocol, and refuses everything that acts."""

import os
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.data.pickles import load_arrays

CONTENT = {b"data": np.arange(12, dtype=np.uint8).reshape(3, 4), b"labels": [1, 2, 3], b"batch_label": b"one"}

# As Python 2 and NumPy 1 wrote it, in protocol 2: the form of the official files.
PYTHON_2 = (
    b"\x80\x02}q\x01U\x04dataq\x02cnumpy.core.multiarray\n_reconstruct\nq\x03cnumpy\nndarray\nq\x04K\x00\x85"
    b"U\x01b\x87Rq\x05(K\x01K\x02\x86cnumpy\ndtype\nq\x06U\x02u1K\x00K\x01\x87Rq\x07(K\x03U\x01|NNNJ\xff\xff"
    b"\xff\xffJ\xff\xff\xff\xffK\x00tb\x89U\x02\x07\x09tbs."
)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_every_protocol_is_read(protocol):
    read = load_arrays(pickle.dumps(CONTENT, protocol=protocol))
    assert np.array_equal(read[b"data"], CONTENT[b"data"]) and read[b"data"].dtype == np.uint8
    assert read[b"labels"] == [1, 2, 3] and read[b"batch_label"] == b"one"


def test_what_python_2_wrote_is_read():
    assert load_arrays(PYTHON_2)[b"data"].tolist() == [[7, 9]]


class Acts:
    def __init__(self, call, *arguments):
        self.does = (call, arguments)

    def __reduce__(self):
        return self.does


@pytest.mark.parametrize(
    "bad",
    [
        Acts(os.system, "true"),
        Acts(eval, "1 + 1"),
        Acts(np.load, "file"),
        Acts(np.fromfile, "file"),
        Acts(getattr, {}, "clear"),
        Acts(np.ndarray.tofile, np.zeros(2), "file"),
        {b"data": np.array([Acts(os.getpid)], dtype=object)},
        os.path.join,
    ],
)
@pytest.mark.parametrize("protocol", [2, 4, 5])
def test_nothing_else_is_called(bad, protocol, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pickle.UnpicklingError, match="which is no array"):
        load_arrays(pickle.dumps(bad, protocol=protocol))
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 255), st.integers(2, 5))
def test_a_broken_pickle_is_an_error_of_one_kind(place, byte, protocol):
    content = bytearray(pickle.dumps(CONTENT, protocol=protocol))
    content[place % len(content)] = byte
    try:
        load_arrays(bytes(content))
    except pickle.UnpicklingError:
        pass  # any other kind would fail the test


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 400))
def test_a_truncated_pickle_is_an_error_of_one_kind(length):
    content = pickle.dumps(CONTENT, protocol=2)
    with pytest.raises(pickle.UnpicklingError):
        load_arrays(content[: length % len(content)])
