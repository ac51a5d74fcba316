# fails: test_first_step, test_settles, test_never_hops | hint: the book's learning rate
first_step = "1 + 4*eta*gamma"
never_hops = "1/(8*gamma)"
settles = "1/(4*gamma)"
