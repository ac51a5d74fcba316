"""One of two processes that train together: ``python distributed_worker.py FOLDER``."""

import sys

import numpy as np
import torch

from stepwise_ssl.training.distributed import process
from stepwise_ssl.training.loop import fit


def squared_loss(z, z_prime):
    c = (z.T @ z_prime + z_prime.T @ z) / (2 * len(z))
    return ((c - torch.eye(c.shape[0], dtype=c.dtype)) ** 2).sum()


def model_and_pairs():
    torch.manual_seed(0)
    model = torch.nn.Sequential(
        torch.nn.Linear(6, 8), torch.nn.Tanh(), torch.nn.Linear(8, 3, bias=False)
    ).double()
    draw = np.random.default_rng(0).normal(size=(3, 24, 6))
    return model, (draw[0] + 0.3 * draw[1], draw[0] + 0.3 * draw[2])


def gradients():
    """Of the loss of all 24 pairs, this process having seen its share of them."""
    where, (model, pairs) = process(), model_and_pairs()
    x, x_prime = (torch.tensor(v[where.rank :: where.world]) for v in pairs)
    both = where.both(model)
    z, z_prime = (where.gather(z) for z in both(x, x_prime))
    squared_loss(z, z_prime).backward()
    return [p.grad.numpy() for p in model.parameters()]


def trained(checkpoint=None, steps=12):
    model, pairs = model_and_pairs()
    options = dict(steps=steps, learning_rate=0.05, batch_size=12, momentum=0.5, device="cpu", progress=False)
    history = fit(model, pairs, squared_loss, **options, checkpoint=checkpoint, checkpoint_every=5)
    return [p.detach().numpy() for p in model.parameters()], history


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo")
    weights, history = trained(f"{sys.argv[1]}/run.safetensors")
    found = {f"g{i}": g for i, g in enumerate(gradients())} | {f"w{i}": w for i, w in enumerate(weights)}
    rank = torch.distributed.get_rank()
    np.savez(f"{sys.argv[1]}/{rank}.npz", loss=history.loss, eig=history.embedding_eigenvalues, **found)
    torch.distributed.destroy_process_group()
