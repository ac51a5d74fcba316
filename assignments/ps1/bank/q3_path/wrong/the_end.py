# fails: test_start, test_flow, test_early | hint: begin at s0
path = "sqrt({{ target_code }}/gamma)"
