# fails: test_growth, test_threshold | hint: 2 mu s
growth = "4*{{ kappa_code }}*{{ target_code }}*gamma - {{ mu_code }}"
threshold = "{{ mu_code }}/(4*{{ kappa_code }}*{{ target_code }})"
drop = "{{ kappa_code }}*({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*gamma))^2"
