"""The plots of chapter 7, the landscape."""

from stepwise_ssl.figures.landscape.flatter import flatter
from stepwise_ssl.figures.landscape.heights import heights
from stepwise_ssl.figures.landscape.maps import three_maps
from stepwise_ssl.figures.landscape.signs import sign_counts
from stepwise_ssl.figures.landscape.solutions import solutions
from stepwise_ssl.figures.landscape.visits import visits
from stepwise_ssl.figures.landscape.walks import walks

__all__ = ["flatter", "heights", "sign_counts", "solutions", "three_maps", "visits", "walks"]
