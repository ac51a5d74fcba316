# fails: test_growth | hint: The decay is missing
growth = "4*{{ kappa_code }}*{{ target_code }}*gamma"
threshold = "{{ mu_code }}/(2*{{ kappa_code }}*{{ target_code }})"
drop = "{{ kappa_code }}*({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*gamma))^2"
