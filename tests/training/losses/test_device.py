"""The losses on a GPU, where there is one: the CPU's values and gradients, and no copy back and forth."""

import pytest
import torch

GPUS = [name for name in ("cuda", "mps") if getattr(torch, name).is_available()]


@pytest.mark.skipif(not GPUS, reason="not run: needs a GPU, and PyTorch sees none here")
@pytest.mark.parametrize("n, d", [(64, 16), (16, 64)])
def test_a_gpu_gives_the_values_and_gradients_of_the_cpu(loss, random_pair, n, d):
    here = [view.float().requires_grad_() for view in random_pair(n, d)]
    there = [view.detach().to(GPUS[0]).requires_grad_() for view in here]
    value, reference = loss(*there), loss(*here)
    assert value.device.type == GPUS[0]
    # Sums of 1e3 products in float32, in another order; TF32 is off by default.
    torch.testing.assert_close(value.cpu(), reference, rtol=1e-5, atol=1e-5)
    gradients = torch.autograd.grad(value, there), torch.autograd.grad(reference, here)
    for mine, other in zip(*gradients, strict=True):
        torch.testing.assert_close(mine.cpu(), other, rtol=1e-4, atol=1e-5)
    with torch.autocast(GPUS[0], dtype=torch.float16):
        torch.testing.assert_close(loss(*there).cpu(), reference, rtol=1e-5, atol=1e-5)
