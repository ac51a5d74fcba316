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


PARTS = (losses,)


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
