import sympy as sp

gamma, eta, s = sp.symbols("gamma eta s", positive=True)
kappa, target = sp.nsimplify("{{ kappa_code }}"), sp.nsimplify("{{ target_code }}")
slope = sp.diff(kappa * (gamma * s**2 - target) ** 2, s)
bend = sp.diff(slope, s)
first_step = 1 - eta * bend.subs(s, 0)
never_hops = 1 / bend.subs(s, sp.sqrt(target / gamma))
settles = 2 * never_hops
