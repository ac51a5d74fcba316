// modes.js: Gamma and its leading eigenpairs, by value, for Gamma has negative eigenvalues too.
// Every eigenpair is found (symmetric.js), in slices: for 300 x 300 it takes a quarter of a second.

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

// Run through `work`, one of symmetric.js's generators, and let the page in on the way.
async function photographPaced(work, pace, report) {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (pace.full()) await pace.rest(report(value), "Finding its modes");
  }
}

// The `count` largest eigenvalues of `matrix` (overwritten), largest first, and their unit eigenvectors.
async function photographLeading(matrix, m, count, pace, report) {
  const { d, e, mirrors } = await photographPaced(symmetricTridiagonal(matrix, m), pace, (part) => report(0.2 * part));
  const vectors = new Float64Array(m * m);
  for (let k = 0; k < m; k++) vectors[k * m + k] = 1;
  await photographPaced(symmetricQr(d, e, vectors), pace, (part) => report(0.2 + 0.8 * part));
  const order = [...d.keys()].sort((i, j) => d[j] - d[i]).slice(0, count);
  const modes = order.map((row) => symmetricSigned(symmetricUnfold(mirrors, vectors.slice(row * m, row * m + m))));
  return { gammas: order.map((row) => d[row]), modes };
}
