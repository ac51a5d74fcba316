# fails: test_growth, test_threshold, test_drop | hint: the book's rate
growth = "4*gamma"
threshold = "0"
drop = "1"
