# fails: test_flow, test_limit, test_dying | hint: half the decay
length = "1/sqrt(exp(-2*(4*{{ kappa_code }}*{{ target_code }}*gamma - {{ mu_code }})*t)/s0^2 + 4*{{ kappa_code }}*gamma^2*(1 - exp(-2*(4*{{ kappa_code }}*{{ target_code }}*gamma - {{ mu_code }})*t))/(4*{{ kappa_code }}*{{ target_code }}*gamma - {{ mu_code }}))"
