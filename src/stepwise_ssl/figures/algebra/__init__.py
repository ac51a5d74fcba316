"""The plots of chapter 2, the linear algebra that we need."""

from stepwise_ssl.figures.algebra.growth import decoupled_growth
from stepwise_ssl.figures.algebra.kept import kept_share
from stepwise_ssl.figures.algebra.matrices import matrix_two_ways
from stepwise_ssl.figures.algebra.patch import rebuilt_patch
from stepwise_ssl.figures.algebra.right_angles import gram_schmidt
from stepwise_ssl.figures.algebra.slopes import slope_arrows
from stepwise_ssl.figures.algebra.spectrum import signed_spectrum
from stepwise_ssl.figures.algebra.turning import turning
from stepwise_ssl.figures.algebra.views import two_views

__all__ = [
    "decoupled_growth",
    "gram_schmidt",
    "kept_share",
    "matrix_two_ways",
    "rebuilt_patch",
    "signed_spectrum",
    "slope_arrows",
    "turning",
    "two_views",
]
