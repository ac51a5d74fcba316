# fails: test_shape, test_pair_12, test_pair_23, test_pair_13, test_directions | hint: must give shape
def cross_correlation(frames):
    flat = frames.reshape(len(frames), -1)
    return flat.T @ flat / len(frames)
