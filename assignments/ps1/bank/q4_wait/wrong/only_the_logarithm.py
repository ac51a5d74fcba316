# fails: test_passing, test_started | hint: Only the logarithm
wait = "log(q*(1 - u0)/((1 - q)*u0))/(4*{{ power }}*{{ rho_code }}*{{ target_code }}^({{ power }} - 1)*gamma)"
