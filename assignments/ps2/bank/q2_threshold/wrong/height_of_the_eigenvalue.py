# fails: test_drop | hint: height of the eigenvalue
growth = "4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }}"
threshold = "{{ mu_code }}/(2*{{ kappa_code }}*{{ target_code }})"
drop = "{{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*gamma)"
