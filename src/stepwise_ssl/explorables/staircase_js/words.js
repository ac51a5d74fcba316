// words.js: which sentences fit a state, and the words inside them.

const LIST = (ranks) => (ranks.length < 2 ? String(ranks[0]) : ranks.slice(0, -1).join(", ") + " and " + ranks[ranks.length - 1]);
const MODES = (js) => (js.length > 1 ? "modes " : "mode ") + LIST(js.map((j) => j + 1));
const first = (text) => text[0].toUpperCase() + text.slice(1);

// The gate's directions in words. One that is closing is neither open nor closed: its mode is rising (0.1 < λ < 0.9).
function openingOf({ gap, d }) {
  const count = (test) => gap.filter(test).length, be = (n) => (n === 1 ? "is" : "are");
  const open = count((g) => g >= 0.9), closing = count((g) => g > 0.1 && g < 0.9), over = count((g) => g < -0.1);
  if (d === 1) return "the one direction is " + (open ? "open" : closing ? "closing" : over ? "overfilled" : "closed");
  const head = open === d ? `all ${d} directions are open` : open ? `${open} of ${d} directions ${be(open)} open` : closing || over ? "no direction is open" : `all ${d} directions are closed`;
  return head + (closing ? `, ${closing} ${be(closing)} closing` : "") + (over ? `, ${over} ${be(over)} overfilled` : "");
}

// What the gate means for what can still come.
function gateSentence(q) {
  const { steps, gap, d, positive, floor } = q, them = (n) => (n > 1 ? "them" : "it");
  const waiting = steps.some((s, j) => s.learnable && s.gamma > 0 && gap[j] > 0.1), head = first(openingOf(q));
  if (!positive) return `${head}, and no positive mode is there to fill ${them(d)}.`;
  if (!waiting) return floor ? `${head}, and no positive mode is left to fill ${them(floor)}.` : `${head}: none is left for another mode.`;
  if (gap.every((g) => g >= 0.9)) return `${head}: nothing is learned yet.`;
  return `${head}: through what is open, the modes still to come grow.` + (floor ? ` ${floor} will stay open.` : "");
}

// The words come back in `q`, where the sentences find them; the names of the sentences are returned.
function describe(q) {
  const { steps, d, m, lam, groups, positive } = q, names = [];
  q.opening = openingOf(q);
  const where = (test) => steps.map((step, j) => (step.learnable && test(step, j) ? j : -1)).filter((j) => j >= 0);
  const stepping = where((s) => s.steps && s.start < 0.5), above = where((s) => s.gamma > 0 && s.start >= 1);
  const past = where((s) => s.steps && s.start >= 0.5), merged = groups.filter((g) => g.length > 1 && steps[g[g.length - 1]].start < 0.5);
  const same = stepping.length > 1 && stepping.length === d && steps[0].gamma === steps[d - 1].gamma;
  if (!positive) names.push("none");
  else if (same) { q.first = steps[0].tau; names.push("flat"); }
  else if (merged.length) { q.merged = first(merged.map(MODES).join(", and ")); names.push("merged"); }
  else if (stepping.length > 1) names.push("alone");
  else if (stepping.length) names.push("single");
  if (above.length) { q.above = first(MODES(above)); names.push(above.length > 1 ? "above_many" : "above"); }
  if (past.length) { q.past = first(MODES(past)); names.push(past.length > 1 ? "past_many" : "past"); }
  if (positive && positive < d) { q.idle = first(MODES(where((s) => s.gamma <= 0))); names.push(d - positive > 1 ? "plateau_many" : "plateau"); }
  if (m > d) { q.late = first(MODES(steps.map((_, j) => j).slice(d))); names.push(m - d > 1 ? "beyond_many" : "beyond"); }

  const rising = stepping.filter((j) => lam[j] > 0.1 && lam[j] < 0.9), waiting = stepping.filter((j) => lam[j] <= 0.1);
  q.next_mode = waiting.length ? String(waiting[0] + 1) : "";
  if (rising.length) { q.rising = MODES(rising); q.rising_lam = lam[rising[0]]; names.push(rising.length > 1 ? "rising_many" : "rising"); }
  else if (waiting.length && waiting.length === positive) names.push("before");
  else if (waiting.length) names.push("between");
  else if (positive) names.push(above.some((j) => q.gap[j] < -0.1) ? "settling" : "done");
  else names.push("still");
  return names;
}

// One word for each mode, for tables and labels.
function modeWord(q, j) {
  const { learnable, gamma, start } = q.steps[j];
  if (!learnable) return "never learned: all directions taken";
  if (gamma <= 0) return "never steps";
  if (start >= 1) return "starts above its limit";
  return q.lam[j] < 0.1 ? "waits" : q.lam[j] < 0.9 ? "is rising" : "is learned";
}
