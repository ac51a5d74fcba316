// symmetric.js: the eigenvalues of a symmetric matrix: Householder's tridiagonal form, then implicit QR steps with
// Wilkinson's shift (Golub and Van Loan, Matrix Computations, 8.3). A direct method: Lanczos would take less for a few
// large eigenvalues, but from one start it can miss copies of a repeated one. Here every one is found, with an error
// of rounding times the largest.
//
// The work is done by generators, which stop after each row or step to say what part is done: who is in no hurry lets
// the page in between (photograph/modes.js), who is small runs through (symmetricValues).

// Reduce the symmetric `matrix` (m, m), which is overwritten, to a tridiagonal one: diagonal d, beside it e.
// `mirrors` keeps the unit vectors u of the reflections 1 - 2 u uᵀ, in order.
function* symmetricTridiagonal(matrix, m) {
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
    // A -> A - 2 u wᵀ - 2 w uᵀ with w = A u - (uᵀ A u) u; the sum in two strands
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
    yield k / m;
  }
  return { d, e, mirrors };
}

// Eigenvalues of the tridiagonal matrix, in place in d and in no order; `vectors`, the identity (m, m) or null, becomes
// the eigenvectors as rows.
function* symmetricQr(d, e, vectors) {
  const m = d.length, eps = Number.EPSILON;
  let largest = 0;
  for (let k = 0; k < m; k++) largest = Math.max(largest, Math.abs(d[k]), Math.abs(e[k]));
  const small = (k) => Math.abs(e[k]) <= eps * (Math.abs(d[k]) + Math.abs(d[k + 1])) + (eps * largest) / 256;
  for (let last = m - 1, steps = 0; last > 0;) {
    if (small(last - 1)) { e[last - 1] = 0; last--; steps = 0; continue; }
    if (++steps > 90) throw new Error("the eigenvalues of a symmetric matrix did not converge");
    let first = last - 1;
    while (first > 0 && !small(first - 1)) first--;
    symmetricQrStep(d, e, vectors, first, last);
    yield 1 - last / m;
  }
}

// One implicit QR step with Wilkinson's shift on rows first ... last (Golub and Van Loan, algorithm 8.3.2).
function symmetricQrStep(d, e, vectors, first, last) {
  const m = d.length, half = (d[last - 1] - d[last]) / 2, beside = e[last - 1];
  const root = Math.hypot(half, beside), shift = d[last] - (beside / (half + (half < 0 ? -root : root))) * beside;
  let x = d[first] - shift, z = e[first];
  for (let k = first; k < last; k++) {
    let r = Math.sqrt(x * x + z * z);
    if (!(r > 1e-140 && r < 1e140)) r = Math.hypot(x, z); // squares that leave the range of doubles
    const c = r ? x / r : 1, s = r ? z / r : 0, a = d[k], b = e[k], g = d[k + 1];
    if (k > first) e[k - 1] = r;
    d[k] = c * c * a + 2 * c * s * b + s * s * g;
    d[k + 1] = s * s * a - 2 * c * s * b + c * c * g;
    e[k] = c * s * (g - a) + (c * c - s * s) * b;
    if (k < last - 1) { x = e[k]; z = s * e[k + 1]; e[k + 1] *= c; }
    if (vectors) for (let i = k * m, j = i + m, end = j; i < end; i++, j++) {
      const upper = vectors[i], lower = vectors[j];
      vectors[i] = c * upper + s * lower;
      vectors[j] = c * lower - s * upper;
    }
  }
}

// From a vector in the tridiagonal form's coordinates to the matrix's own, in place.
function symmetricUnfold(mirrors, vector) {
  const m = vector.length;
  for (let k = mirrors.length - 1; k >= 0; k--) {
    const u = mirrors[k];
    if (!u) continue;
    let inner = 0;
    for (let i = k + 1; i < m; i++) inner += u[i] * vector[i];
    for (let i = k + 1; i < m; i++) vector[i] -= 2 * inner * u[i];
  }
  return vector;
}

// An eigenvector has no sign of its own: as in the book's pictures its largest entry is positive. Of entries that
// are equal up to rounding the first counts, or chance would choose.
function symmetricSigned(vector) {
  const largest = vector.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  const sign = Math.sign(vector.find((value) => Math.abs(value) >= (1 - 1e-9) * largest));
  return vector.map((value) => sign * value);
}

// What a generator returns, without a pause.
function atOnce(work) {
  for (;;) { const { done, value } = work.next(); if (done) return value; }
}

// All eigenvalues of `matrix` (m, m), which is overwritten, largest first.
function symmetricValues(matrix, m) {
  const { d, e } = atOnce(symmetricTridiagonal(matrix, m));
  atOnce(symmetricQr(d, e, null));
  return d.sort().reverse();
}
