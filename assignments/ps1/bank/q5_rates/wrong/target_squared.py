# fails: test_settles, test_never_hops | hint: The target enters once
first_step = "1 + 4*{{ kappa_code }}*{{ target_code }}*eta*gamma"
never_hops = "1/(8*{{ kappa_code }}*{{ target_code }}^2*gamma)"
settles = "1/(4*{{ kappa_code }}*{{ target_code }}^2*gamma)"
