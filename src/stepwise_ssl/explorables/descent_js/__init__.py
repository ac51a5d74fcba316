"""JavaScript of a gradient descent in the browser: random starts, Gram-Schmidt, one run in slices."""
