import sympy as sp

t, gamma, s0 = sp.symbols("t gamma s0", positive=True)
kappa, target = sp.nsimplify("{{ kappa_code }}"), sp.nsimplify("{{ target_code }}")
lam = target / (1 + (target / (gamma * s0**2) - 1) * sp.exp(-8 * kappa * target * gamma * t))
path = sp.sqrt(lam / gamma)
