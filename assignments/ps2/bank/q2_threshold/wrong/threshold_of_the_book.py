# fails: test_threshold | hint: of the book's loss with decay
growth = "4*{{ kappa_code }}*{{ target_code }}*gamma - 2*{{ mu_code }}"
threshold = "{{ mu_code }}/2"
drop = "{{ kappa_code }}*({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*gamma))^2"
