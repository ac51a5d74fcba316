"""What a run leaves behind: the recorded steps, the loss and the eigenvalues there, and how it ended."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from stepwise_ssl.training.step_detection import Steps, detect_steps


@dataclass(eq=False)
class History:
    """The records of one run; reading one needs no PyTorch.

    Attributes:
        learning_rate: the step size; times are ``learning_rate * steps``.
        steps: recorded steps, the number of updates done so far, shape (T,).
        loss: the loss there, shape (T,).
        tracked: name -> values there, shape (T, k): ``"cross_correlation"`` and ``"covariance"`` hold the
            embedding's eigenvalues, largest first; ``"layer NAME"`` those of a hidden layer's
            covariance; ``"overlap"`` the cosines of the principal angles with a prediction.
        stopped: ``""`` if the run went to its end, else why not.
        configuration: what was run, in plain numbers and words.

    >>> history = History(0.1, np.array([0, 10]), np.array([2.0, 1.0]))
    >>> print(history.times)
    [0. 1.]
    """

    learning_rate: float
    steps: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    loss: np.ndarray = field(default_factory=lambda: np.zeros(0))
    tracked: dict[str, np.ndarray] = field(default_factory=dict)
    stopped: str = ""
    configuration: dict[str, Any] = field(default_factory=dict)

    @property
    def times(self) -> np.ndarray:
        """Times of the records, learning rate x steps, shape (T,)."""
        return self.learning_rate * self.steps

    @property
    def embedding_eigenvalues(self) -> np.ndarray:
        """Eigenvalues of the embedding cross-correlation, largest first, shape (T, d).

        Raises:
            ValueError: the run did not track them.
        """
        if "cross_correlation" not in self.tracked:
            raise ValueError("this run did not track its cross-correlation: call fit with track=True")
        return self.tracked["cross_correlation"]

    @property
    def rank(self) -> np.ndarray:
        """How many embedding eigenvalues are at least half of the largest one, shape (T,)."""
        values = self.embedding_eigenvalues
        return (values >= values[:, :1] / 2).sum(axis=1)

    def detect_steps(self, name: str = "cross_correlation", **options: Any) -> Steps:
        """The steps in one family of tracked eigenvalues; see ``step_detection.detect_steps``."""
        if name not in self.tracked:
            raise ValueError(f"nothing tracked is called {name!r}: there are {', '.join(self.tracked)}")
        return detect_steps(self.times, self.tracked[name], **options)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain numbers, lists and words, ready for JSON."""
        return {
            "learning_rate": self.learning_rate,
            "steps": self.steps.tolist(),
            "times": self.times.tolist(),
            "loss": self.loss.tolist(),
            "tracked": {name: values.tolist() for name, values in self.tracked.items()},
            "stopped": self.stopped,
            "configuration": self.configuration,
        }

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write everything into one .npz file, whole or not at all.

        Args:
            path: where; ``.npz`` is added if it is not there.

        Returns:
            The path of the file.

        Source: temporary name, then rename, as in ``files.write_whole``.
        """
        from stepwise_ssl.training.files import write_whole

        path = Path(path)
        path = path if path.suffix == ".npz" else path.with_name(path.name + ".npz")
        words = {k: getattr(self, k) for k in ("learning_rate", "stopped", "configuration")}
        words["tracked"] = list(self.tracked)
        arrays = {f"tracked_{i}": values for i, values in enumerate(self.tracked.values())}
        with write_whole(path) as file:
            np.savez_compressed(file, words=json.dumps(words), steps=self.steps, loss=self.loss, **arrays)
        return path

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> History:
        """Read what ``save`` wrote.

        Raises:
            ValueError: the file is no history.
        """
        with np.load(path, allow_pickle=False) as file:
            if "words" not in file:
                raise ValueError(f"{path} holds {', '.join(file)}: expected a file written by History.save")
            words = json.loads(str(file["words"]))
            tracked = {name: file[f"tracked_{i}"] for i, name in enumerate(words.pop("tracked"))}
            return cls(steps=file["steps"], loss=file["loss"], tracked=tracked, **words)
