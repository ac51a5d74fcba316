# fails: test_flow, test_early | hint: half the speed
path = "1/sqrt(gamma/{{ target_code }} + (1/s0^2 - gamma/{{ target_code }})*exp(-8*{{ kappa_code }}*{{ target_code }}*gamma*t/2))"
