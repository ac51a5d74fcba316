// symmetric.js: all eigenvalues of a symmetric matrix and a few eigenvectors, at once and within a frame: Householder's
// tridiagonal form, QR steps with Wilkinson's shift for the values, inverse iteration for the vectors that are shown
// (Golub and Van Loan, Matrix Computations, 8.3 and 8.4). photograph/modes.js does larger ones, in slices.

// Tridiagonal form of `matrix` (m, m), which is overwritten: diagonal d, beside it e, unit vectors of the mirrors.
function augTridiagonal(matrix, m) {
  const d = new Float64Array(m), e = new Float64Array(m), mirrors = [], p = new Float64Array(m);
  for (let k = 0; k < m; k++) {
    d[k] = matrix[k * m + k];
    if (k === m - 1) break;
    const u = matrix.slice(k * m, k * m + m).fill(0, 0, k + 1), length = Math.hypot(...u);
    e[k] = u[k + 1] > 0 ? -length : length; // away from the first entry, so that nothing cancels
    u[k + 1] -= e[k];
    const norm = Math.hypot(...u);
    if (norm === 0) { mirrors.push(null); continue; }
    for (let i = k + 1; i < m; i++) u[i] /= norm;
    mirrors.push(u);
    let inner = 0;
    for (let i = k + 1; i < m; i++) {
      let sum = 0, other = 0, j = k + 1;
      const at = i * m;
      for (; j + 1 < m; j += 2) { sum += matrix[at + j] * u[j]; other += matrix[at + j + 1] * u[j + 1]; }
      if (j < m) sum += matrix[at + j] * u[j];
      p[i] = sum += other; inner += sum * u[i];
    }
    for (let i = k + 1; i < m; i++) p[i] -= inner * u[i];
    for (let i = k + 1; i < m; i++) {
      const twice = 2 * u[i], other = 2 * p[i], at = i * m;
      for (let j = k + 1; j < m; j++) matrix[at + j] -= twice * p[j] + other * u[j];
    }
  }
  return { d, e, mirrors };
}

// The eigenvalues of a tridiagonal matrix, largest first; d and e are overwritten.
function augValues(d, e, size) {
  const eps = Number.EPSILON, small = (k) => Math.abs(e[k]) <= eps * (Math.abs(d[k]) + Math.abs(d[k + 1])) + (eps * size) / 256;
  for (let last = d.length - 1, steps = 0; last > 0;) {
    if (small(last - 1)) { e[last - 1] = 0; last--; steps = 0; continue; }
    if (++steps > 90) throw new Error("the eigenvalues of Gamma did not converge");
    let first = last - 1;
    while (first > 0 && !small(first - 1)) first--;
    const half = (d[last - 1] - d[last]) / 2, beside = e[last - 1], root = Math.hypot(half, beside);
    let x = d[first] - d[last] + (beside / (half + (half < 0 ? -root : root))) * beside, z = e[first];
    for (let k = first; k < last; k++) {
      const r = Math.sqrt(x * x + z * z), c = r ? x / r : 1, s = r ? z / r : 0, a = d[k], b = e[k], g = d[k + 1];
      if (k > first) e[k - 1] = r;
      d[k] = c * c * a + 2 * c * s * b + s * s * g; d[k + 1] = s * s * a - 2 * c * s * b + c * c * g;
      e[k] = c * s * (g - a) + (c * c - s * s) * b;
      if (k < last - 1) { x = e[k]; z = s * e[k + 1]; e[k + 1] *= c; }
    }
  }
  return [...d].sort((a, b) => b - a);
}

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
  const { d, e, mirrors } = augTridiagonal(matrix.slice(), m);
  let size = Number.MIN_VALUE;
  for (let k = 0; k < m; k++) size = Math.max(size, Math.abs(d[k]), Math.abs(e[k]));
  const gammas = augValues(d.slice(), e.slice(), size), found = [];
  for (const value of [...gammas.slice(0, leading), ...gammas.slice(m - lowest)]) found.push(augVector(d, e, value, found, size));
  const modes = found.map((vector) => {
    for (let k = mirrors.length - 1; k >= 0; k--) {
      const u = mirrors[k];
      if (!u) continue;
      let inner = 0;
      for (let i = k + 1; i < m; i++) inner += u[i] * vector[i];
      for (let i = k + 1; i < m; i++) vector[i] -= 2 * inner * u[i];
    }
    return photographSigned(vector);
  });
  return { gammas, modes };
}
