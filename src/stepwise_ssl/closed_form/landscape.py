"""The shape of the loss ||W Gamma W^T - I||_F^2: signs of a spectrum, curvature, the way out, smallest norm.

At a critical point C = W Gamma W^T is a projector, and the loss is d - rank C. A way out is H = u v^T with
C u = 0 and W Gamma v = 0: along it the loss is that of one weight, with gamma = v^T Gamma v.

Source: derived, chapter 7; the smallest norm is Prop. 4.3 of Simon et al. (ICML 2023).
"""

from __future__ import annotations

from stepwise_ssl.closed_form.validation import Array, read, require_shape


def inertia(matrix: Array, tolerance: float = 1e-10) -> tuple[int, int, int]:
    """How many eigenvalues of a symmetric matrix are positive, negative and zero.

    Args:
        matrix: symmetric, shape (m, m).
        tolerance: an eigenvalue counts as zero up to this share of the largest magnitude.

    Returns:
        (positive, negative, zero).

    Source: Sylvester's law of inertia says that no change of axes, orthogonal or not, changes them.

    >>> inertia([[0.0, 1.0], [1.0, 0.0]])
    (1, 1, 0)
    """
    xp, matrix = read(matrix=matrix)
    require_shape("matrix", matrix, (matrix.shape[0], matrix.shape[0]))
    values = xp.linalg.eigvalsh(matrix)
    zero = tolerance * float(xp.max(xp.abs(values)))
    positive, negative = int(xp.sum(values > zero)), int(xp.sum(values < -zero))
    return positive, negative, values.shape[0] - positive - negative


def hessian(weights: Array, gamma_matrix: Array) -> Array:
    """Second derivatives of the loss, as a matrix over the entries of W, row by row.

    Args:
        weights: W, shape (d, m).
        gamma_matrix: Gamma, symmetric, shape (m, m).

    Returns:
        Shape (d m, d m), symmetric.

    Source: chapter 7; the derivative of 4 (C - I) W Gamma along H is
    4 (H Gamma W^T + W Gamma H^T) W Gamma + 4 (C - I) H Gamma.

    >>> hessian([[1.0]], [[1.0]])
    array([[8.]])
    """
    xp, w, gamma = _read_point(weights, gamma_matrix)
    d, m = w.shape
    projected = w @ gamma
    eye = xp.eye(d, dtype=w.dtype)
    distance = projected @ w.T - eye
    first = eye[:, None, :, None] * (projected.T @ projected)[None, :, None, :]
    second = projected[:, None, None, :] * projected.T[None, :, :, None]
    third = distance[:, None, :, None] * gamma[None, :, None, :]
    return xp.reshape(4 * (first + second + third), (d * m, d * m))


def sharpness(weights: Array, gamma_matrix: Array) -> float:
    """Largest curvature of the loss at a solution, W Gamma W^T = I: eight times the squared norm of W Gamma.

    Args:
        weights: a solution, shape (d, m).
        gamma_matrix: Gamma, symmetric, shape (m, m).

    Returns:
        8 ||W Gamma||_2^2, with the largest singular value as the norm. Descent is stable there below the
        learning rate 2 / sharpness.

    Raises:
        ValueError: W is no solution.

    Source: chapter 7.

    >>> sharpness([[0.5, 0.0]], [[4.0, 0.0], [0.0, 1.0]])  # 8 gamma_1
    32.0
    """
    xp, w, gamma = _read_point(weights, gamma_matrix)
    projected = w @ gamma
    away = float(xp.max(xp.abs(projected @ w.T - xp.eye(w.shape[0], dtype=w.dtype))))
    if away > 1e-3:
        raise ValueError(f"weights: W Gamma W^T is {away:.3g} from the identity, expected a solution")
    return 8 * float(xp.max(xp.linalg.svdvals(projected))) ** 2


def way_out(weights: Array, gamma_matrix: Array) -> tuple[Array, Array, float]:
    """The steepest straight way out of a critical point: L(W + s u v^T) = L(W) - 1 + (1 - gamma s^2)^2.

    Args:
        weights: a critical point, shape (d, m).
        gamma_matrix: Gamma, symmetric, shape (m, m).

    Returns:
        u, shape (d,), with C u = 0; v, shape (m,), a unit vector with W Gamma v = 0; and gamma = v^T Gamma v,
        the largest there is. The curvature along it is -4 gamma.

    Raises:
        ValueError: no direction of the embedding is open, or no positive gamma is left.

    Source: chapter 7.

    >>> way_out([[0.5, 0.0], [0.0, 0.0]], [[4.0, 0.0], [0.0, 1.0]])[2]
    1.0
    """
    xp, w, gamma = _read_point(weights, gamma_matrix)
    values, frame = xp.linalg.eigh(w @ gamma @ w.T)
    if float(values[0]) > 0.5:
        raise ValueError("weights: every eigenvalue of C is one, no direction of the embedding is open")
    learned = int(xp.sum(values > 0.5))
    _, _, axes = xp.linalg.svd(w @ gamma, full_matrices=True)
    free = axes[learned:, :].T  # the kernel of W Gamma
    strengths, inside = xp.linalg.eigh(free.T @ gamma @ free)
    if float(strengths[-1]) <= 0:
        raise ValueError("weights: no positive eigenvalue of Gamma is left, the plateau is for ever")
    return frame[:, 0], free @ inside[:, -1], float(strengths[-1])


def smallest_norm(gamma: Array, embedding_dim: int) -> float:
    """Least ||W||_F^2 of all solutions of W Gamma W^T = I: the sum of 1 / gamma_j over the d largest.

    Args:
        gamma: all eigenvalues of Gamma, in any order, shape (m,).
        embedding_dim: d.

    Returns:
        The sum; inf if Gamma has fewer than d positive eigenvalues, for then there is no solution.

    Source: Simon et al. 2023, Prop. 4.3.

    >>> smallest_norm([3.0, 2.0, -5.0], 2)
    0.8333333333333333
    """
    xp, gamma = read(gamma=gamma)
    require_shape("gamma", gamma, ("m",))
    leading = -xp.sort(-gamma)[:embedding_dim]  # by value, not by magnitude
    if leading.shape[0] < embedding_dim or float(leading[-1]) <= 0:
        return float("inf")
    return float(xp.sum(1 / leading))


def _read_point(weights, gamma_matrix):
    xp, w, gamma = read(weights=weights, gamma_matrix=gamma_matrix)
    require_shape("weights", w, ("d", "m"))
    require_shape("gamma_matrix", gamma, (w.shape[1], w.shape[1]))
    return xp, w, gamma
