# fails: test_flow, test_limit, test_dying | hint: target one
length = "1/sqrt(exp(-2*(4*{{ kappa_code }}*gamma - 2*{{ mu_code }})*t)/s0^2 + 4*{{ kappa_code }}*gamma^2*(1 - exp(-2*(4*{{ kappa_code }}*gamma - 2*{{ mu_code }})*t))/(4*{{ kappa_code }}*gamma - 2*{{ mu_code }}))"
