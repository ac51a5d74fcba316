# fails: test_first_step | hint: add one
first_step = "4*{{ kappa_code }}*{{ target_code }}*eta*gamma"
never_hops = "1/(8*{{ kappa_code }}*{{ target_code }}*gamma)"
settles = "1/(4*{{ kappa_code }}*{{ target_code }}*gamma)"
