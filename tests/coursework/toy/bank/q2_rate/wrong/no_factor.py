# fails: test_exact_rate | hint: rate
rate = "gamma"
