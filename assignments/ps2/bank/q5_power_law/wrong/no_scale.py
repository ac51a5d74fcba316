# fails: test_rise_time, test_tenfold | hint: takes another time
half_rise = "log(({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*(j^(-{{ decay_code }}))))/(alpha^2*(j^(-{{ decay_code }}))^(1 + 2*{{ law_code }})) - 1)/(2*(4*{{ kappa_code }}*{{ target_code }}*(j^(-{{ decay_code }})) - 2*{{ mu_code }}))"
