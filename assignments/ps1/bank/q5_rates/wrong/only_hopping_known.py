# fails: test_settles | hint: settling ends later
first_step = "1 + 4*{{ kappa_code }}*{{ target_code }}*eta*gamma"
never_hops = "1/(8*{{ kappa_code }}*{{ target_code }}*gamma)"
settles = "1/(8*{{ kappa_code }}*{{ target_code }}*gamma)"
