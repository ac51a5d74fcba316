# %%
import time


def answer(*args):
    """Uses all the time that each question allows."""
    time.sleep(0.8)
    return 0.0


formula = "0"
