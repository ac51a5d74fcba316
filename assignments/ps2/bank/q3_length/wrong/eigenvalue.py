# fails: test_start, test_flow, test_limit, test_dying | hint: begin at s0
length = "gamma/(exp(-2*(4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }})*t)/s0^2 + 4*{{ kappa_code }}*gamma^2*(1 - exp(-2*(4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }})*t))/(4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }}))"
