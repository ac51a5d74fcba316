# fails: test_settles, test_never_hops | hint: The weight of the loss is missing
first_step = "1 + 4*{{ kappa_code }}*{{ target_code }}*eta*gamma"
never_hops = "1/(8*{{ target_code }}*gamma)"
settles = "1/(4*{{ target_code }}*gamma)"
