# fails: test_passing, test_started | hint: the book's waiting time
wait = "log(q*(1 - u0)/((1 - q)*u0))/(8*gamma)"
