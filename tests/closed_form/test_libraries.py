"""One code for NumPy and PyTorch: same numbers, same type, same device; and what importing costs."""

import subprocess
import sys

import numpy as np
import pytest
import torch

from stepwise_ssl import closed_form as cf

torch.set_num_threads(1)
EPS = {"float32": np.finfo(np.float32).eps, "float64": np.finfo(np.float64).eps}
DEVICES = ["cpu"] + (["cuda"] if torch.cuda.is_available() else [])


def modes(dtype):
    rng = np.random.default_rng(0)
    gamma = np.r_[1.0, 0.0, -0.5, rng.uniform(-2, 2, 30)].astype(dtype)
    return np.r_[0, 1e-3, 1, 7, np.inf].astype(dtype), gamma, (10 ** rng.uniform(-4, 0, 33)).astype(dtype)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ["singular_value", "embedding_eigenvalue", "embedding_gap", "total_loss"])
def test_laws_are_equal_in_both_libraries(name, dtype, device):
    arrays = modes(dtype)
    ours = getattr(cf, name)(*arrays)
    theirs = getattr(cf, name)(*(torch.tensor(a, device=device) for a in arrays))
    assert ours.dtype == dtype and theirs.dtype == getattr(torch, dtype) and theirs.device.type == device
    # The two libraries' exp and hypot may differ in the last place; the clock is the same to the bit.
    np.testing.assert_allclose(
        theirs.cpu().numpy(), ours, rtol=16 * EPS[dtype], atol=np.finfo(dtype).tiny * 100
    )


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_times_and_descent_are_equal_in_both_libraries(dtype, device):
    _, gamma, s0 = modes(dtype)
    tensors = torch.tensor(gamma, device=device), torch.tensor(s0, device=device)
    for name in ("step_times", "half_rise_times"):
        theirs = getattr(cf, name)(*tensors)
        assert theirs.dtype == getattr(torch, dtype)
        np.testing.assert_allclose(theirs.cpu(), getattr(cf, name)(gamma, s0), rtol=64 * EPS[dtype])
    np.testing.assert_allclose(cf.width_10_90(tensors[0]).cpu(), cf.width_10_90(gamma), rtol=4 * EPS[dtype])
    run = cf.descent(*tensors, 0.01, 20)
    assert run.dtype == getattr(torch, dtype) and run.shape == (21, 33)
    np.testing.assert_allclose(run.cpu(), cf.descent(gamma, s0, 0.01, 20), rtol=200 * EPS[dtype])


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("m", [30, 600])
def test_solutions_are_equal_in_both_libraries(dtype, device, m):
    rng = np.random.default_rng(1)
    x = (rng.standard_normal((50, m)) * np.arange(1, m + 1) ** -1.0).astype(dtype)
    x_prime = (x + 0.02 * rng.standard_normal(x.shape) * np.arange(1, m + 1) ** -1.0).astype(dtype)
    w0 = (1e-3 * rng.standard_normal((3, m))).astype(dtype)
    ours = cf.LinearSolution.from_views(x, x_prime, w0)
    theirs = cf.LinearSolution.from_views(*(torch.tensor(a, device=device) for a in (x, x_prime, w0)))
    loose = 2000 * EPS[dtype]  # eigenvectors: rounding over the gap between eigenvalues
    for name in ("gamma", "eigenvectors", "s0", "rotation"):
        tensor = getattr(theirs, name)
        assert (
            tensor.dtype == getattr(torch, dtype)
            and getattr(ours, name).dtype == dtype
            and tensor.device.type == device
        )
        np.testing.assert_allclose(
            tensor.cpu(), getattr(ours, name), atol=loose * abs(getattr(ours, name)).max()
        )
    for t in (0.0, 2.0, [0.0, 2.0, float("inf")]):
        np.testing.assert_allclose(theirs.weights(t).cpu(), ours.weights(t), atol=20 * loose)
        np.testing.assert_allclose(
            theirs.embed(torch.tensor(x, device=device), t).cpu(), ours.embed(x, t), atol=60 * loose
        )
    exact = cf.LinearSolution.aligned(torch.eye(4, dtype=torch.float32, device=device), [0.1, 0.2])
    assert exact.weights(1.0).dtype == torch.float32 and exact.weights(1.0).device.type == device


def test_float32_solution_is_near_the_float64_one():
    rng = np.random.default_rng(2)
    x = rng.standard_normal((80, 20)) * np.linspace(2, 0.1, 20)
    w0 = 1e-3 * rng.standard_normal((3, 20))
    double = cf.LinearSolution.from_views(x, x, w0)
    single = cf.LinearSolution.from_views(*(a.astype(np.float32) for a in (x, x, w0)))
    np.testing.assert_allclose(single.step_times, double.step_times, rtol=1e-4)
    np.testing.assert_allclose(single.weights(np.inf), double.weights(np.inf), atol=1e-4)


def test_plain_numbers_and_integers_are_float64_and_follow_the_arrays_beside_them():
    assert cf.singular_value(1, 1, 0.1).dtype == np.float64
    assert cf.singular_value(1, [1, 2], [0.1, 0.1]).dtype == np.float64
    assert cf.singular_value(np.arange(3), np.array([1, 2]), 0.1).dtype == np.float64
    assert cf.singular_value(1, np.ones(2, np.float32), 0.1).dtype == np.float32
    assert cf.singular_value(np.float64(1), torch.ones(2), 0.1).dtype == torch.float32
    assert cf.singular_value([0, 1], torch.ones(2, dtype=torch.float64), 0.1).dtype == torch.float64
    assert cf.singular_value(1, torch.tensor([1, 2]), 0.1).dtype == torch.float64
    assert cf.singular_value(np.ones(1), np.ones(2, np.float32), 0.1).dtype == np.float64


def test_arguments_are_left_as_they_were():
    t, gamma, s0 = modes("float64")
    copies = t.copy(), gamma.copy(), s0.copy()
    cf.singular_value(t, gamma, s0), cf.step_times(gamma, s0), cf.descent(gamma, s0, 0.1, 3)
    for now, then in zip((t, gamma, s0), copies, strict=True):
        np.testing.assert_array_equal(now, then)


def test_importing_loads_numpy_and_array_api_compat_only():
    code = (
        "import sys, numpy, array_api_compat; before = set(sys.modules);"
        "import stepwise_ssl.closed_form as cf;"
        "new = {name.split('.')[0] for name in set(sys.modules) - before};"
        "print(*sorted(new - set(sys.stdlib_module_names)));"
        "cf.LinearSolution.aligned([[2.0, 0.0], [0.0, 1.0]], [0.1]).weights([0.0, 1.0]);"
        "print(*[n for n in ('scipy', 'sympy', 'matplotlib', 'torch', 'mpmath') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    foreign, heavy = run.stdout.splitlines()
    assert foreign == "stepwise_ssl" and heavy == "", run.stdout
