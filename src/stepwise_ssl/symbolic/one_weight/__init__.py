"""One weight: d = m = 1, where the whole theory can be followed with pen and paper."""
