// steps.js: when each eigenvalue steps, and which steps are clear: the same rules as training.detect_steps.

// Up to the first record at which something is no number; negative eigenvalues count as 0, and under Barlow
// Twins a step ends at the target 1. Where no eigenvalue ever reaches a hundredth there are none.
const FLAT = 0.01;
function stepsOfRun(steps, columns, loss) {
  const target = loss === "barlow-twins" ? 1 : Infinity;
  let many = steps.length;
  for (const column of columns) { const bad = column.findIndex((v) => !Number.isFinite(v)); if (bad >= 0) many = Math.min(many, bad); }
  const times = steps.slice(0, many), curves = columns.map((column) => column.slice(0, many).map((v) => Math.min(target, Math.max(0, v))));
  return many > 1 && curves.some((curve) => curve.some((v) => v >= FLAT)) ? detectSteps(times, curves) : { start: [], half: [], end: [], clear: [], count: 0, clearCount: 0 };
}

function detectSteps(times, curves, least = 0.05, low = 0.1) {
  const found = curves.map((curve) => {
    let peak = 0, base = Infinity;
    curve.forEach((v, k) => { if (v > curve[peak]) peak = k; });
    for (let k = 0; k <= peak; k++) base = Math.min(base, curve[k]);
    return { curve, base, rise: curve[peak] - base, start: Infinity, half: Infinity, end: Infinity };
  });
  const most = Math.max(0, ...found.map((one) => one.rise));
  for (const one of found) {
    if (!(one.rise > 0 && one.rise >= least * most)) continue;
    const part = one.curve.map((v) => (v - one.base) / one.rise), reached = part.findIndex((v) => v >= 1 - low);
    const stop = reached < 0 ? times.length - 1 : reached, [start, half, end] = [low, 0.5, 1 - low].map((level) => lastUpward(times, part, level, stop));
    // A curve that is highest at the last record, and came there just now, would have gone on rising.
    const rising = part.findIndex((v) => v === Math.max(...part)) === times.length - 1 && times[times.length - 1] - end < (end - start) / 4;
    if (!rising) Object.assign(one, { start, half, end });
  }
  let before = -Infinity;
  const clear = found.map(({ start, half, end }) => { const free = Number.isFinite(end) && start >= before; if (Number.isFinite(half)) before = half; return free; });
  const list = (key) => found.map((one) => one[key]), half = list("half");
  return { start: list("start"), half, end: list("end"), clear, count: half.filter(Number.isFinite).length, clearCount: clear.filter(Boolean).length };
}

// When a curve last passes a level upwards before place `stop`; never, where it ends below.
function lastUpward(times, part, level, stop) {
  let i = stop;
  while (i >= 0 && !(part[i] < level)) i--;
  if (i < 0) return times[0];
  if (i === stop) return Infinity;
  return times[i] + ((level - part[i]) / (part[i + 1] - part[i])) * (times[i + 1] - times[i]);
}
