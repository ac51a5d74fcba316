# fails: test_start | hint: begin at s0
path = "1/sqrt(gamma/{{ target_code }} + (1/s0 - gamma/{{ target_code }})*exp(-8*{{ kappa_code }}*{{ target_code }}*gamma*t))"
