def cross_correlation(frames):
    outer = frames[:, :, None, :, None] * frames[:, None, :, None, :]
    mean = outer.mean(axis=0)
    gamma = {{ w12_code }} * mean[0, 1] + {{ w23_code }} * mean[1, 2] + {{ w13_code }} * mean[0, 2]
    return (gamma + gamma.T) / 2
