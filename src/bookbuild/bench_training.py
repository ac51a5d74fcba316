"""What training costs beside a reference, one thread: a table of rows, each ours / theirs / ratio.

The two of a row run in turn, so that a busy machine slows both; a ratio is the median over the turns of the
two times in one turn. Times are those of this process on a core, not of the clock on the wall.
"""

import statistics
import time

TURNS = 9
SECONDS_A_TURN = 0.1
SHAPES = ((256, 64), (1024, 512), (1024, 2048))


def interleaved(ours, theirs, turns=TURNS):
    """Time two calls in turn; return the median milliseconds of both and the median ratio."""
    _seconds(theirs, 1)
    once = max(_seconds(ours, 1), _seconds(theirs, 1))
    calls = max(1, round(SECONDS_A_TURN / once))
    pairs = [(_seconds(ours, calls), _seconds(theirs, calls)) for _ in range(turns)]
    return {
        "ours ms": round(1000 * statistics.median(a for a, _ in pairs), 3),
        "theirs ms": round(1000 * statistics.median(b for _, b in pairs), 3),
        "ratio": round(statistics.median(a / b for a, b in pairs), 3),
    }


def _seconds(call, calls):
    start = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - start) / calls


def losses():
    """Forward and backward of each loss beside lightly's, float32, random embeddings: target 1.05."""
    import torch

    from stepwise_ssl import training

    from .comparison import lightly_losses

    lightly = lightly_losses()
    as_published = {"normalised": True, "symmetrised": False, "off_diagonal_weight": 0.005}
    compared = (
        (
            "Barlow Twins",
            lambda *z: training.barlow_twins_loss(*z, **as_published),
            lightly.BarlowTwinsLoss(),
        ),
        ("VICReg", training.vicreg_loss, lightly.VICRegLoss()),
        ("SimCLR", training.simclr_loss, lightly.NTXentLoss()),
    )
    rows = {}
    for n, d in SHAPES:
        generator = torch.Generator().manual_seed(0)
        z = [torch.randn(n, d, generator=generator, requires_grad=True) for _ in range(2)]
        for name, ours, theirs in compared:
            rows[f"{name} ({n}, {d}), beside lightly {lightly.version}"] = interleaved(
                lambda loss=ours, z=z: torch.autograd.grad(loss(*z), z),
                lambda loss=theirs, z=z: torch.autograd.grad(loss(*z), z),
            )
    return rows


def loop():
    """A whole ``fit``, its set-up included, nothing recorded, beside the loop written out: target 1.05."""
    import torch

    from stepwise_ssl.training import barlow_twins_loss, fit
    from stepwise_ssl.training.networks import linear, mlp

    generator = torch.Generator().manual_seed(0)
    rows = {}
    for name, make, pairs, batch, steps in (
        ("linear 300-10, full batch 500", lambda: linear(300, 10), (500, 300), None, 200),
        ("MLP 768-256-256-16, batch 64", lambda: mlp(768, (256, 256), 16), (2000, 768), 64, 100),
        ("MLP 768-512-512-512-512, batch 256", lambda: mlp(768, (512,) * 3, 512), (2000, 768), 256, 20),
    ):
        x, x_prime = (0.1 * torch.randn(*pairs, generator=generator) for _ in range(2))
        model = make()

        def ours(model=model, x=x, x_prime=x_prime, batch=batch, steps=steps):
            options = {"schedule": [], "track": False, "progress": False, "device": "cpu"}
            fit(
                model,
                (x, x_prime),
                barlow_twins_loss,
                steps=steps,
                learning_rate=1e-6,
                batch_size=batch,
                **options,
            )

        def theirs(model=model, x=x, x_prime=x_prime, batch=batch, steps=steps):
            _bare(model, x, x_prime, barlow_twins_loss, steps, batch)

        rows[f"fit, {name}"] = interleaved(ours, theirs)
    return rows


def _bare(model, x, x_prime, loss, steps, batch):
    """Stochastic gradient descent, written out."""
    import torch

    optimiser = torch.optim.SGD(model.parameters(), lr=1e-6)
    per_epoch = len(x) // (batch or len(x))
    for step in range(steps):
        a, b = x, x_prime
        if batch:
            if step % per_epoch == 0:
                order = torch.randperm(len(x))
            rows = order[step % per_epoch * batch :][:batch]
            a, b = x[rows], x_prime[rows]
        value = loss(model(a), model(b))
        optimiser.zero_grad()
        value.backward()
        optimiser.step()


def tracking():
    """The same fit with and without records: d = 512, three hidden layers, 200 records in 4,000 steps; 1.05.

    Measured on a two-hundredth of it: 20 steps with one record (cross-correlation and covariance of the
    embedding, covariance of each hidden layer) beside 20 steps with none.
    """
    import torch

    from stepwise_ssl.training import barlow_twins_loss, fit
    from stepwise_ssl.training.networks import mlp
    from stepwise_ssl.training.tracking import Track

    generator = torch.Generator().manual_seed(0)
    pairs = tuple(0.1 * torch.randn(2000, 768, generator=generator) for _ in range(2))
    model = mlp(768, (512, 512, 512), 512)
    layers = tuple(f"hidden{i}" for i in (1, 2, 3))

    def run(track, schedule):
        options = {"steps": 20, "learning_rate": 1e-6, "batch_size": 256, "progress": False, "device": "cpu"}
        fit(model, pairs, barlow_twins_loss, track=track, schedule=schedule, **options)

    row = interleaved(lambda: run(Track(layers=layers), [10]), lambda: run(False, []))
    return {"tracking, 200 records in 4,000 steps, d = 512, 3 layers": row}


PARTS = (losses, loop, tracking)


def run():
    """Measure every part, print the table as it comes, and return its rows."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    rows = {}
    print(f"{'training, one thread':58}", *(head.rjust(10) for head in ("ours ms", "theirs ms", "ratio")))
    try:
        for part in PARTS:
            for name, row in part().items():
                rows[name] = row
                print(f"{name:58}", *(f"{value:10.3f}" for value in row.values()), flush=True)
    finally:
        torch.set_num_threads(threads)
    return rows


if __name__ == "__main__":
    run()
