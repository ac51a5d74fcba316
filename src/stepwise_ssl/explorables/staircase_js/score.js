// score.js: what a guessed staircase got right, in words. Pure functions.
//
// `truths`: for each of the d directions the time at which its mode is half risen, Infinity where it never steps;
// `guesses`: the reader's times, Infinity for a flag left at the right edge; `axis`: { low, high, log }.

const CLOSE_FACTOR = 1.25, CLOSE_SHARE = 0.04;

function closeTo(guess, truth, { low, high, log }) {
  const factor = guess / truth;
  if (factor > 1 / CLOSE_FACTOR && factor < CLOSE_FACTOR && log) return true;
  return !log && Math.abs(guess - truth) <= CLOSE_SHARE * (high - low);
}

// One verdict for each mode: "close", "early" or "late" with its factor, "never" (rightly), "missed" (it does step
// in this window), "phantom" (it never steps), "outside" (it steps, but after this window).
function verdicts(truths, guesses, axis) {
  return truths.map((truth, j) => {
    const guess = guesses[j], put = Number.isFinite(guess), seen = truth <= axis.high;
    if (!put) return { kind: seen ? "missed" : "never", truth, guess };
    if (!seen) return { kind: truth === Infinity ? "phantom" : "outside", truth, guess };
    return { kind: closeTo(guess, truth, axis) ? "close" : guess < truth ? "early" : "late", truth, guess, factor: guess < truth ? truth / guess : guess / truth };
  });
}

const spread = (values) => { const mean = values.reduce((a, b) => a + b, 0) / values.length; return Math.max(...values.map((v) => Math.abs(v - mean))) / Math.abs(mean); };
const steady = (values, most) => values.length > 1 && spread(values) < most;

// The commonest mistake that the guess looks like, or "".
function misconception(truths, guesses, axis) {
  const both = truths.map((truth, j) => [truth, guesses[j]]).filter(([truth, guess]) => truth <= axis.high && Number.isFinite(guess));
  const pairs = both.slice(1).map((now, k) => [both[k], now]);
  if (!pairs.length || both.every(([truth, guess]) => closeTo(guess, truth, axis))) return "";
  // Only steps at different times have an order.
  const ordered = pairs.filter(([a, b]) => !closeTo(a[0], b[0], axis));
  if (ordered.length && ordered.every(([a, b]) => b[1] < a[1])) return "reversed";
  const width = axis.high - axis.low, apart = pairs.map(([a, b]) => b[1] - a[1]), truly = pairs.map(([a, b]) => b[0] - a[0]);
  if (apart.every((gap) => Math.abs(gap) < 0.02 * width) && !truly.every((gap) => Math.abs(gap) < 0.02 * width)) return "together";
  // Evenly as the axis shows it: the same wait each time, or on a logarithmic axis the same factor.
  const place = (time) => (axis.log ? Math.log(time) : time), steps = (k) => pairs.map(([a, b]) => place(b[k]) - place(a[k]));
  const [real, guessed] = [steps(0), steps(1)];
  if (guessed.every((gap) => gap > 0) && steady(guessed, 0.3) && real.length > 1 && spread(real) > Math.max(0.2, 2 * spread(guessed))) return axis.log ? "even_log" : "even";
  // A common factor: order and ratios are right, the wait is not.
  const factors = both.map(([truth, guess]) => Math.log(guess / truth));
  if (Math.max(...factors) - Math.min(...factors) < Math.log(CLOSE_FACTOR) && both.every(([truth, guess]) => guess > 0)) return factors[0] < 0 ? "all_early" : "all_late";
  return "";
}

const LESSONS = {
  reversed: "Your order is reversed: the largest eigenvalue goes first, since the wait is about 1/γ.",
  together: "You let them fall together. Each mode waits about 1/γ, so equal steps come at unequal times.",
  even: "You spaced them evenly. The steps are equally high, but the waits are not equally long: each is about 1/γ.",
  even_log: "You spaced them evenly on this logarithmic axis, as if each wait were the same multiple of the one before. Each wait is about 1/γ: the axis shows the spectrum's own ratios.",
  all_early: "Order and spacing are right; only the wait is longer than you thought. It grows like log(1/α²), so a small start costs time.",
  all_late: "Order and spacing are right; only the wait is shorter than you thought. It grows only like log(1/α²): a start ten times smaller adds the same wait each time.",
};

// A sentence for each flag that is off, or one for all of them where they are many.
function offBy(all, js, kind) {
  const by = (j, words) => (Number.isFinite(all[j].factor) ? ` by ${words}${Number(all[j].factor.toPrecision(2))}` : "");
  const at = (j) => trim(tell(all[j].truth)), factor = "a factor of ";
  if (js.length < 3) return js.map((j) => `Mode ${j + 1}: your flag is too ${kind}${by(j, factor)}; it steps at ${at(j)}.`);
  return [`Too ${kind}: ` + js.map((j, k) => `mode ${j + 1}${by(j, k ? "" : factor)} (${k ? "" : "it steps "}at ${at(j)})`).join(", ") + "."];
}

function scoreGuess(truths, guesses, axis) {
  const all = verdicts(truths, guesses, axis), of = (kind) => all.map((v, j) => (v.kind === kind ? j : -1)).filter((j) => j >= 0);
  const lesson = misconception(truths, guesses, axis), words = [];
  const close = of("close"), never = of("never"), good = close.length + never.length;
  if (good === all.length) words.push(all.length > 1 ? "Every flag is close: you can read a spectrum." : "Close.");
  else if (close.length) words.push(`Close: ${MODES(close)}.`);
  for (const kind of ["early", "late"]) words.push(...offBy(all, of(kind), kind));
  const missed = of("missed"), phantom = of("phantom"), outside = of("outside");
  if (missed.length) words.push(`You left out ${MODES(missed)}: γ is positive, so a step comes, at ${missed.map((j) => trim(tell(all[j].truth))).join(", ")}.`);
  if (phantom.length) words.push(`${first(MODES(phantom))} cannot step: γ is not positive, so the loss keeps a plateau.`);
  if (outside.length) words.push(`${first(MODES(outside))} ${outside.length > 1 ? "step" : "steps"} only after this window.`);
  if (never.length && good < all.length) words.push(`Rightly left out: ${MODES(never)}.`);
  if (lesson) words.push(LESSONS[lesson]);
  return { all, lesson, text: words.join(" ") };
}
