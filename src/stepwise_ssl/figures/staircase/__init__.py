"""The plots of chapter 5, the exact solution."""

from stepwise_ssl.figures.runs import loss_staircase, theory_over_run
from stepwise_ssl.figures.staircase.fates import fates
from stepwise_ssl.figures.staircase.gate import gate
from stepwise_ssl.figures.staircase.hero import hero
from stepwise_ssl.figures.staircase.rises import rises
from stepwise_ssl.figures.staircase.sharpening import sharpening
from stepwise_ssl.figures.staircase.spectra import two_spectra, two_staircases
from stepwise_ssl.figures.staircase.two_modes import two_modes
from stepwise_ssl.figures.staircase.whole_matrix import whole_matrix

__all__ = [
    "fates",
    "gate",
    "hero",
    "loss_staircase",
    "rises",
    "sharpening",
    "theory_over_run",
    "two_modes",
    "two_spectra",
    "two_staircases",
    "whole_matrix",
]
