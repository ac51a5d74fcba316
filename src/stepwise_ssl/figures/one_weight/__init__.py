"""The plots of chapter 3, one weight and one mode."""

from stepwise_ssl.figures.one_weight.descent import descent_paths, step_size_fate
from stepwise_ssl.figures.one_weight.landscape import loss_landscape
from stepwise_ssl.figures.one_weight.numerics import overflow
from stepwise_ssl.figures.one_weight.rise import eigenvalue_and_loss, wait_and_rise
from stepwise_ssl.figures.one_weight.starts import start_scale, weight_curves
from stepwise_ssl.figures.one_weight.states import three_states
from stepwise_ssl.figures.runs import loss_staircase, theory_over_run

__all__ = [
    "descent_paths",
    "eigenvalue_and_loss",
    "loss_landscape",
    "loss_staircase",
    "overflow",
    "start_scale",
    "step_size_fate",
    "theory_over_run",
    "three_states",
    "wait_and_rise",
    "weight_curves",
]
