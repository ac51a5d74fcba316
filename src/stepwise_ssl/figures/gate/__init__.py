"""The plots of chapter 4, a linear Barlow Twins."""

from stepwise_ssl.figures.gate.both_orders import both_orders
from stepwise_ssl.figures.gate.circles import gate_circles
from stepwise_ssl.figures.gate.growth import along_and_across, early_growth
from stepwise_ssl.figures.gate.left_behind import left_behind
from stepwise_ssl.figures.gate.pushes import pushes
from stepwise_ssl.figures.gate.same_run import same_run
from stepwise_ssl.figures.gate.surface import loss_surface
from stepwise_ssl.figures.gate.two_arrows import two_arrows

__all__ = [
    "along_and_across",
    "both_orders",
    "early_growth",
    "gate_circles",
    "left_behind",
    "loss_surface",
    "pushes",
    "same_run",
    "two_arrows",
]
