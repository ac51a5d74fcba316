path = "sqrt({{ target_code }})*exp(4*{{ kappa_code }}*{{ target_code }}*gamma*t)/sqrt({{ target_code }}/s0^2 + gamma*(exp(8*{{ kappa_code }}*{{ target_code }}*gamma*t) - 1))"
