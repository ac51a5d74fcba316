// model.js: a walk from saddle to saddle. From an aligned start by the closed form, else by descent; at every time the
// distances to the critical points that hold a subset S of the modes: W = U_S diag(gamma_S^(-1/2)) V_Sᵀ, U_S orthonormal.

const { oneWeightSolution: weightAt, oneWeightGap: gapAt, oneWeightEigenvalueSolution: eigenvalueAt, oneWeightLimitWeight: limitOf } = formulas;
const M = 4, PACE = 0.02, MOST = 0.5; // modes; step of the descent in units of 1/(8 gamma), half a percent late; no start is larger
const DIGITS = ["₁", "₂", "₃", "₄"];

// The embedding's own coordinates, as in stepwise_ssl.explorables.staircase.rotation: no direction is a coordinate.
const direction = (d, j) => Array.from({ length: d }, (_, i) => Math.sqrt((j ? 2 : 1) / d) * Math.cos((Math.PI * (2 * i + 1) * j) / (2 * d)));

const nameOf = (set) => (set.length ? `{${set.map((j) => j + 1).join(", ")}}` : "{ }");

// The subsets of the positive modes that a critical point can hold, smallest first, larger eigenvalues first.
function saddlesOf(gammas, order, d) {
  const positive = order.filter((j) => gammas[j] > 0), out = [];
  for (let bits = 0; bits < 1 << positive.length; bits++) {
    const set = positive.filter((_, r) => (bits >> r) & 1);
    if (set.length <= d) out.push(set);
  }
  const rank = (set) => set.map((j) => order.indexOf(j)).join("");
  out.sort((a, b) => a.length - b.length || (rank(a) < rank(b) ? -1 : 1));
  const p = positive.length, least = Math.min(d, p);
  return out.map((set) => {
    const k = set.length, next = k < least ? positive.find((j) => !set.includes(j)) : null;
    return { set: [...set].sort((a, b) => a - b), name: nameOf([...set].sort((a, b) => a - b)), k, loss: d - k, index: (d - k) * (p - k), next, rate: next === null ? 0 : 4 * gammas[next], minimum: k === least };
  });
}

// Singular values' sum of the columns of `a` that belong to a set, each over sqrt(gamma): how well they fit a frame U.
function fitOf(a, d, gammas, set) {
  const k = set.length, gram = new Float64Array(k * k);
  for (let r = 0; r < k; r++) for (let c = 0; c < k; c++) {
    let inner = 0;
    for (let i = 0; i < d; i++) inner += a[set[r] * d + i] * a[set[c] * d + i];
    gram[r * k + c] = inner / Math.sqrt(gammas[set[r]] * gammas[set[c]]);
  }
  if (k < 2) return k ? Math.sqrt(gram[0]) : 0;
  if (k === 2) return Math.sqrt(gram[0] + gram[3] + 2 * Math.sqrt(Math.max(0, gram[0] * gram[3] - gram[1] * gram[2])));
  return symmetricValues(gram, k).reduce((sum, v) => sum + Math.sqrt(Math.max(0, v)), 0);
}
function distancesOf(a, d, gammas, saddles) {
  let all = 0;
  for (const v of a) all += v * v;
  return saddles.map(({ set }) => Math.sqrt(Math.max(0, all + set.reduce((sum, j) => sum + 1 / gammas[j], 0) - 2 * fitOf(a, d, gammas, set))));
}

// --- from an aligned start: every mode by itself ------------------------------------------------------------------
// What mode j still lacks of its limit, without cancellation.
function lackOf(gamma, s0, t) {
  const lambda = eigenvalueAt(gamma, s0, t);
  return limitOf(gamma, s0) * gapAt(gamma, s0, t) / (1 + Math.sqrt(lambda));
}
function alignedWalk(gammas, order, d, starts, saddles) {
  const modes = order.slice(0, d), s0 = new Float64Array(M), place = new Array(M).fill(null);
  modes.forEach((j, r) => { s0[j] = starts[r]; place[j] = direction(d, r); });
  const distances = (t) => {
    const has = Array.from(s0, (s, j) => (s > 0 ? weightAt(gammas[j], s, t) : 0));
    const lacks = Array.from(s0, (s, j) => (gammas[j] > 0 ? (s > 0 ? lackOf(gammas[j], s, t) : limitOf(gammas[j], 1)) : 0));
    return saddles.map(({ set }) => Math.hypot(...has.map((s, j) => (set.includes(j) ? lacks[j] : s))));
  };
  return {
    exact: true, finished: true, reached: Infinity, advance: () => true, distances,
    arrows(t) { const a = new Float64Array(M * d); modes.forEach((j) => place[j].forEach((u, i) => (a[j * d + i] = u * weightAt(gammas[j], s0[j], t)))); return a; },
    shares: (t) => Array.from(s0, (s, j) => (s > 0 ? eigenvalueAt(gammas[j], s, t) : 0)),
    loss: (t) => modes.reduce((sum, j) => sum + gapAt(gammas[j], s0[j], t) ** 2, 0),
    escape: (t, j) => place[j],
  };
}

// --- from any other start: descent ------------------------------------------------------------------------------
function simulatedWalk(gammas, order, d, start, saddles, until) {
  const fastest = Math.max(...gammas.map(Math.abs)), eta = fastest > 0 ? PACE / (8 * fastest) : until / 100, p = gammas.filter((g) => g > 0).length;
  const run = makeDescent({ gammas, d, start, eta, until, floor: Math.max(0, d - p), stride: (t) => Math.max(0.005, 0.02 * t),
    look(now, row) { row.a = now.a.slice(); row.loss = lossOf(now.c, d); row.distances = distancesOf(now.a, d, gammas, saddles); } });
  const { rows } = run, c = new Float64Array(d * d), x = new Float64Array(d);
  const between = (t, f) => {
    const k = rowIndex(rows, t), one = rows[k], two = rows[Math.min(k + 1, rows.length - 1)], part = two.t > one.t ? Math.max(0, Math.min(1, (t - one.t) / (two.t - one.t))) : 0;
    return f(one, two, part);
  };
  const arrows = (t) => {
    const k = rowIndex(rows, t), row = rows[k + 1]?.t <= t ? rows[k + 1] : rows[k], a = row.a.slice();
    if (t > run.t) return a;
    for (let now = row.t; now < t - 1e-9 * eta;) { const h = Math.min(eta, t - now); correlate(a, gammas, d, c); descend(a, gammas, d, h, c, x); now += h; }
    return a;
  };
  const log = (u, v, part) => (u > 0 && v > 0 ? Math.exp(Math.log(u) + (Math.log(v) - Math.log(u)) * part) : u + (v - u) * part);
  return {
    exact: false, run, arrows, advance: (ms) => run.advance(ms),
    get finished() { return run.finished; }, get reached() { return run.finished ? Infinity : run.t; },
    distances: (t) => between(t, (one, two, part) => one.distances.map((v, i) => log(v, two.distances[i], part))),
    shares(t) { const a = arrows(t); return gammas.map((g, j) => { let sum = 0; for (let i = 0; i < d; i++) sum += a[j * d + i] ** 2; return g * sum; }); },
    loss: (t) => between(t, (one, two, part) => one.loss + (two.loss - one.loss) * part),
    lossNow(t) { correlate(arrows(t), gammas, d, c); return lossOf(c, d); },
    // What the gate leaves of the mode's arrow: the part that can still grow.
    escape(t, j) {
      const a = arrows(t), out = [];
      correlate(a, gammas, d, c);
      for (let i = 0; i < d; i++) { let sum = a[j * d + i]; for (let k = 0; k < d; k++) sum -= c[i * d + k] * a[j * d + k]; out.push(sum); }
      const length = Math.hypot(...out);
      return length > 0 ? out.map((v) => v / length) : null;
    },
  };
}

const walkShelf = makeShelf();
const SUBSETS = { two: [1], three: [2], outer: [0, 2], inner: [1, 2] };

function walkOf(state, until) {
  const { alpha, head, seed, start, near, outputs } = state, d = outputs === "three" ? 3 : 2, gammas = DIGITS.map((_, j) => state[`gamma_${j + 1}`]);
  const order = [0, 1, 2, 3].sort((a, b) => gammas[b] - gammas[a] || a - b), saddles = saddlesOf(gammas, order, d);
  const starts = order.map((_, r) => Math.min(MOST, alpha * Math.pow(head, Math.min(1, r / (d - 1))))), base = { d, gammas, order, saddles, starts, set: [], lost: [] };
  if (start === "aligned") return { ...base, walk: alignedWalk(gammas, order, d, starts, saddles) };
  const a = new Float64Array(M * d), unit = randomStart(seed, d, M);
  order.forEach((j, r) => { for (let i = 0; i < d; i++) a[j * d + i] = starts[r] * unit[j * d + i]; });
  if (start === "saddle") {
    const wanted = SUBSETS[near]; base.set = wanted.filter((j) => gammas[j] > 0); base.lost = wanted.filter((j) => !(gammas[j] > 0));
    base.set.forEach((j, r) => direction(d, r).forEach((u, i) => (a[j * d + i] += u * limitOf(gammas[j], 1))));
  }
  return { ...base, walk: simulatedWalk(gammas, order, d, a, saddles, until) };
}

// "Near" is one thing in words, counts and marks: closer than a quarter of the shortest limit 1/sqrt(gamma). Two flat
// places lie at least one such limit apart, so a walk is never near two of them.
const reachOf = (gammas) => 0.25 / Math.sqrt(Math.max(...gammas, 1e-9));

// The least value of f between two times, by golden sections.
function leastBetween(f, low, high) {
  const part = (Math.sqrt(5) - 1) / 2;
  for (let n = 0; n < 24; n++) {
    const one = high - part * (high - low), two = low + part * (high - low);
    if (f(one) < f(two)) high = two; else low = one;
  }
  const t = (low + high) / 2;
  return { distance: f(t), t };
}

// Times at which a walk is looked at, evenly along the axis: how near it came to each flat place, when it was first near
// it, and in which order they were the nearest. A short visit between two of these times is looked for too.
function tourOf({ walk, saddles, gammas }, low, high, log, count = 320) {
  const closest = saddles.map(() => ({ distance: Infinity, t: 0, i: 0 })), path = [], times = [], nearest = [], reach = reachOf(gammas), first = saddles.map(() => Infinity);
  for (let i = 0; i <= count; i++) {
    const t = log ? low * Math.pow(high / low, i / count) : low + (high - low) * (i / count);
    if (t > walk.reached) break;
    const all = walk.distances(t);
    let best = 0;
    all.forEach((v, k) => { if (v < all[best]) best = k; if (v < closest[k].distance) closest[k] = { distance: v, t, i }; if (v < reach) first[k] = Math.min(first[k], t); });
    times.push(t); nearest.push({ at: best, distance: all[best] });
    if (path[path.length - 1]?.at !== best) path.push({ at: best, t });
  }
  closest.forEach((c, k) => {
    if (c.distance > 2 * reach || c.i === 0 || c.i >= times.length - 1) return;
    const found = leastBetween((t) => walk.distances(t)[k], times[c.i - 1], times[c.i + 1]);
    if (found.distance < c.distance) closest[k] = found;
    if (found.distance < reach) first[k] = Math.min(first[k], found.t);
  });
  return { closest, first, path, times, nearest };
}

function measureSaddleWalk(state, about) {
  const { t, time_axis } = state, time = about.controls.find((c) => c.name === "t"), [low, high] = time.windows[time_axis];
  const names = ["gamma_1", "gamma_2", "gamma_3", "gamma_4", "alpha", "head", "outputs", "start"].concat(state.start === "aligned" ? [] : ["seed"], state.start === "saddle" ? ["near"] : []);
  const walked = walkShelf([...names.map((name) => state[name]), time_axis].join(), () => { const made = walkOf(state, high); made.walk.advance(4); return made; });
  const { d, gammas, order, saddles, walk } = walked;
  const stage = `${time_axis} ${walk.finished ? "done" : walk.run.rows.length}`;
  if (walked.stage !== stage) { walked.stage = stage; walked.tour = tourOf(walked, low, high, time_axis === "log"); }
  const { tour } = walked, here = Math.min(t, walk.reached), distances = walk.distances(here), shares = walk.shares(here), a = walk.arrows(here);
  const at = distances.reduce((best, v, k) => (v < distances[best] ? k : best), 0), now = saddles[at], p = gammas.filter((g) => g > 0).length;
  const away = now.next === null ? null : walk.escape(here, now.next), reach = reachOf(gammas);
  const seen = distances.map((distance, k) => distance < reach || tour.first[k] <= here * (1 + 1e-9) + 1e-12), passed = seen.filter(Boolean).length;
  const path = tour.path.filter((step) => step.t <= here * (1 + 1e-9) + 1e-12), last = tour.path[tour.path.length - 1], end = saddles[last?.at ?? 0];
  const before = path.length > 1 && path[path.length - 1].at === at ? saddles[path[path.length - 2].at] : null, after = tour.path[path.length];
  const best = order.slice(0, Math.min(d, p)), top = now.set.length === best.length && now.set.every((j) => best.includes(j));
  return {
    ...state, ...walked, task: walk, tour, walk, at, now, shares, a, away, reach, seen, passed, path, end, top, p, here,
    k: now.k, loss: walk.exact ? walk.loss(here) : walk.lossNow(here), distance: distances[at], distances, index: now.index, next: now.next === null ? null : now.next + 1, rate: now.next === null ? null : now.rate,
    tenfold: now.next === null ? null : Math.LN10 / now.rate, floor: Math.max(0, d - p), count: saddles.length,
    ...Object.fromEntries(DIGITS.flatMap((_, j) => [[`share_${j + 1}`, shares[j]], [`in_${j + 1}`, now.set.includes(j) ? 1 : 0]])),
    e_1: away?.[0] ?? null, e_2: away?.[1] ?? null, e_3: away?.[2] ?? null,
    name: now.name, open: String(d - now.k), left: String(p - now.k), ground: String(now.loss), outputs_d: String(d), positive: String(p), before: before?.name ?? "", after: after ? saddles[after.at].name : "", mode: now.next === null ? "" : `mode ${now.next + 1}`,
  };
}
