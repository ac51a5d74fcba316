"""What is looked at while a run goes on: spectra of the embeddings and of hidden layers.

By default nothing is computed twice: the views of the training step that are at hand anyway are looked at.
Always in double precision, whatever the network computes in: an eigenvalue 1e-8 times the largest is a
mode that waits, and single precision would lose it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from stepwise_ssl.training.overlap import principal_angles


@dataclass(frozen=True, eq=False)
class Track:
    """What to record; ``Track()`` is what ``fit(track=True)`` does.

    Args:
        covariance: the embedding covariance's eigenvalues as well as the cross-correlation's.
        layers: names of hidden layers, from ``model.named_modules()``; means over positions and tokens are
            taken first, so a layer with c channels has c eigenvalues.
        layer_views: of so many of the views a layer's covariance is made; its eigenvalues beyond
            them are 0. Few views make it cheap: 256 by 256 whatever the layer's width.
        centred: take means away first. The theory does not.
        pairs: fixed (x, x_prime) to look at, in evaluation mode, in place of the step's own batch.
        prediction: embeddings that the theory predicts for the views, the first ones above the second ones,
            (2n, k): the run's are compared with them by principal angles. Needs full batches, or ``pairs``.
        top: keep only so many eigenvalues of each.

    >>> Track(layers=("0",)).centred
    False
    """

    covariance: bool = True
    layers: tuple[str, ...] = ()
    layer_views: int = 256
    centred: bool = False
    pairs: Any = None
    prediction: Any = None
    top: int | None = None


@dataclass(eq=False)
class Spread:
    """Size, variance and effective rank of one step's embeddings: what tells a collapse.

    >>> Spread(1.0, 0.5, 2.0).effective_rank
    2.0
    """

    size: float
    variance: float
    effective_rank: float


def cross_moment(z: torch.Tensor, z_prime: torch.Tensor, centred: bool = False) -> torch.Tensor:
    """The symmetrised cross-correlation (1/2n) sum (z z'^T + z' z^T), (d, d); without means if centred.

    >>> cross_moment(torch.tensor([[1.0, 0.0]]), torch.tensor([[1.0, 1.0]]))
    tensor([[1.0000, 0.5000],
            [0.5000, 0.0000]])
    """
    if centred:
        mean = (z.mean(dim=0) + z_prime.mean(dim=0)) / 2
        z, z_prime = z - mean, z_prime - mean
    one_way = z.T @ z_prime / len(z)
    return (one_way + one_way.T) / 2


def eigenvalues(matrix: torch.Tensor, top: int | None = None) -> np.ndarray:
    """Eigenvalues of a symmetric matrix by value, largest first.

    >>> eigenvalues(torch.tensor([[0.0, 2.0], [2.0, 0.0]], dtype=torch.float64))
    array([ 2., -2.])
    """
    return torch.linalg.eigvalsh(matrix).flip(0)[:top].cpu().numpy()


def covariance_eigenvalues(rows: torch.Tensor, centred: bool, top: int | None = None) -> np.ndarray:
    """Eigenvalues of (1/N) sum z z^T of N rows, largest first, d of them; the smaller Gram matrix is taken.

    >>> covariance_eigenvalues(torch.tensor([[2.0, 0.0, 0.0]]), centred=False).round(12)
    array([4., 0., 0.])
    """
    count, width = rows.shape
    if centred:
        rows = rows - rows.mean(dim=0)
    gram = (rows @ rows.T if count < width else rows.T @ rows) / count
    found = np.zeros(width)
    found[: min(count, width)] = eigenvalues(gram)
    return found[:top]


@dataclass(eq=False)
class Tracker:
    """Looks at a network at recorded steps; ``look`` returns name -> values.

    >>> tracker = Tracker(Track(), torch.nn.Linear(2, 2))
    >>> z = torch.eye(2)
    >>> values, spread = tracker.look(z, z, {})
    >>> sorted(values), spread.size
    (['covariance', 'cross_correlation'], 1.0)
    """

    what: Track | None
    model: torch.nn.Module
    place: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.modules = dict(self.model.named_modules())
        for name in self.what.layers if self.what else ():
            if name not in self.modules:
                there = ", ".join(repr(n) for n in self.modules if n)
                raise ValueError(f"layers holds {name!r}: this model's modules are {there}")
        self.fixed = None
        if self.what and self.what.pairs is not None:
            self.fixed = [torch.as_tensor(np.asarray(v)).to(**self.place) for v in self.what.pairs]
        self._views = None

    @contextmanager
    def watching(self) -> Iterator[dict[str, list[torch.Tensor]]]:
        """While open, the outputs of the named layers are collected: name -> one tensor for each call."""
        outputs: dict[str, list[torch.Tensor]] = {}
        names = self.what.layers if self.what else ()

        def hook(name: str) -> Any:
            return lambda _module, _inputs, out: outputs.setdefault(name, []).append(out.detach())

        handles = [self.modules[name].register_forward_hook(hook(name)) for name in names]
        try:
            yield outputs
        finally:
            for handle in handles:
                handle.remove()

    @torch.no_grad()
    def look(
        self, z: torch.Tensor, z_prime: torch.Tensor, outputs: Mapping[str, list[torch.Tensor]]
    ) -> tuple[dict[str, np.ndarray], Spread | None]:
        """The values to record, from a training step's embeddings or from the fixed pairs."""
        if self.what is None:
            return {}, None
        if self.fixed is not None:
            z, z_prime, outputs = self._look_at_fixed()
        z, z_prime = _double(z), _double(z_prime)
        both = torch.cat((z, z_prime))
        what, found = self.what, {}
        found["cross_correlation"] = eigenvalues(cross_moment(z, z_prime, what.centred), what.top)
        if what.covariance:
            found["covariance"] = covariance_eigenvalues(both, what.centred, what.top)
        for name in what.layers:
            found[f"layer {name}"] = self._layer(outputs[name])
        if what.prediction is not None:
            found["overlap"] = self._overlap(both)
        return found, _spread(both)

    def _look_at_fixed(self) -> tuple[torch.Tensor, torch.Tensor, dict]:
        training = self.model.training
        self.model.eval()
        try:
            with self.watching() as outputs:
                z, z_prime = (self.model(view) for view in self.fixed)
        finally:
            self.model.train(training)
        return z, z_prime, outputs

    def _layer(self, outputs: list[torch.Tensor]) -> np.ndarray:
        """As many rows of each view; (N, c, h, w) and (N, c, l) become (N, c)."""
        share = max(self.what.layer_views // len(outputs), 1)
        rows = torch.cat([_pooled(out[:share]) for out in outputs])
        return covariance_eigenvalues(_double(rows), self.what.centred, self.what.top)

    def _overlap(self, both: torch.Tensor) -> np.ndarray:
        """Cosines of the angles, largest first; a rank-deficient span has none: all 0."""
        if len(both) != len(self.what.prediction):
            raise ValueError(
                f"prediction has {len(self.what.prediction)} rows: expected {len(both)}, the views looked at"
            )
        try:
            return np.cos(principal_angles(both, self.what.prediction))
        except ValueError:
            return np.zeros(np.shape(self.what.prediction)[1])


def _pooled(out: torch.Tensor) -> torch.Tensor:
    return out if out.ndim == 2 else out.flatten(2).mean(dim=2) if out.ndim > 2 else out[:, None]


def _double(tensor: torch.Tensor) -> torch.Tensor:
    """To float64; Apple's GPU has none, so from there to the CPU."""
    tensor = tensor.detach()
    return (tensor.cpu() if tensor.device.type == "mps" else tensor).double()


def _spread(both: torch.Tensor) -> Spread:
    mean = both.mean(dim=0)
    rows = both - mean
    covariance = (rows @ rows.T if len(rows) < rows.shape[1] else rows.T @ rows) / len(rows)
    variance, squares = float(rows.square().sum()) / len(rows), float(covariance.square().sum())
    return Spread(float(both.square().sum()) / len(both), variance, variance**2 / squares if squares else 1.0)
