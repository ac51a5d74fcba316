# fails: test_growth | hint: I do not know the name
growth = "4*{{ kappa_code }}*{{ target_code }}*gamma - 2*mu"
threshold = "{{ mu_code }}/(2*{{ kappa_code }}*{{ target_code }})"
drop = "{{ kappa_code }}*({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*gamma))^2"
