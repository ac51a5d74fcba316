"""From a small random start to the aligned trajectory that it follows.

A small W(0) = alpha W_0 does not stay near its own singular vectors. Mode 1 grows first and fills one
embedding direction; of mode 2 only the part orthogonal to that direction can still grow; and so on. That is
Gram-Schmidt in the order of the eigenvalues, that is, the QR factorisation of W_0 V_{<=d}.

Source: Simon et al., "On the Stepwise Nature of Self-Supervised Learning" (ICML 2023), Result 4.6.
"""

from __future__ import annotations

from itertools import pairwise

from stepwise_ssl.closed_form.spectrum import tie_tolerance
from stepwise_ssl.closed_form.validation import Array, read, require_shape


def aligned_start(w0: Array, eigenvectors: Array) -> tuple[Array, Array]:
    """The rotation and the weights at t = 0 of the aligned trajectory that a small start w0 follows.

    ``W_0 V_{<=d} = Q R`` with a positive diagonal of R: the rotation is Q, the start of mode j is R_jj. Not
    the singular values of w0, and not the norms |W_0 v_j|.

    Args:
        w0: the start, shape (d, m).
        eigenvectors: the d leading eigenvectors of Gamma as columns, shape (m, d), largest eigenvalue first.

    Returns:
        The rotation, shape (d, d), orthogonal, and s0, shape (d,), none negative.

    Raises:
        ValueError: the shapes do not fit, d > m, or a value is NaN or infinite.

    Source: Simon et al. 2023, Result 4.6.

    >>> rotation, s0 = aligned_start([[3.0, 0.0], [4.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]])
    >>> print(s0)
    [5.  0.6]
    """
    xp, w0, eigenvectors = read(w0=w0, eigenvectors=eigenvectors)
    require_start(w0)
    require_shape("eigenvectors", eigenvectors, (w0.shape[1], w0.shape[0]))
    q, r = xp.linalg.qr(w0 @ eigenvectors)
    diagonal = xp.linalg.diagonal(r)
    # LAPACK may return negative R_jj: Q R = (Q S)(S R) with S = diag(+-1).
    return xp.where(diagonal < 0, -q, q), xp.abs(diagonal)


def resolve_ties(w0: Array, gamma: Array, eigenvectors: Array) -> Array:
    """Choose the basis inside each repeated eigenvalue's eigenspace that the start itself prefers.

    Equal eigenvalues grow at one rate, so no vector of their eigenspace comes first. The aligned form needs
    the basis in which the columns of the start, freed from the earlier modes, are orthogonal: an SVD
    gives it.

    Args:
        w0: the start, shape (d, m).
        gamma: the d leading eigenvalues, largest first, shape (d,).
        eigenvectors: their eigenvectors as columns, shape (m, d).

    Returns:
        Eigenvectors, shape (m, d), turned inside the tied eigenspaces and unchanged elsewhere.

    Source: derived; the degenerate case of Result 4.6.

    >>> import numpy as np
    >>> turned = resolve_ties(np.array([[3.0, 0.0], [4.0, 1.0]]), np.ones(2), np.eye(2))
    >>> aligned_start([[3.0, 0.0], [4.0, 1.0]], turned)[1].prod().round(12)  # |det W_0|, now from the SVD
    np.float64(3.0)
    """
    xp, w0, gamma, eigenvectors = read(w0=w0, gamma=gamma, eigenvectors=eigenvectors)
    tolerance = tie_tolerance(xp, gamma, w0.shape[1])
    first = 0
    while first < gamma.shape[0]:
        last = first
        while last + 1 < gamma.shape[0] and float(gamma[last] - gamma[last + 1]) <= tolerance:
            last += 1
        if last > first:
            earlier, _ = xp.linalg.qr(w0 @ eigenvectors[:, :first])
            block = w0 @ eigenvectors[:, first : last + 1]
            free = block - earlier @ (earlier.T @ block)
            _, _, turn = xp.linalg.svd(free, full_matrices=False)
            turned = eigenvectors[:, first : last + 1] @ turn.T
            eigenvectors = xp.concat([eigenvectors[:, :first], turned, eigenvectors[:, last + 1 :]], axis=1)
        first = last + 1
    return eigenvectors


def error_exponent(gamma: Array, embedding_dim: int, input_dim: int) -> float:
    """The exponent p of the small start's error: p = min over j <= d of 1 - gamma_{j+1} / gamma_j.

    With W(0) = alpha W_0 the error of the predicted weights at t = infinity shrinks like alpha^p, and its
    largest value over all t like alpha^min(1, p), because W(0) itself differs from the aligned start by
    O(alpha).
    Equal eigenvalues among the first d do not count (see ``resolve_ties``).

    Args:
        gamma: the leading eigenvalues, largest first: d + 1 of them, or d if d = m.
        embedding_dim: d, the number of modes learned.
        input_dim: m, which sets the rounding that tells ties from neighbours.

    Returns:
        p; inf if nothing competes (d = m, and all eigenvalues equal).

    Raises:
        ValueError: the theorem does not apply, gamma_d > max(0, gamma_{d+1}) fails.

    Source: derived; measured for d <= 4, open in general.

    >>> error_exponent([1.0, 0.5, 0.4], embedding_dim=2, input_dim=3)
    0.19999999999999996
    """
    xp, gamma = read(gamma=gamma)
    d, tolerance = embedding_dim, tie_tolerance(xp, gamma, input_dim)
    values = [float(value) for value in gamma]
    positive = sum(value > tolerance for value in values[:d])
    if positive < d:
        raise ValueError(
            f"w0 has d = {d} rows: expected at most {positive}, the number of positive eigenvalues of Gamma "
            f"(gamma_{positive + 1} = {values[positive]:.3g}); a small start learns no further modes"
        )
    if len(values) > d and values[d - 1] - values[d] <= tolerance:
        raise ValueError(
            f"w0 has d = {d} rows: expected gamma_d > gamma_(d+1), but both are {values[d]:.6g}; "
            f"a small start does not choose between them, take d outside the tie"
        )
    ratios = [b / a for a, b in pairwise(values) if a - b > tolerance]
    return 1 - max(ratios) if ratios else float("inf")


def require_start(w0: Array) -> None:
    """Refuse a start that is no matrix, or has more rows than columns."""
    require_shape("w0", w0, ("d", "m"))
    if w0.shape[0] > w0.shape[1]:
        raise ValueError(f"w0 has shape {tuple(w0.shape)}: expected (d, m) with d <= m")
