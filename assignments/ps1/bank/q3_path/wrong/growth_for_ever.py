# fails: test_flow, test_limit | hint: the loss must vanish
path = "s0*exp(4*{{ kappa_code }}*{{ target_code }}*gamma*t)"
