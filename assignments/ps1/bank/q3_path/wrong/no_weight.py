# fails: test_flow, test_early | hint: lost the weight
path = "1/sqrt(gamma/{{ target_code }} + (1/s0^2 - gamma/{{ target_code }})*exp(-8*{{ target_code }}*gamma*t))"
