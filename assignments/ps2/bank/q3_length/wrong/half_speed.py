# fails: test_flow, test_dying | hint: half the speed
length = "1/sqrt(exp(-1*(4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }})*t)/s0^2 + 4*{{ kappa_code }}*gamma^2*(1 - exp(-1*(4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }})*t))/(4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }}))"
