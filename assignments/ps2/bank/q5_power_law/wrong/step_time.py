# fails: test_rise_time | hint: the half rise is exact
half_rise = "log(({{ target_code }} - {{ mu_code }}/(2*{{ kappa_code }}*({{ scale_code }}*j^(-{{ decay_code }}))))/(alpha^2*({{ scale_code }}*j^(-{{ decay_code }}))^(1 + 2*{{ law_code }})))/(2*(4*{{ kappa_code }}*{{ target_code }}*({{ scale_code }}*j^(-{{ decay_code }})) - 2*{{ mu_code }}))"
