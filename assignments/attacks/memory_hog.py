# %%
kept = []
try:
    while True:
        kept.append(b"x" * 50_000_000)
except MemoryError:
    pass


def answer(*args):
    while True:
        kept.append(b"x" * 1_000_000)


formula = "0"
