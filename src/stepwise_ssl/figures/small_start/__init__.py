"""The plots of chapter 6, a small random start."""

from stepwise_ssl.figures.runs import theory_over_run
from stepwise_ssl.figures.small_start.candidates import candidates
from stepwise_ssl.figures.small_start.exponents import exponents, two_exponents
from stepwise_ssl.figures.small_start.guarantee import guarantee
from stepwise_ssl.figures.small_start.last_step import last_step
from stepwise_ssl.figures.small_start.one_way import one_way
from stepwise_ssl.figures.small_start.run_from_noise import run_from_noise
from stepwise_ssl.figures.small_start.turns import turns

__all__ = [
    "candidates",
    "exponents",
    "guarantee",
    "last_step",
    "one_way",
    "run_from_noise",
    "theory_over_run",
    "turns",
    "two_exponents",
]
