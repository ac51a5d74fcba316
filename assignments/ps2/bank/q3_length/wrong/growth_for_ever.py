# fails: test_flow, test_limit, test_dying | hint: must rest where the slope is zero
length = "s0*exp((4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }})*t)"
