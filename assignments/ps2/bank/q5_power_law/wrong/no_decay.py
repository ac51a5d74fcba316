# fails: test_rise_time, test_tenfold | hint: without decay
half_rise = "log({{ target_code }}/(alpha^2*({{ scale_code }}*j^(-{{ decay_code }}))^(1 + 2*{{ law_code }})) - 1)/(8*{{ kappa_code }}*{{ target_code }}*({{ scale_code }}*j^(-{{ decay_code }})))"
