# fails: test_drop | hint: what it fell by
growth = "4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }}"
threshold = "{{ mu_code }}/(2*{{ kappa_code }}*{{ target_code }})"
drop = "{{ target_code }}*{{ mu_code }}/gamma - {{ mu_code }}^2/(4*{{ kappa_code }}*gamma^2)"
