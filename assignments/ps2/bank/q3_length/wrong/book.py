# fails: test_flow, test_limit, test_dying | hint: the book's loss
length = "s0/sqrt(exp(-8*gamma*t) - gamma*s0^2*expm1(-8*gamma*t))"
