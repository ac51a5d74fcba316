// modes.js: Gamma and its leading eigenpairs, by value, for Gamma has negative eigenvalues too.
//
// A direct method: Householder's tridiagonal form, then implicit QR steps with Wilkinson's shift (Golub and Van Loan,
// Matrix Computations, 8.3). For 300 x 300 it takes a quarter of a second; Lanczos would take less, but from one
// start it can miss copies of a repeated eigenvalue, and a reader's photograph may have them (a grey one, or one
// with few colours). Here every eigenpair is found, with an error of rounding times the largest.

// Gamma = (1 / 2n) sum (x x'ᵀ + x' xᵀ), (m, m), from views (n, m).
async function photographGamma(crops, m, pace, report) {
  const n = crops.x.length / m, gamma = new Float64Array(m * m);
  // Both views feature by feature, so that every sum below runs along memory.
  const a = new Float64Array(n * m), b = new Float64Array(n * m);
  await photographEach(crops, m, (view, start, row) => {
    const turned = view === crops.x ? a : b;
    for (let j = 0; j < m; j++) turned[j * n + row] = view[start + j];
  }, pace, "Adding up Γ");
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      gamma[i * m + j] = gamma[j * m + i] = photographCross(a, b, i * n, j * n, n) / (2 * n);
      if (j % 16 === 0 && pace.full()) await pace.rest(report((i * i + i + j) / (m * m + m)), "Adding up Γ");
    }
  }
  return gamma;
}

// Sum over k of a[i + k] b[j + k] + b[i + k] a[j + k], in four strands.
function photographCross(a, b, i, j, n) {
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0, k = 0;
  for (; k + 1 < n; k += 2) {
    s0 += a[i + k] * b[j + k]; s1 += b[i + k] * a[j + k];
    s2 += a[i + k + 1] * b[j + k + 1]; s3 += b[i + k + 1] * a[j + k + 1];
  }
  if (k < n) { s0 += a[i + k] * b[j + k]; s1 += b[i + k] * a[j + k]; }
  return s0 + s1 + (s2 + s3);
}

// Reduce the symmetric `matrix` (m, m), which is overwritten, to a tridiagonal one: diagonal d, beside it e.
// `mirrors` keeps the unit vectors u of the reflections 1 - 2 u uᵀ, in order.
async function photographTridiagonal(matrix, m, pace, report) {
  const d = new Float64Array(m), e = new Float64Array(m), mirrors = [], p = new Float64Array(m);
  for (let k = 0; k < m; k++) {
    d[k] = matrix[k * m + k];
    if (k === m - 1) break;
    const u = matrix.slice(k * m, k * m + m).fill(0, 0, k + 1);
    const length = Math.hypot(...u), first = u[k + 1];
    e[k] = first > 0 ? -length : length; // away from the first entry, so that nothing cancels
    u[k + 1] -= e[k];
    const norm = Math.hypot(...u);
    if (norm === 0) { mirrors.push(null); continue; }
    for (let i = k + 1; i < m; i++) u[i] /= norm;
    mirrors.push(u);
    // A -> A - 2 u wᵀ - 2 w uᵀ with w = A u - (uᵀ A u) u
    let inner = 0;
    for (let i = k + 1; i < m; i++) {
      let sum = 0;
      for (let j = k + 1, at = i * m + k + 1; j < m; j++, at++) sum += matrix[at] * u[j];
      p[i] = sum; inner += sum * u[i];
    }
    for (let i = k + 1; i < m; i++) p[i] -= inner * u[i];
    for (let i = k + 1; i < m; i++) {
      const twice = 2 * u[i], other = 2 * p[i];
      for (let j = k + 1, at = i * m + k + 1; j < m; j++, at++) matrix[at] -= twice * p[j] + other * u[j];
    }
    if (pace.full()) await pace.rest(report(k / m), "Finding its modes");
  }
  return { d, e, mirrors };
}

// Eigenvalues of the tridiagonal matrix, in place in d; returns the eigenvectors as rows, (m, m).
async function photographQr(d, e, pace, report) {
  const m = d.length, vectors = new Float64Array(m * m), eps = Number.EPSILON;
  for (let k = 0; k < m; k++) vectors[k * m + k] = 1;
  const largest = Math.max(...d.map(Math.abs), ...e.map(Math.abs));
  const small = (k) => Math.abs(e[k]) <= eps * (Math.abs(d[k]) + Math.abs(d[k + 1])) + (eps * largest) / 256;
  for (let last = m - 1, steps = 0; last > 0;) {
    if (small(last - 1)) { e[last - 1] = 0; last--; steps = 0; continue; }
    if (++steps > 90) throw new Error("the eigenvalues of Gamma did not converge");
    let first = last - 1;
    while (first > 0 && !small(first - 1)) first--;
    photographQrStep(d, e, vectors, first, last);
    if (pace.full()) await pace.rest(report(1 - last / m), "Finding its modes");
  }
  return vectors;
}

// One implicit QR step with Wilkinson's shift on rows first ... last (Golub and Van Loan, algorithm 8.3.2).
function photographQrStep(d, e, vectors, first, last) {
  const m = d.length, half = (d[last - 1] - d[last]) / 2, beside = e[last - 1];
  const root = Math.hypot(half, beside), shift = d[last] - (beside / (half + (half < 0 ? -root : root))) * beside;
  let x = d[first] - shift, z = e[first];
  for (let k = first; k < last; k++) {
    const r = Math.hypot(x, z), c = r ? x / r : 1, s = r ? z / r : 0;
    if (k > first) e[k - 1] = r;
    const a = d[k], b = e[k], g = d[k + 1];
    d[k] = c * c * a + 2 * c * s * b + s * s * g;
    d[k + 1] = s * s * a - 2 * c * s * b + c * c * g;
    e[k] = c * s * (g - a) + (c * c - s * s) * b;
    if (k < last - 1) { x = e[k]; z = s * e[k + 1]; e[k + 1] *= c; }
    for (let i = k * m, j = i + m, end = j; i < end; i++, j++) {
      const upper = vectors[i], lower = vectors[j];
      vectors[i] = c * upper + s * lower;
      vectors[j] = c * lower - s * upper;
    }
  }
}

// The `count` largest eigenvalues of `matrix` (overwritten), largest first, and their unit eigenvectors.
async function photographLeading(matrix, m, count, pace, report) {
  const { d, e, mirrors } = await photographTridiagonal(matrix, m, pace, (part) => report(0.2 * part));
  const vectors = await photographQr(d, e, pace, (part) => report(0.2 + 0.8 * part));
  const order = [...d.keys()].sort((i, j) => d[j] - d[i]).slice(0, count);
  const modes = order.map((row) => {
    const vector = vectors.slice(row * m, row * m + m);
    for (let k = mirrors.length - 1; k >= 0; k--) {
      const u = mirrors[k];
      if (!u) continue;
      let inner = 0;
      for (let i = k + 1; i < m; i++) inner += u[i] * vector[i];
      for (let i = k + 1; i < m; i++) vector[i] -= 2 * inner * u[i];
    }
    return photographSigned(vector);
  });
  return { gammas: order.map((row) => d[row]), modes };
}

// An eigenvector has no sign of its own: as in the book's pictures its largest entry is positive. Of entries that
// are equal up to rounding the first counts, or chance would choose.
function photographSigned(vector) {
  const largest = vector.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  const sign = Math.sign(vector.find((value) => Math.abs(value) >= (1 - 1e-9) * largest));
  return vector.map((value) => sign * value);
}
