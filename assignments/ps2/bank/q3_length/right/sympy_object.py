import sympy as sp

t, gamma, s0 = sp.symbols("t gamma s0")
kappa, target, mu = (sp.nsimplify(v) for v in ("{{ kappa_code }}", "{{ target_code }}", "{{ mu_code }}"))
r = 4 * kappa * target * gamma - 2 * mu
rest = 4 * kappa * gamma**2 / r
length = (rest + (s0**-2 - rest) * sp.exp(-2 * r * t)) ** sp.Rational(-1, 2)
