// model.js: a state's spectrum, its start, three theories of that start, and the descent that judges them.

const { oneWeightHalfRise: flowHalf, oneWeightEigenvalueSolution: flowEigenvalue } = formulas;
const THEORIES = ["qr", "norms", "svd"];
const SCAN = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

// gamma_1 = 1. The first ratio fixes the rest: equal ratios, a power of j, or one close pair before a fall by halves.
// A negative tail goes from -gamma_d / 2 down towards -gamma_d.
function spectrumOf({ shape, ratio, tail, d, m }) {
  const law = { ratio: (j) => Math.pow(ratio, j), power: (j) => Math.pow(j + 1, Math.log2(ratio)), close: (j) => (j ? ratio * Math.pow(0.5, j - 1) : 1) }[shape];
  return Float64Array.from({ length: m }, (_, j) => (tail === "negative" && j >= d ? -law(d - 1) * (0.5 + (0.5 * (j - d)) / (m - d)) : law(j)));
}

// p = min over j <= d of 1 - gamma_(j+1) / gamma_j, the first j that decides, and how many pairs in a row do.
function exponentOf(gammas, d) {
  const gaps = Array.from({ length: Math.min(d, gammas.length - 1) }, (_, j) => 1 - gammas[j + 1] / gammas[j]), p = Math.min(...gaps);
  const least = (gap) => gap < p + 1e-12, first = gaps.findIndex(least);
  let ties = 1;
  while (first + ties < gaps.length && least(gaps[first + ties])) ties++;
  return { p: gaps[first], pair: first + 1, ties };
}

// |W - W*| as a part of the size of the final weights; s: the weights of the aligned twin now.
function gapOf(a, q, s, d, size) {
  let sum = 0;
  for (let at = 0; at < a.length; at++) { const j = Math.floor(at / d), e = j < d ? a[at] - q[at] * s[j] : a[at]; sum += e * e; }
  return Math.sqrt(sum) / size;
}

// The descent from one scale; `keep` its rows, or only the gap at its end.
function startRun({ alpha, gammas, eta, d, unit, starts, q }, keep) {
  const last = Math.max(...starts.qr.map((r, j) => { const t = flowHalf(gammas[j], alpha * r); return Number.isFinite(t) ? t : 0; }));
  const size = Math.sqrt(Array.from(gammas.subarray(0, d)).reduce((sum, g) => sum + 1 / g, 0));
  const names = keep ? THEORIES : ["qr"], gap = { end: 0, most: 0 };
  const run = makeDescent({
    gammas, d, eta, start: unit.map((v) => alpha * v), until: 3 * last + 60 / (8 * gammas[d - 1]), keep, stride: () => last / 300,
    weights: names.map((name) => starts[name].map((r) => alpha * r)),
    look(now, row) { gap.end = row.gap = gapOf(now.a, q, now.s[0], d, size); gap.most = Math.max(gap.most, gap.end); },
  });
  return Object.assign(run, { gap, last });
}

// One task: the run that is shown, then the same from other scales, for the gap alone.
function startTask(state) {
  const { alpha, seed, d, m, rate } = state, gammas = spectrumOf(state), unit = randomStart(seed, d, m), { q, r } = gramSchmidt(unit, d);
  const starts = { qr: r, norms: columnNorms(unit, d), svd: singularValues(unit.subarray(0, d * d), d) }, eta = rate / (8 * gammas[0]);
  const given = { gammas, eta, d, unit, starts, q }, run = startRun({ ...given, alpha }, true), scan = [];
  let next = null;
  return {
    gammas, unit, starts, eta, run, scan, finished: false,
    advance(milliseconds) {
      const end = performance.now() + milliseconds;
      while (!this.finished && performance.now() < end) {
        if (!run.finished) { run.advance(end - performance.now()); continue; }
        next ??= startRun({ ...given, alpha: SCAN[scan.length] }, false);
        if (next.advance(end - performance.now())) { scan.push({ alpha: SCAN[scan.length], gap: next.gap.end }); next = null; }
        this.finished = scan.length === SCAN.length;
      }
      return this.finished;
    },
  };
}

const startShelf = makeShelf();
const rising = (times) => [...times].sort((a, b) => a - b);
const percent = (part) => { const size = Math.abs(100 * part); return size < 0.05 ? "less than 0.1%" : `${size < 10 ? Number(size.toPrecision(2)) : Math.round(size)}%`; };

function measureSmallStart(state) {
  const { alpha, d, seed, m, rate, shape, ratio, tail } = state;
  const task = startShelf([alpha, d, seed, m, rate, shape, ratio, tail].join(), () => { const now = startTask(state); now.advance(3); return now; });
  const { gammas, starts, eta, run, scan } = task, { p, pair, ties } = exponentOf(gammas, d), done = run.finished;
  const flow = Object.fromEntries(THEORIES.map((name) => [name, Array.from(starts[name], (r, j) => flowHalf(gammas[j], alpha * r))]));
  const stepped = Object.fromEntries(THEORIES.map((name, n) => [name, run.weightHalves[n]]));
  const last = (times) => { const t = rising(times)[d - 1]; return Number.isFinite(t) ? t : null; };
  const off = (due) => (done && due !== null && Number.isFinite(run.halves[d - 1]) ? run.halves[d - 1] / due - 1 : null);
  const [due, due_norms, due_svd] = THEORIES.map((name) => (done ? last(stepped[name]) : null));
  const shown = state.clock === "flow" ? flow : stepped, all = Math.min(1, p);
  return {
    ...state, task, gammas, starts, flow, stepped, run, scan, p, pair, ties, next: String(pair + 1), tied_end: String(pair + ties), near: gammas[pair] / gammas[pair - 1], all, eta,
    power: Math.pow(alpha, p), power_all: Math.pow(alpha, all), power_least: Math.pow(1e-6, p), gap_end: done ? run.gap.end : null, gap_most: done ? run.gap.most : null,
    due, due_flow: last(flow.qr), due_norms, due_svd, last: done ? run.halves[d - 1] : null,
    off: off(due), off_norms: off(due_norms), off_svd: off(due_svd), lag: done && due !== null ? due / last(flow.qr) - 1 : null,
    shownHalves: rising(shown[state.theory]), steps: run.k, t: run.t, horizon: 1.25 * run.last * (1 + 0.3 * rate * gammas[d - 1]) + 4 / (8 * gammas[d - 1]),
    loss: run.loss, band: state.theory === "qr" ? Math.pow(alpha, all) : 0,
  };
}
