first_step = "1+γ·η·4·{{ kappa_code }}·{{ target_code }}"
never_hops = "(8*{{ kappa_code }}*{{ target_code }}*γ)^-1"
settles = "0.25/({{ kappa_code }}*{{ target_code }})/gamma"
