# fails: test_dying | hint: no finite real value
length = "sqrt({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*gamma))/sqrt(gamma + (({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*gamma))/s0^2 - gamma)*exp(-2*(4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }})*t))"
