"""A warm process that forks runs, so that they can be killed: ``python kill_worker.py``.

Each line of JSON on stdin asks for one: {"path", "out", "after" (seconds or null), "stage" (or null)}. The
child calls ``fit``; the parent kills it with SIGKILL after that time, or it kills itself in a write.
One line of JSON answers: whether it was killed, and which step its checkpoint has.
"""

import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from stepwise_ssl.training import files
from stepwise_ssl.training.checkpoint import load_checkpoint
from stepwise_ssl.training.loop import fit

STEPS, EVERY = 240, 3


def squared_loss(z, z_prime):
    c = (z.T @ z_prime + z_prime.T @ z) / (2 * len(z))
    return ((c - torch.eye(c.shape[0], dtype=c.dtype)) ** 2).sum()


def train(path, out):
    """Minibatches, dropout and Adam: everything that a checkpoint must carry."""
    torch.manual_seed(0)
    model = torch.nn.Sequential(
        torch.nn.Linear(6, 8), torch.nn.Tanh(), torch.nn.Dropout(0.2), torch.nn.Linear(8, 3, bias=False)
    )
    draw = np.random.default_rng(0).normal(size=(3, 24, 6))
    pairs = (draw[0] + 0.3 * draw[1], draw[0] + 0.3 * draw[2])
    history = fit(
        model, pairs, squared_loss, steps=STEPS, learning_rate=0.01, batch_size=10, optimiser="adam",
        device="cpu", checkpoint=path, checkpoint_every=EVERY, records=60, progress=False, seed=4,
    )  # fmt: skip
    weights = {f"w{i}": p.detach().numpy() for i, p in enumerate(model.parameters())}
    np.savez(out, loss=history.loss, steps=history.steps, eig=history.embedding_eigenvalues, **weights)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class DiesHalfWay:
    """A file that writes half of what it is given, and dies."""

    def __init__(self, file):
        self.file = file

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.file.close()

    def __getattr__(self, name):
        return getattr(self.file, name)

    def write(self, content):
        self.file.write(content[: len(content) // 2])
        self.file.flush()
        die()


def arm(stage):
    """Let the tenth write from now die: before it, half-way, before its renaming, or after that."""
    left = iter(range(9, -1, -1))
    replace, sync = os.replace, os.fsync
    if stage == "half":
        opened = open

        def open_dying(path, mode="r", *rest):
            file = opened(path, mode, *rest)
            return (
                DiesHalfWay(file) if "b" in mode and str(path).endswith(".part") and not next(left) else file
            )

        files.open = open_dying
    elif stage == "synced":
        os.fsync = lambda handle: (sync(handle), next(left, 0) or die())
    elif stage in ("before", "after"):

        def replace_dying(*paths):
            last = not next(left)
            if last and stage == "before":
                die()
            replace(*paths)
            if last:
                die()

        os.replace = replace_dying


def run(path, out, after, stage):
    child = os.fork()
    if child == 0:
        try:
            arm(stage)
            train(path, out)
            os._exit(0)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    step = load_checkpoint(path)[1]["step"] if Path(path).exists() else None
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return {"killed": killed, "code": os.waitstatus_to_exitcode(status), "step": step}


if __name__ == "__main__":
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:  # warm: the first optimiser imports for seconds
        train(f"{folder}/run.safetensors", f"{folder}/out.npz")
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(run(**json.loads(line))), flush=True)
