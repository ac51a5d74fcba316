# fails: test_growth | hint: rate of the eigenvalue
growth = "8*{{ kappa_code }}*{{ target_code }}*gamma - 4*{{ mu_code }}"
threshold = "{{ mu_code }}/(2*{{ kappa_code }}*{{ target_code }})"
drop = "{{ kappa_code }}*({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*gamma))^2"
