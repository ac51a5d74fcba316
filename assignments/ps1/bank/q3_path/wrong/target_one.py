# fails: test_flow, test_limit, test_early | hint: whose target is one
path = "1/sqrt(gamma + (1/s0^2 - gamma)*exp(-8*{{ kappa_code }}*gamma*t))"
