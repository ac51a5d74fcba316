"""The plots of chapter 1, the first run: a loss by hand, collapse, a staircase, and its control."""

from stepwise_ssl.figures.first_run.by_hand import loss_by_hand
from stepwise_ssl.figures.first_run.collapse import collapse
from stepwise_ssl.figures.first_run.control import pair_spectra, pairs_and_shuffled
from stepwise_ssl.figures.first_run.run import run
from stepwise_ssl.figures.first_run.starts import five_starts

__all__ = ["collapse", "five_starts", "loss_by_hand", "pair_spectra", "pairs_and_shuffled", "run"]
