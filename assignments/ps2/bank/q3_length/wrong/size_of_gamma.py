# fails: test_dying | hint: negative gamma
length = "1/sqrt(exp(-2*(4*{{ kappa_code }}*{{ target_code }}*abs(gamma) - 2*{{ mu_code }})*t)/s0^2 + 4*{{ kappa_code }}*gamma^2*(1 - exp(-2*(4*{{ kappa_code }}*{{ target_code }}*abs(gamma) - 2*{{ mu_code }})*t))/(4*{{ kappa_code }}*{{ target_code }}*abs(gamma) - 2*{{ mu_code }}))"
