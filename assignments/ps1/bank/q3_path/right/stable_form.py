path = "s0/sqrt(exp(-8*{{ kappa_code }}*{{ target_code }}*gamma*t) - gamma*s0**2/{{ target_code }}*expm1(-8*{{ kappa_code }}*{{ target_code }}*gamma*t))"
