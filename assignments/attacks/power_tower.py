# %%
formula = "9**9**9**9**9"


def answer(*args):
    return 9**9**9
