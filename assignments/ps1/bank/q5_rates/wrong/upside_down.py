# fails: test_settles, test_never_hops | hint: does not do what it should
first_step = "1 + 4*{{ kappa_code }}*{{ target_code }}*eta*gamma"
never_hops = "8*{{ kappa_code }}*{{ target_code }}*gamma"
settles = "4*{{ kappa_code }}*{{ target_code }}*gamma"
