# fails: test_first_step | hint: must multiply a tiny weight
first_step = "1 + 8*{{ kappa_code }}*{{ target_code }}*eta*gamma"
never_hops = "1/(8*{{ kappa_code }}*{{ target_code }}*gamma)"
settles = "1/(4*{{ kappa_code }}*{{ target_code }}*gamma)"
