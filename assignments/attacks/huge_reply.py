# %%
import numpy as np


def answer(*args):
    return np.ones((3000, 3000))


formula = "1+" * 1_000_000 + "1"
