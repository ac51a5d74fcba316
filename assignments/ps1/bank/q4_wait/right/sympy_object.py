import sympy as sp

gamma, u0, q = sp.symbols("gamma u0 q", positive=True)
rho, target = sp.nsimplify("{{ rho_code }}"), sp.nsimplify("{{ target_code }}")
power = {{ power }}


def integral(u):
    return sp.log(u) - sp.log(1 - u) + sum(1 / (k * (1 - u) ** k) for k in range(1, power - 1))


wait = (integral(q) - integral(u0)) / (4 * power * rho * target ** (power - 1) * gamma)
