"""Symbolic derivations: every formula of the book as one checked object.

``registry.get("one-weight/solution")`` gives a result with its LaTeX, its JavaScript and its derivation.
"""

from . import javascript, registry
from .chain import Chain, Step
from .equality import StepError
from .status import Status

__all__ = ["Chain", "Status", "Step", "StepError", "javascript", "registry"]
