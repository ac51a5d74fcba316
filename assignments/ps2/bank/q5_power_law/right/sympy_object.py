import sympy as sp

j, alpha = sp.symbols("j alpha", positive=True)
kappa, target, mu = (sp.nsimplify(v) for v in ("{{ kappa_code }}", "{{ target_code }}", "{{ mu_code }}"))
scale, decay, law = (sp.nsimplify(v) for v in ("{{ scale_code }}", "{{ decay_code }}", "{{ law_code }}"))
gamma = scale * j**-decay
limit = target - mu / (2 * kappa * gamma)
half_rise = sp.log(limit / (gamma * (alpha * gamma**law) ** 2) - 1) / (8 * kappa * gamma * limit)
