"""The exact solutions, evaluated: from a spectrum and a start to weights, eigenvalues, loss and step times.

Everything here is written by hand to be read beside the book, accepts NumPy arrays and PyTorch tensors,
and is tested against independent integrators and 50-digit arithmetic. Importing it loads NumPy and
array-api-compat, nothing else.
"""

from stepwise_ssl.closed_form.flow import gradient_flow
from stepwise_ssl.closed_form.gradient_descent import descent
from stepwise_ssl.closed_form.guarantee import two_output_bound
from stepwise_ssl.closed_form.linear import LinearSolution
from stepwise_ssl.closed_form.one_mode import embedding_eigenvalue, embedding_gap, singular_value, total_loss
from stepwise_ssl.closed_form.spectrum import cross_correlation, eigenpairs, view_eigenpairs
from stepwise_ssl.closed_form.start import aligned_start
from stepwise_ssl.closed_form.timing import half_rise_times, step_times, width_10_90

__all__ = [
    "LinearSolution",
    "aligned_start",
    "cross_correlation",
    "descent",
    "eigenpairs",
    "embedding_eigenvalue",
    "embedding_gap",
    "gradient_flow",
    "half_rise_times",
    "singular_value",
    "step_times",
    "total_loss",
    "two_output_bound",
    "view_eigenpairs",
    "width_10_90",
]
