# fails: test_passing, test_started | hint: early growth taken at its word
wait = "log(q/u0)/(4*{{ power }}*{{ rho_code }}*{{ target_code }}^({{ power }} - 1)*gamma)"
