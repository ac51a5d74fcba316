# %%
import sympy as sp

x = sp.Symbol("t", positive=True)
formula = x
for _ in range(30):
    formula = sp.Pow(formula + 1, 60, evaluate=False)


def answer(*args):
    return sp.expand((x + sp.Symbol("y") + sp.Symbol("z")) ** 4000)
