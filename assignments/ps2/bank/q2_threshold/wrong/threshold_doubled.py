# fails: test_threshold | hint: Twice too much
growth = "4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }}"
threshold = "{{ mu_code }}/({{ kappa_code }}*{{ target_code }})"
drop = "{{ kappa_code }}*({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*gamma))^2"
