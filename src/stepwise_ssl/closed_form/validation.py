"""Reading arguments: one array library, one floating type, and errors that name what is wrong.

Every public function of ``closed_form`` reads its arguments here and nowhere else, so that the
formulas stand alone in the other modules. The rules:

- NumPy arrays and PyTorch tensors are kept as they are (library, float32 or float64, device);
- Python numbers and lists take the type and the device of the arrays beside them, float64 if there are none;
- integers become float64;
- anything else is a ``ValueError`` that names the argument, what it was and what was expected
  (a ``TypeError`` only when NumPy arrays and tensors are mixed in one call).
"""

from __future__ import annotations

import math
from typing import Any

import array_api_compat as compat
import numpy as np

Array = Any  # a NumPy array or a PyTorch tensor: the array API has no common base class to name here


def read(allow_inf: tuple[str, ...] = (), **arguments: Any) -> tuple[Any, ...]:
    """Bring the named arguments to one library, one floating type and one device.

    Args:
        allow_inf: names of the arguments that may be infinite (a time may, an eigenvalue may not).
        **arguments: the values, under the names that the caller's reader knows.

    Returns:
        The namespace ``xp`` (array API), then the arrays in the order given.

    Raises:
        ValueError: a value is not made of real numbers, is NaN or infinite, or lives on another device.
        TypeError: NumPy arrays and PyTorch tensors are mixed.

    >>> xp, gamma, s0 = read(gamma=[2, 1], s0=0.5)
    >>> gamma.dtype, s0.shape
    (dtype('float64'), ())
    """
    given = {name: value for name, value in arguments.items() if _is_array(value)}
    try:
        xp = namespace(*given.values())
    except TypeError as error:
        kinds = ", ".join(f"{name} is a {type(value).__module__} array" for name, value in given.items())
        raise TypeError(f"{kinds}: give NumPy arrays or PyTorch tensors, not both") from error
    device = _common_device(given)
    dtype = _common_dtype(xp, given)
    arrays = []
    for name, value in arguments.items():
        try:
            array = xp.asarray(value, dtype=dtype, device=device)
        except (TypeError, ValueError, RuntimeError) as error:
            raise ValueError(f"{name} is {value!r:.80}: expected real numbers in a regular array") from error
        _refuse_non_numbers(xp, name, array, name in allow_inf)
        arrays.append(array)
    return xp, *arrays


def namespace(*arrays: Array) -> Any:
    """The array API of these arrays: NumPy 2 speaks it natively, PyTorch through array-api-compat."""
    if all(compat.is_numpy_array(array) for array in arrays):
        return np  # array_api_compat.numpy is the same but doubles the time to import this package
    return compat.array_namespace(*arrays)


def require_shape(name: str, array: Array, shape: tuple[int | str, ...]) -> None:
    """Refuse an array whose shape is not ``shape``; a letter in ``shape`` stands for any length of 1 or more.

    >>> import numpy as np
    >>> require_shape("x", np.ones(3), ("n", "m"))
    Traceback (most recent call last):
    ValueError: x has shape (3,): expected (n, m)
    """
    fits = array.ndim == len(shape) and all(
        have >= 1 if isinstance(want, str) else have == want
        for have, want in zip(array.shape, shape, strict=True)
    )
    if not fits:
        expected = "(" + ", ".join(str(want) for want in shape) + ("," if len(shape) == 1 else "") + ")"
        nonempty = ", no side of length 0" if 0 in array.shape else ""
        raise ValueError(f"{name} has shape {tuple(array.shape)}: expected {expected}{nonempty}")


def require_modes(gamma: Array, s0: Array) -> None:
    """Refuse eigenvalues and starts that are not numbers or vectors of one common length."""
    for name, array in (("gamma", gamma), ("s0", s0)):
        if array.ndim > 1 or 0 in array.shape:
            raise ValueError(
                f"{name} has shape {tuple(array.shape)}: expected a number or shape (d,), d >= 1"
            )
    if gamma.ndim == s0.ndim == 1 and gamma.shape != s0.shape:
        raise ValueError(
            f"s0 has shape {tuple(s0.shape)}: expected {tuple(gamma.shape)}, one start for each "
            f"eigenvalue in gamma, or one number"
        )


def require_times(xp: Any, t: Array) -> None:
    """Refuse times that are negative or not a number or a vector."""
    if t.ndim > 1:
        raise ValueError(f"t has shape {tuple(t.shape)}: expected one time or shape (T,)")
    if bool(xp.any(t < 0)):
        raise ValueError(
            f"t of shape {tuple(t.shape)} goes down to {float(xp.min(t)):g}: expected times >= 0"
        )


def _refuse_non_numbers(xp: Any, name: str, array: Array, inf_allowed: bool) -> None:
    """Refuse NaN, and inf where it is not allowed."""
    if 0 in array.shape:
        return
    # The extremes are NaN if any value is, and need no mask as large as the views.
    low, high = float(xp.min(array)), float(xp.max(array))
    if math.isnan(low) or math.isnan(high):
        raise ValueError(f"{name} of shape {tuple(array.shape)} contains NaN: expected numbers")
    if not inf_allowed and (math.isinf(low) or math.isinf(high)):
        raise ValueError(f"{name} of shape {tuple(array.shape)} contains inf: expected finite numbers")


def _is_array(value: Any) -> bool:
    """Whether ``value`` brings a library of its own; NumPy's float64 scalars pass as Python floats."""
    return compat.is_array_api_obj(value) and not isinstance(value, float)


def _common_dtype(xp: Any, given: dict[str, Array]) -> Any:
    """The type that the floating arrays promote to; float64 if there are none."""
    floating = []
    for name, array in given.items():
        if array.dtype in (xp.float32, xp.float64):
            floating.append(array.dtype)
        elif not xp.isdtype(array.dtype, "integral"):
            raise ValueError(f"{name} has type {array.dtype}: expected float32, float64 or integers")
    return xp.result_type(*floating) if floating else xp.float64


def _common_device(given: dict[str, Array]) -> Any:
    """The one device of all arrays; None if there are none."""
    devices = {name: compat.device(array) for name, array in given.items()}
    if len(set(map(str, devices.values()))) > 1:
        places = ", ".join(f"{name} on {device}" for name, device in devices.items())
        raise ValueError(f"{places}: expected all arrays on one device")
    return next(iter(devices.values()), None)


def require_symmetric(xp: Any, name: str, matrix: Array) -> None:
    """Refuse a matrix that is not square, or not symmetric up to the root of the rounding unit."""
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or 0 in matrix.shape:
        raise ValueError(f"{name} has shape {tuple(matrix.shape)}: expected (m, m), m >= 1")
    skew, size = float(xp.max(xp.abs(matrix - matrix.T))), float(xp.max(xp.abs(matrix)))
    if skew > size * float(xp.finfo(matrix.dtype).eps) ** 0.5:
        raise ValueError(
            f"{name} of shape {tuple(matrix.shape)} differs from its transpose by up to {skew:.3g}: "
            f"expected a symmetric matrix (symmetrise a cross-correlation C as (C + C.T) / 2)"
        )


def require_orthogonal(xp: Any, name: str, matrix: Array, side: int) -> None:
    """Refuse a matrix that is not orthogonal up to the root of the rounding unit."""
    require_shape(name, matrix, (side, side))
    off = float(xp.max(xp.abs(matrix.T @ matrix - xp.eye(side, dtype=matrix.dtype))))
    if off > float(xp.finfo(matrix.dtype).eps) ** 0.5:
        raise ValueError(
            f"{name} of shape {(side, side)}: {name}^T {name} is off I by {off:.3g}, expected orthogonal"
        )


def require_count(name: str, count: int, largest: int, source: str) -> int:
    """Refuse a number of eigenpairs outside 1 ... m."""
    if not isinstance(count, int) or not 1 <= count <= largest:
        raise ValueError(f"{name} is {count!r}: expected 1 to {largest}, the number of columns of {source}")
    return count
