# fails: test_rise_time, test_tenfold | hint: the book's half rise
half_rise = "log(1/(alpha^2*({{ scale_code }}*j^(-{{ decay_code }}))^(1 + 2*{{ law_code }})) - 1)/(8*({{ scale_code }}*j^(-{{ decay_code }})))"
