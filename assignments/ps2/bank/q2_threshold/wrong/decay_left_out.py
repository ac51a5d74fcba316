# fails: test_drop | hint: left out
growth = "4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }}"
threshold = "{{ mu_code }}/(2*{{ kappa_code }}*{{ target_code }})"
drop = "{{ kappa_code }}*{{ target_code }}^2 - {{ kappa_code }}*({{ mu_code }}/(2*{{ kappa_code }}*gamma))^2"
