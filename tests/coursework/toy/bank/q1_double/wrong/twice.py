# fails: test_secret_points | hint: factor
def scaled(x):
    return 2 * x
