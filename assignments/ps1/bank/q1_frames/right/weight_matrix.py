def cross_correlation(frames):
    w = np.zeros((3, 3))
    w[0, 1] = w[1, 0] = {{ w12_code }}
    w[1, 2] = w[2, 1] = {{ w23_code }}
    w[0, 2] = w[2, 0] = {{ w13_code }}
    return np.einsum("iap,ab,ibq->pq", frames, w, frames) / (2 * len(frames))
