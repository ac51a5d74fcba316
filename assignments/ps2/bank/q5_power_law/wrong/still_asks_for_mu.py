# fails: test_rises, test_rise_time, test_tenfold | hint: I do not know the name
half_rise = "log(({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*({{ scale_code }}*j^(-{{ decay_code }}))))/(alpha^2*({{ scale_code }}*j^(-{{ decay_code }}))^(1 + 2*{{ law_code }})) - 1)/(8*{{ kappa_code }}*{{ target_code }}*({{ scale_code }}*j^(-{{ decay_code }})) - 4*mu)"
