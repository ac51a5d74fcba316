// spectrum.js: the numbers of a state, from the pairs to the step times.

const AUG_LEADING = 10, AUG_LOWEST = 3, AUG_OUTPUTS = 5, AUG_ALPHA = 0.001;

// Gamma = (1 / 2n) sum (x x'ᵀ + x' xᵀ), from views entry by entry, (m, n): four entries at a time, so that each number that
// is read serves four sums.
function augGamma([a, b]) {
  const { pairs: n, entries: m } = AUG, gamma = new Float64Array(m * m);
  for (let i = 0; i < m; i += 2) for (let j = 0; j <= i; j += 2) {
    let s00 = 0, s01 = 0, s10 = 0, s11 = 0;
    for (let k = 0, p = i * n, q = j * n; k < n; k++, p++, q++) {
      const x0 = a[p], x1 = a[p + n], y0 = b[p], y1 = b[p + n], u0 = a[q], u1 = a[q + n], v0 = b[q], v1 = b[q + n];
      s00 += x0 * v0 + y0 * u0; s01 += x0 * v1 + y0 * u1; s10 += x1 * v0 + y1 * u0; s11 += x1 * v1 + y1 * u1;
    }
    const put = (row, column, sum) => { gamma[row * m + column] = gamma[column * m + row] = sum / (2 * n); };
    put(i, j, s00); put(i, j + 1, s01); put(i + 1, j, s10); put(i + 1, j + 1, s11);
  }
  return gamma;
}

const augLargest = (values) => values.reduce((top, v) => Math.max(top, Math.abs(v)), 0);

// The mean square of both views along a direction: what varies, shared or not.
function augSpread([a, b], mode) {
  const { pairs: n, entries: m } = AUG, along = [new Float64Array(n), new Float64Array(n)];
  for (let e = 0; e < m; e++) for (let k = 0, at = e * n; k < n; k++, at++) { along[0][k] += mode[e] * a[at]; along[1][k] += mode[e] * b[at]; }
  let sum = 0;
  for (const view of along) for (let k = 0; k < n; k++) sum += view[k] * view[k];
  return sum / (2 * n);
}

// The tone of a full entry of Gamma is that of identical views, so that what fades is seen to fade.
const augTones = {};
function augTone(pixels) {
  return (augTones[pixels] ??= augLargest(augGamma(augPrepared(augmentedPairs({ shift: 0, jitter: 0, grey: 0, noise: 0, pairing: "true" }), pixels))));
}

let augLast = { key: "" };
function measureAugmentation(state) {
  const key = JSON.stringify(state);
  if (key === augLast.key) return augLast;
  const { entries: m } = AUG, views = augmentedPairs(state), seen = augPrepared(views, state.pixels), gamma = augGamma(seen);
  const { gammas, modes } = augEigenpairs(gamma, m, AUG_LEADING, AUG_LOWEST);
  const ranks = modes.map((_, k) => (k < AUG_LEADING ? k : m - modes.length + k)), none = 1e-12 * augLargest(gammas);
  const spreads = modes.map((mode) => augSpread(seen, mode)), agreements = ranks.map((rank, k) => (spreads[k] > none ? gammas[rank] / spreads[k] : null));
  let squares = 0, trace = 0;
  for (const view of seen) for (let k = 0; k < view.length; k++) squares += view[k] * view[k];
  for (let i = 0; i < m; i++) trace += gamma[i * m + i];
  const same = views[0].every((v, k) => v === views[1][k]);
  const steps = gammas.slice(0, AUG_OUTPUTS).map((g) => formulas.oneWeightStepTime(g, AUG_ALPHA));
  return (augLast = {
    key, ...state, views, gamma, gammas, modes, ranks, spreads, agreements, same, none, steps, m, n: AUG.pairs,
    agreement: (2 * AUG.pairs * trace) / squares, trace, ratio: gammas[1] > none ? gammas[0] / gammas[1] : Infinity,
    positive: gammas.filter((g) => g > none).length, negative: gammas.filter((g) => g < -none).length, lowest: gammas[m - 1],
    most: augTone(state.pixels),
  });
}
