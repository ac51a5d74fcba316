growth = "-{{ mu_code }} - {{ mu_code }} + {{ target_code }}*4*gamma*{{ kappa_code }}"
threshold = "{{ mu_code }}*({{ kappa_code }}*{{ target_code }}*2)^-1"
drop = "{{ kappa_code }}*{{ target_code }}^2 - {{ target_code }}*{{ mu_code }}/gamma + {{ mu_code }}^2/(4*{{ kappa_code }}*gamma^2)"
