# fails: test_start, test_flow, test_limit, test_early | hint: begin at s0
path = "1/(gamma/{{ target_code }} + (1/s0^2 - gamma/{{ target_code }})*exp(-8*{{ kappa_code }}*{{ target_code }}*gamma*t))"
