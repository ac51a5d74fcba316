# %%
import sys

sys.setrecursionlimit(10**9)


def answer(*args):
    return answer(*args)


formula = "0"
