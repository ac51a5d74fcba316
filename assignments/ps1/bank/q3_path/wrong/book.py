# fails: test_flow, test_limit, test_early | hint: the book's loss
path = "exp(4*gamma*t)/sqrt(1/s0^2 + (exp(8*gamma*t) - 1)*gamma)"
