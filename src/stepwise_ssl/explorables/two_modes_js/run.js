// run.js: two arrows under the gradient flow of L = |C - I|^2, simulated; beside it what the theory of a small start says.

const { gateEntry: entryOf, gatePull: pull, oneWeightEigenvalueSolution: eigenvalueAt, oneWeightHalfRise: predictedHalf } = formulas;
const PACE = 0.04; // step times the larger |gamma|: Runge-Kutta then errs by 1e-6 a step while an arrow grows
const LAST_TIME = 100;
const DONE = 1e-26; // a loss of rounding errors: nothing moves any more

// a_j' = 4 gamma_j (I - C) a_j with C = sum of gamma_j a_j a_j^T; arrows as [a_1x, a_1y, a_2x, a_2y].
function slopeOf(g1, g2, x1, y1, x2, y2, out) {
  const c11 = entryOf(g1, x1, x1, g2, x2, x2), c12 = entryOf(g1, x1, y1, g2, x2, y2), c22 = entryOf(g1, y1, y1, g2, y2, y2);
  out[0] = pull(g1, c11, c12, x1, y1); out[1] = pull(g1, c22, c12, y1, x1);
  out[2] = pull(g2, c11, c12, x2, y2); out[3] = pull(g2, c22, c12, y2, x2);
}

const slopes = [0, 1, 2, 3].map(() => new Float64Array(4));
function rungeKutta(g1, g2, a, h, out) {
  const [p, q, r, s] = slopes, half = h / 2;
  slopeOf(g1, g2, a[0], a[1], a[2], a[3], p);
  slopeOf(g1, g2, a[0] + half * p[0], a[1] + half * p[1], a[2] + half * p[2], a[3] + half * p[3], q);
  slopeOf(g1, g2, a[0] + half * q[0], a[1] + half * q[1], a[2] + half * q[2], a[3] + half * q[3], r);
  slopeOf(g1, g2, a[0] + h * r[0], a[1] + h * r[1], a[2] + h * r[2], a[3] + h * r[3], s);
  for (let i = 0; i < 4; i++) out[i] = a[i] + h / 6 * (p[i] + 2 * q[i] + 2 * r[i] + s[i]);
}

// Eigenvalues of C, larger first, into `out`. The smaller in size comes from the determinant, which does not cancel.
function eigenvaluesOf(g1, g2, a, out) {
  const c11 = entryOf(g1, a[0], a[0], g2, a[2], a[2]), c12 = entryOf(g1, a[0], a[1], g2, a[2], a[3]), c22 = entryOf(g1, a[1], a[1], g2, a[3], a[3]);
  const mean = (c11 + c22) / 2, spread = Math.hypot((c11 - c22) / 2, c12), cross = a[0] * a[3] - a[1] * a[2];
  const big = mean < 0 ? mean - spread : mean + spread, small = big === 0 ? 0 : g1 * g2 * cross * cross / big;
  out[0] = Math.max(big, small); out[1] = Math.min(big, small);
  return Math.atan2(2 * c12, c11 - c22) * 90 / Math.PI; // degrees of the axis of the larger
}

// The whole run, in the frame of the first arrow: turning the embedding turns it and changes nothing else.
function simulate(g1, g2, alpha, angle) {
  const fastest = Math.max(Math.abs(g1), Math.abs(g2)), h = fastest > 0 ? Math.min(1, PACE / fastest) : 1;
  const steps = Math.ceil(LAST_TIME / h), path = new Float64Array(4 * (steps + 1)), larger = new Float64Array(steps + 1), smaller = new Float64Array(steps + 1);
  const a = Float64Array.of(alpha, 0, alpha * cosine(angle), alpha * sine(angle)), halves = [Infinity, Infinity];
  const odds = (v) => Math.log(v / (1 - v));
  const rose = (i, before, now, k) => { if (k > 0 && now >= 0.5 && before < 0.5) halves[i] = h * (k - 1 + odds(before) / (odds(before) - odds(now))); };
  const values = new Float64Array(2);
  let last = 0;
  for (let k = 0; k <= steps; k++) {
    eigenvaluesOf(g1, g2, a, values);
    path.set(a, 4 * k); larger[k] = values[0]; smaller[k] = values[1]; last = k;
    rose(0, larger[k - 1], values[0], k); rose(1, smaller[k - 1], values[1], k);
    if ((1 - values[0]) ** 2 + (1 - values[1]) ** 2 < DONE) break;
    rungeKutta(g1, g2, a, h, a);
  }
  return { g1, g2, h, last, path, larger, smaller, halves };
}

// The arrows at any time: the last whole step, and a part of one more.
function arrowsAt(run, t) {
  const k = Math.min(run.last, Math.floor(t / run.h + 1e-9)), rest = t - k * run.h, a = Array.from(run.path.subarray(4 * k, 4 * k + 4));
  if (rest > 1e-12 * run.h && k < run.last) rungeKutta(run.g1, run.g2, a, rest, a);
  return a;
}
// Its eigenvalues for a curve: between two steps a straight line is as good as any.
function rowAt(row, run, t) {
  const k = Math.min(run.last, t / run.h), low = Math.floor(k), high = Math.min(run.last, low + 1);
  return row[low] + (row[high] - row[low]) * (k - low);
}

// A mode that has nothing of its own at the start never rises.
const predictedEigenvalue = (gamma, s0, t) => (s0 > 0 ? eigenvalueAt(gamma, s0, t) : 0);

// A small start: Gram-Schmidt in the order of the eigenvalues. Equal ones: the axes that C has from the start.
function theoryOf({ gamma_1, gamma_2, alpha, angle }) {
  const tie = gamma_1 === gamma_2, first = gamma_2 > gamma_1 ? 2 : 1, near = Math.min(angle, 180 - angle);
  const gammas = first === 1 ? [gamma_1, gamma_2] : [gamma_2, gamma_1];
  const starts = tie ? [alpha * Math.SQRT2 * cosine(near / 2), alpha * Math.SQRT2 * sine(near / 2)] : [alpha, alpha * sine(angle)];
  return { tie, first, gammas, starts, line: near === 0, right: near === 90, halves: gammas.map((g, i) => predictedHalf(g, starts[i])) };
}

let kept = { key: "", run: null };
function measureTwoModes(state) {
  const { gamma_1, gamma_2, alpha, angle, direction, t } = state, key = [gamma_1, gamma_2, alpha, angle].join();
  if (kept.key !== key) kept = { key, run: simulate(gamma_1, gamma_2, alpha, angle) };
  const { run } = kept, theory = theoryOf(state), { gammas, starts, first, halves } = theory;
  const a = arrowsAt(run, t), values = [0, 0], axis = eigenvaluesOf(gamma_1, gamma_2, a, values), c = cosine(direction), s = sine(direction);
  const [lead, late] = first === 1 ? [a.slice(0, 2), a.slice(2)] : [a.slice(2), a.slice(0, 2)], length = Math.hypot(...lead);
  const dot = lead[0] * late[0] + lead[1] * late[1], cross = lead[0] * late[1] - lead[1] * late[0];
  const end = run.path.subarray(4 * run.last, 4 * run.last + 4), [ex, ey] = first === 1 ? end : end.subarray(2);
  const [bx, by] = first === 1 ? [1, 0] : [cosine(angle), sine(angle)], tilt = Math.abs(inDegrees(bx * ex + by * ey, bx * ey - by * ex));
  const predicted = gammas.map((g, i) => predictedEigenvalue(g, starts[i], t)), exact = theory.tie || theory.right;
  return {
    ...state, run, theory, exact, arrows: a, axis: axis + direction,
    a_1x: c * a[0] - s * a[1], a_1y: s * a[0] + c * a[1], a_2x: c * a[2] - s * a[3], a_2y: s * a[2] + c * a[3],
    between: Math.abs(inDegrees(dot, cross)), along: length > 0 ? dot / length : 0, across: length > 0 ? Math.abs(cross) / length : 0,
    lambda_1: values[0], lambda_2: values[1], gate_1: 1 - values[0], gate_2: 1 - values[1], loss: (1 - values[0]) ** 2 + (1 - values[1]) ** 2,
    run_1: run.halves[0], run_2: run.halves[1], start_1: starts[0], start_2: starts[1], half_1: halves[0], half_2: halves[1],
    theory_1: Math.max(...predicted), theory_2: Math.min(...predicted),
    exponent: exact || !(gammas[0] > 0) ? null : 1 - gammas[1] / gammas[0], turned: exact || theory.line ? 0 : tilt, step: run.h,
    leader: `mode ${first}`, follower: `mode ${3 - first}`, lag: gammas[1] < 0 ? "negative" : "zero",
    ratio: `${trim(tell(gammas[1]))}/${trim(tell(gammas[0]))}`,
  };
}
