# fails: test_rise_time | hint: a power of gamma
half_rise = "log(({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*({{ scale_code }}*j^(-{{ decay_code }}))))/(({{ scale_code }}*j^(-{{ decay_code }}))*alpha^2) - 1)/(2*(4*{{ kappa_code }}*{{ target_code }}*({{ scale_code }}*j^(-{{ decay_code }})) - 2*{{ mu_code }}))"
