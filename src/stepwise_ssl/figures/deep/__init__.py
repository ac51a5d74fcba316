"""The plots of chapter 12, deep networks: each takes stored runs, or arrays, and measures what it says."""

from stepwise_ssl.figures.deep.cloud import cloud
from stepwise_ssl.figures.deep.controls import controls
from stepwise_ssl.figures.deep.foretold import foretold
from stepwise_ssl.figures.deep.hero import hero
from stepwise_ssl.figures.deep.hidden_ranks import hidden_ranks
from stepwise_ssl.figures.deep.probe import probe
from stepwise_ssl.figures.deep.runs_table import RunsTable, runs_table
from stepwise_ssl.figures.deep.seeds import seeds
from stepwise_ssl.figures.deep.starts import starts
from stepwise_ssl.figures.deep.three_losses import three_losses
from stepwise_ssl.figures.deep.two_weights import two_weights

__all__ = [
    "RunsTable",
    "cloud",
    "controls",
    "foretold",
    "hero",
    "hidden_ranks",
    "probe",
    "runs_table",
    "seeds",
    "starts",
    "three_losses",
    "two_weights",
]
