# fails: test_start, test_flow, test_limit, test_early | hint: never leaves its start
path = "s0"
