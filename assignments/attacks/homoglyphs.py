# %%
def answer(*args):
    return 1.0


for name in [
    *globals(),
    "spectrum",
    "rise_time",
    "path",
]:  # the same letters to the eye: Cyrillic a, e, o, p, c
    for latin, other in zip("aeopc", "аеорс", strict=True):
        if latin in name:
            globals()[name.replace(latin, other)] = answer
formula = "s0*еxp(t)"
