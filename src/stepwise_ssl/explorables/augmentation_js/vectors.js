// vectors.js: all eigenvalues of a symmetric matrix and a few eigenvectors, at once and within a frame: symmetric.js for
// the values, inverse iteration for the vectors that are shown (Golub and Van Loan, Matrix Computations, 8.4).

// Solve (T - shift) y = y in place, by elimination with row exchanges; a pivot of nought becomes `tiny`.
function augSolve(d, e, shift, y, tiny) {
  const m = d.length, pivot = new Float64Array(m), next = new Float64Array(m), after = new Float64Array(m);
  let p = d[0] - shift, q = e[0];
  for (let k = 0; k < m - 1; k++) {
    const low = e[k], diagonal = d[k + 1] - shift, beyond = k < m - 2 ? e[k + 1] : 0;
    if (Math.abs(low) > Math.abs(p)) { // the lower row comes up
      const factor = p / low, above = y[k];
      pivot[k] = low; next[k] = diagonal; after[k] = beyond;
      y[k] = y[k + 1]; y[k + 1] = above - factor * y[k];
      p = q - factor * diagonal; q = -factor * beyond;
    } else {
      if (p === 0) p = tiny;
      const factor = low / p;
      pivot[k] = p; next[k] = q; after[k] = 0;
      y[k + 1] -= factor * y[k]; p = diagonal - factor * q; q = beyond;
    }
  }
  pivot[m - 1] = Math.abs(p) < tiny ? tiny : p;
  for (let k = m - 1; k >= 0; k--) y[k] = (y[k] - (k < m - 1 ? next[k] * y[k + 1] : 0) - (k < m - 2 ? after[k] * y[k + 2] : 0)) / pivot[k];
}

function augUnit(y) {
  let most = 0, squares = 0;
  for (const v of y) most = Math.max(most, Math.abs(v));
  for (let k = 0; k < y.length; k++) { y[k] /= most; squares += y[k] * y[k]; }
  const length = Math.sqrt(squares);
  for (let k = 0; k < y.length; k++) y[k] /= length;
}

// The eigenvector of T at `value`, at right angles to those `found` before it: equal eigenvalues get different ones.
function augVector(d, e, value, found, size) {
  const m = d.length, tiny = Number.EPSILON * size, y = new Float64Array(m);
  // A start without symmetry, another one for each; each value a little aside, so that equal ones are told apart.
  for (let k = 0; k < m; k++) y[k] = 1 + (((k + 1) * (found.length + 7) * 7919) % 1009) / 1009;
  for (let round = 0; round < 2; round++) {
    augSolve(d, e, value + 2 * tiny, y, tiny);
    for (let twice = 0; twice < 2; twice++) {
      augUnit(y);
      for (const other of found) {
        let inner = 0;
        for (let k = 0; k < m; k++) inner += other[k] * y[k];
        for (let k = 0; k < m; k++) y[k] -= inner * other[k];
      }
    }
    augUnit(y);
  }
  return y;
}

// All eigenvalues, largest first, and the unit eigenvectors of the first `leading` and the last `lowest` of them.
function augEigenpairs(matrix, m, leading, lowest) {
  const { d, e, mirrors } = atOnce(symmetricTridiagonal(matrix.slice(), m)), values = d.slice(), found = [];
  let size = Number.MIN_VALUE;
  for (let k = 0; k < m; k++) size = Math.max(size, Math.abs(d[k]), Math.abs(e[k]));
  atOnce(symmetricQr(values, e.slice(), null));
  const gammas = [...values.sort().reverse()];
  for (const value of [...gammas.slice(0, leading), ...gammas.slice(m - lowest)]) found.push(augVector(d, e, value, found, size));
  return { gammas, modes: found.map((vector) => symmetricSigned(symmetricUnfold(mirrors, vector))) };
}
