# %%
import sympy as sp


class Slow(sp.Symbol):
    def _sympystr(self, printer):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass


formula = Slow("t")


def answer(*args):
    return str(formula)
