# fails: test_start, test_flow, test_limit, test_dying | hint: never leaves its start
length = "s0"
