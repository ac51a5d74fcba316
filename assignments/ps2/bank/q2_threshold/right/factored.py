growth = "2·(2·{{ kappa_code }}·{{ target_code }}·γ − {{ mu_code }})"
threshold = "0.5*{{ mu_code }}/{{ kappa_code }}/{{ target_code }}"
drop = "(2*{{ kappa_code }}*{{ target_code }}*γ − {{ mu_code }})²/(4*{{ kappa_code }}*γ²)"
