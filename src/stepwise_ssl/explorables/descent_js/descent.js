// descent.js: gradient descent of the linear model on L = |C - I|^2, C = A diag(gamma) Aᵀ, in slices of time.
//
// A = W V is W in the eigenbasis of Gamma: descent of A under diag(gamma) is descent of W under Gamma, turned. Columns
// are stored one after the other, a[j * d + i].

const { oneWeightDescentStep: weightStep } = formulas;

// C into `c` (d, d), whole.
function correlate(a, gammas, d, c) {
  c.fill(0);
  for (let j = 0, at = 0; j < gammas.length; j++, at += d) {
    const g = gammas[j];
    for (let i = 0; i < d; i++) { const x = g * a[at + i]; for (let k = i; k < d; k++) c[i * d + k] += x * a[at + k]; }
  }
  for (let i = 1; i < d; i++) for (let k = 0; k < i; k++) c[i * d + k] = c[k * d + i];
}

// One step a_j += 4 eta gamma_j (I - C) a_j for every column, with the C of before; `x` is room for one column.
function descend(a, gammas, d, eta, c, x) {
  for (let j = 0, at = 0; j < gammas.length; j++, at += d) {
    const pace = 4 * eta * gammas[j];
    for (let i = 0; i < d; i++) {
      let sum = a[at + i];
      for (let k = 0; k < d; k++) sum -= c[i * d + k] * a[at + k];
      x[i] = pace * sum;
    }
    for (let i = 0; i < d; i++) a[at + i] += x[i];
  }
}

function lossOf(c, d) {
  let sum = 0;
  for (let i = 0; i < d; i++) for (let k = 0; k < d; k++) { const e = (i === k ? 1 : 0) - c[i * d + k]; sum += e * e; }
  return sum;
}

const odds = (v) => Math.log(v / (1 - v));
// When a quantity that was `before` at t0 and is `now` at t1 passed one half: its log-odds go straight.
function halfBetween(t0, before, t1, now) {
  if (!(before < 0.5 && now >= 0.5)) return null;
  return before > 0 && now < 1 ? t0 + (t1 - t0) * odds(before) / (odds(before) - odds(now)) : t0 + (t1 - t0) * (0.5 - before) / (now - before);
}

// One run. `weights` are one-weight models that take the same steps, lists of s0 for the first gammas: the theories.
// A row is kept whenever C has moved by `fine` in some entry, or `stride(t)` of time has gone by; `look(run, row)` may add
// to it. The run ends when the loss is within `floor` + 1e-14 of nothing, or at the time `until`.
function makeDescent({ gammas, d, start, eta, until, weights = [], floor = 0, fine = 0.02, stride = () => until / 400, keep = true, look = () => {} }) {
  const a = Float64Array.from(start), c = new Float64Array(d * d), seen = new Float64Array(d * d), x = new Float64Array(d);
  const s = weights.map((s0) => Float64Array.from(s0)), rows = [];
  const run = {
    gammas, d, eta, a, c, s, rows, k: 0, t: 0, loss: 0, finished: false, broken: false,
    halves: new Array(d).fill(Infinity), weightHalves: s.map((list) => new Array(list.length).fill(Infinity)),
    // Work for some milliseconds; a slider that moves meanwhile simply asks for another run.
    advance(milliseconds) {
      const end = performance.now() + milliseconds;
      while (!run.finished) {
        for (let n = 0; n < 40 && !run.finished; n++) step();
        if (performance.now() > end) break;
      }
      return run.finished;
    },
  };
  function record() {
    const row = { t: run.t, values: symmetricValues(c.slice(), d), weights: s.map((list) => list.map((v, j) => gammas[j] * v * v)) }, last = rows[rows.length - 1];
    if (last) {
      const pass = (halves, before, now) => now.forEach((v, j) => { const half = halfBetween(last.t, before[j], row.t, v); if (half !== null && halves[j] === Infinity) halves[j] = half; });
      pass(run.halves, last.values, row.values);
      row.weights.forEach((list, n) => pass(run.weightHalves[n], last.weights[n], list));
    }
    look(run, row); rows.push(row); seen.set(c);
  }
  function arrived() {
    run.loss = lossOf(c, d);
    run.broken = !Number.isFinite(run.loss);
    run.finished = run.broken || run.loss < floor + 1e-14 || run.t >= until;
    if (run.finished) { if (keep) { if (!run.broken) record(); } else look(run, {}); return; }
    if (!keep) return;
    let far = run.t - (rows.length ? rows[rows.length - 1].t : -Infinity) >= stride(run.t);
    for (let i = 0; !far && i < c.length; i++) far = Math.abs(c[i] - seen[i]) > fine;
    if (far) record();
  }
  function step() {
    descend(a, gammas, d, eta, c, x);
    for (const list of s) for (let j = 0; j < list.length; j++) list[j] = weightStep(gammas[j], eta, list[j]);
    run.t = eta * ++run.k;
    correlate(a, gammas, d, c); arrived();
  }
  correlate(a, gammas, d, c); arrived();
  return Object.assign(run, { step });
}

// The value of a row at any time: between two rows a straight line is as good as any.
function rowIndex(rows, t) {
  let low = 0, high = rows.length - 1;
  while (high - low > 1) { const middle = (low + high) >> 1; if (rows[middle].t <= t) low = middle; else high = middle; }
  return low;
}

// A few tasks are remembered by their key, so that going back to a state costs nothing.
function makeShelf(most = 12) {
  const shelf = new Map();
  return (key, make) => {
    const kept = shelf.get(key) ?? make();
    shelf.delete(key); shelf.set(key, kept);
    if (shelf.size > most) shelf.delete(shelf.keys().next().value);
    return kept;
  };
}

// Work on the task of the state that is shown: one slice after each frame, and no more once another is shown. Where
// motion is not wanted, nothing is drawn before it is finished.
const SLICE_MS = 6;
function makeWorker(ask) {
  const { port1, port2 } = new MessageChannel();
  let task = null, posted = false;
  const post = () => { if (!posted) { posted = true; port2.postMessage(0); } };
  port1.onmessage = () => {
    posted = false;
    if (!task || task.finished) return;
    task.advance(SLICE_MS);
    if (task.finished || !CALM()) ask(); else post();
  };
  return {
    work(now) { task = now; if (!now.finished) post(); },
    close() { task = null; port1.close(); },
  };
}
