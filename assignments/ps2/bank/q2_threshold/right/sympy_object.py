import sympy as sp

gamma, x = sp.symbols("gamma x", positive=True)
kappa, target, mu = (sp.nsimplify(v) for v in ("{{ kappa_code }}", "{{ target_code }}", "{{ mu_code }}"))
loss = kappa * (gamma * x - target) ** 2 + mu * x
growth = sp.expand(-2 * sp.diff(loss, x).subs(x, 0))
threshold = sp.solve(growth, gamma)[0]
at_rest = sp.solve(sp.diff(loss, x), x)[0]
drop = sp.simplify(loss.subs(x, 0) - loss.subs(x, at_rest))
