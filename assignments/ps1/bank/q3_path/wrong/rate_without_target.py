# fails: test_flow, test_early | hint: too slowly by the target
path = "1/sqrt(gamma/{{ target_code }} + (1/s0^2 - gamma/{{ target_code }})*exp(-8*{{ kappa_code }}*gamma*t))"
