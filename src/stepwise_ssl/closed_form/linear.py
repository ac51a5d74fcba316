"""The linear model's whole trajectory, from its spectrum and its start.

The model f(x) = W x with W of shape (d, m), trained by gradient flow on ``||W Gamma W^T - I||_F^2``. From an
aligned start ``W(0) = U diag(s_0) V_{<=d}^T`` the weights keep that form for ever,

    W(t) = U diag( s_1(t), ..., s_d(t) ) V_{<=d}^T,

and each s_j follows the one-weight law. A small random start follows such a trajectory closely.

Source: Simon et al., "On the Stepwise Nature of Self-Supervised Learning" (ICML 2023), Prop. 4.1, Result 4.6.
"""

from __future__ import annotations

from dataclasses import dataclass

from stepwise_ssl.closed_form import one_mode, timing
from stepwise_ssl.closed_form.spectrum import eigenpairs, view_eigenpairs
from stepwise_ssl.closed_form.start import aligned_start, error_exponent, require_start, resolve_ties
from stepwise_ssl.closed_form.validation import (
    Array,
    read,
    require_orthogonal,
    require_shape,
    require_symmetric,
)


@dataclass(frozen=True, eq=False)
class LinearSolution:
    """The trajectory of the linear model; make one with ``aligned``, ``small_start`` or ``from_views``.

    The eigenpairs are found once, when it is made; every question about a time t is then cheap. Times are in
    units of learning rate x steps; one time gives results without a leading axis, times of shape (T,) give
    results that lead with T.

    Attributes:
        gamma: the d leading eigenvalues of Gamma, by value, largest first, shape (d,).
        eigenvectors: their eigenvectors as columns, shape (m, d).
        s0: the weights of the modes at t = 0, shape (d,).
        rotation: U, shape (d, d), orthogonal: column j is the embedding direction that mode j fills.
        exact: True if the solution holds for every t, False if only as the start shrinks.
        error_exponent: p of a small start alpha W_0: the error is of order alpha^p at t = infinity and
            alpha^min(1, p) over all t (derived, measured for d <= 4); inf for an exact solution.
    """

    gamma: Array
    eigenvectors: Array
    s0: Array
    rotation: Array
    exact: bool
    error_exponent: float

    @classmethod
    def aligned(cls, gamma_matrix: Array, s0: Array, rotation: Array | None = None) -> LinearSolution:
        """The solution from ``W(0) = U diag(s0) V_{<=d}^T``, exact for every t and every sign of gamma.

        Args:
            gamma_matrix: Gamma, shape (m, m), symmetric.
            s0: the weights at t = 0, shape (d,), d <= m; mode j belongs to the j-th largest eigenvalue.
            rotation: U, shape (d, d), orthogonal; the identity if not given.

        Returns:
            A solution with ``exact`` True.

        Raises:
            ValueError: Gamma is not symmetric, d > m, U is not orthogonal, a value is NaN or infinite.

        Source: Simon et al. 2023, Prop. 4.1.

        >>> solution = LinearSolution.aligned([[2.0, 0.0], [0.0, -1.0]], s0=[0.1, 0.1])
        >>> print(solution.step_times.round(3), solution.loss(float("inf")).round(12))
        [0.245   inf] 1.0
        """
        given = {} if rotation is None else {"rotation": rotation}
        xp, matrix, s0, *rest = read(gamma_matrix=gamma_matrix, s0=s0, **given)
        require_symmetric(xp, "gamma_matrix", matrix)
        require_shape("s0", s0, ("d",))
        d, m = s0.shape[0], matrix.shape[0]
        if d > m:
            raise ValueError(f"s0 has shape ({d},): expected d <= m = {m}, the side of gamma_matrix")
        if rest:
            require_orthogonal(xp, "rotation", rest[0], d)
        u = rest[0] if rest else xp.eye(d, dtype=s0.dtype, device=s0.device)
        gamma, eigenvectors = eigenpairs(matrix, d)
        return cls(gamma, eigenvectors, s0, u, exact=True, error_exponent=float("inf"))

    @classmethod
    def small_start(cls, gamma_matrix: Array, w0: Array) -> LinearSolution:
        """The solution that a small start w0 follows: asymptotic in the scale of w0, see ``error_exponent``.

        Args:
            gamma_matrix: Gamma, shape (m, m), symmetric.
            w0: the start as it is, small scale included, shape (d, m), d <= m.

        Returns:
            A solution with ``exact`` False.

        Raises:
            ValueError: Gamma is not symmetric, shapes do not fit, d > m, a value is NaN or infinite, or the
                theorem does not apply because gamma_d > max(0, gamma_{d+1}) fails.

        Source: Simon et al. 2023, Result 4.6 (informal there).

        >>> solution = LinearSolution.small_start([[2.0, 0.0], [0.0, 1.0]], [[3e-6, 4e-6]])
        >>> print(solution.s0, solution.error_exponent)
        [3.e-06] 0.5
        """
        xp, matrix, w0 = read(gamma_matrix=gamma_matrix, w0=w0)
        require_symmetric(xp, "gamma_matrix", matrix)
        require_start(w0)
        require_shape("w0", w0, ("d", matrix.shape[0]))
        return cls._from_pairs(w0, *eigenpairs(matrix, min(w0.shape[0] + 1, w0.shape[1])))

    @classmethod
    def from_views(cls, x: Array, x_prime: Array, w0: Array) -> LinearSolution:
        """``small_start`` for the Gamma of positive pairs, without forming it where that is dearer.

        Args:
            x: first views, shape (n, m), one row for each pair.
            x_prime: second views, shape (n, m).
            w0: the start as it is, small scale included, shape (d, m), d <= m.

        Returns:
            A solution with ``exact`` False.

        Raises:
            ValueError: as in ``small_start``, or the views' shapes differ.

        Source: Simon et al. 2023, Result 4.6; Lanczos as in ``view_eigenpairs``.

        >>> solution = LinearSolution.from_views([[2.0, 0.0]], [[2.0, 0.0]], [[3e-6, 4e-6]])
        >>> print(solution.gamma, solution.s0)
        [4.] [3.e-06]
        """
        _, x, x_prime, w0 = read(x=x, x_prime=x_prime, w0=w0)
        require_shape("x", x, ("n", "m"))
        require_start(w0)
        require_shape("w0", w0, ("d", x.shape[1]))
        return cls._from_pairs(w0, *view_eigenpairs(x, x_prime, min(w0.shape[0] + 1, w0.shape[1])))

    @classmethod
    def _from_pairs(cls, w0: Array, gamma: Array, eigenvectors: Array) -> LinearSolution:
        """A small start from the d + 1 leading eigenpairs (d of them if d = m)."""
        d, m = w0.shape
        p = error_exponent(gamma, embedding_dim=d, input_dim=m)
        gamma, eigenvectors = gamma[:d], resolve_ties(w0, gamma[:d], eigenvectors[:, :d])
        rotation, s0 = aligned_start(w0, eigenvectors)
        return cls(gamma, eigenvectors, s0, rotation, exact=False, error_exponent=p)

    def singular_values(self, t: Array) -> Array:
        """The weights s_j(t) of the modes, (d,) or (T, d); see ``singular_value``."""
        return one_mode.singular_value(t, self.gamma, self.s0)

    def embedding_eigenvalues(self, t: Array) -> Array:
        """The eigenvalues lambda_j(t) = gamma_j s_j(t)^2 of C = W Gamma W^T, (d,) or (T, d)."""
        return one_mode.embedding_eigenvalue(t, self.gamma, self.s0)

    def loss(self, t: Array) -> Array:
        """The loss ||C - I||_F^2 = sum_j (1 - lambda_j(t))^2, a number or (T,), without cancellation."""
        return one_mode.total_loss(t, self.gamma, self.s0)

    def weights(self, t: Array) -> Array:
        """The weights W(t) = U diag(s_j(t)) V_{<=d}^T, (d, m) or (T, d, m)."""
        s = self.singular_values(t)
        return (self.rotation * s[..., None, :]) @ self.eigenvectors.T

    def embed(self, x_new: Array, t: Array) -> Array:
        """The embeddings W(t) x of new points, without forming W.

        Args:
            x_new: points, shape (k, m).
            t: one time or times of shape (T,).

        Returns:
            Embeddings, shape (k, d) or (T, k, d).

        Raises:
            ValueError: the points are not (k, m), or a time is negative.

        >>> solution = LinearSolution.aligned([[4.0, 0.0], [0.0, 1.0]], s0=[0.1])
        >>> print(solution.embed([[2.0, 7.0]], float("inf")))
        [[1.]]
        """
        _, x_new, eigenvectors = read(x_new=x_new, eigenvectors=self.eigenvectors)
        require_shape("x_new", x_new, ("k", eigenvectors.shape[0]))
        s = self.singular_values(t)
        return (x_new @ eigenvectors * s[..., None, :]) @ self.rotation.T

    @property
    def step_times(self) -> Array:
        """The step times tau_j, shape (d,); inf where a mode never steps."""
        return timing.step_times(self.gamma, self.s0)
