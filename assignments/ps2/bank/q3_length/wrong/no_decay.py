# fails: test_flow, test_limit, test_dying | hint: without its decay
length = "1/sqrt(exp(-2*(4*{{ kappa_code }}*{{ target_code }}*gamma)*t)/s0^2 + 4*{{ kappa_code }}*gamma^2*(1 - exp(-2*(4*{{ kappa_code }}*{{ target_code }}*gamma)*t))/(4*{{ kappa_code }}*{{ target_code }}*gamma))"
