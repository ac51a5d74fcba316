# fails: test_rise_time, test_tenfold | hint: enters squared
half_rise = "log(({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*({{ scale_code }}*j^(-{{ decay_code }}))))/(({{ scale_code }}*j^(-{{ decay_code }}))*alpha*({{ scale_code }}*j^(-{{ decay_code }}))^{{ law_code }}) - 1)/(2*(4*{{ kappa_code }}*{{ target_code }}*({{ scale_code }}*j^(-{{ decay_code }})) - 2*{{ mu_code }}))"
