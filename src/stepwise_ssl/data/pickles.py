"""Reading a pickle that may hold arrays, numbers and text, and nothing that acts.

Unpickling can run any code that the file names. The files of CIFAR-10 need four harmless names; every
other is refused, so a tampered file cannot do anything.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

import numpy as np


def load_arrays(content: bytes) -> Any:
    """Unpickle containers, numbers, bytes and NumPy arrays; refuse everything else.

    Args:
        content: the pickle. What Python 2 wrote as a string comes back as bytes.

    Returns:
        The object.

    Raises:
        pickle.UnpicklingError: the pickle is broken or names something that is not allowed.

    >>> import pickle
    >>> load_arrays(pickle.dumps({b"labels": [3, 1]}))
    {b'labels': [3, 1]}
    """
    try:
        return _ArraysOnly(io.BytesIO(content), encoding="bytes").load()
    except pickle.UnpicklingError:
        raise
    except Exception as error:  # a broken pickle may fail in any way: EOFError, ValueError, KeyError, ...
        raise pickle.UnpicklingError(f"broken pickle ({type(error).__name__})") from error


class _ArraysOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        # NumPy 1 wrote numpy.core, NumPy 2 writes numpy._core.
        place = module.replace("numpy._core", "numpy.core")
        if (place, name) == ("numpy.core.multiarray", "_reconstruct"):
            return _empty_array
        if (place, name) == ("numpy.core.numeric", "_frombuffer"):
            return _array_from_buffer
        if (place, name) in {("numpy", "ndarray"), ("numpy", "dtype")}:
            return getattr(np, name)
        if (place, name) == ("_codecs", "encode"):
            return _latin1
        raise pickle.UnpicklingError(f"the pickle asks for {module}.{name}, which is no array")


def _empty_array(kind: type, shape: tuple, typecode: bytes) -> np.ndarray:
    """What NumPy's ``_reconstruct`` does for plain arrays: the pickle fills it in afterwards."""
    return np.ndarray.__new__(np.ndarray, shape, typecode)


def _array_from_buffer(buffer: bytes, dtype: np.dtype, shape: tuple, order: str) -> np.ndarray:
    return np.frombuffer(buffer, dtype=dtype).reshape(shape, order=order)


def _latin1(text: str, encoding: str) -> bytes:
    """How pickles of protocol 2 write bytes under Python 3."""
    return text.encode("latin1")
