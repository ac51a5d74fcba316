// landing.js: the staircase on the book's first page. One quantity moves, time; eight modes light up in turn.
// Everything is placed in per cent of its box, so a change of width lays out the page and draws nothing again.

const { oneWeightEigenvalueSolution: eigenvalueAt, oneWeightGap: gapAt, oneWeightHalfRise: halfRise } = formulas;
const START = 1e-10; // the weight of every mode at time 0; landing.py says the same
const CEILING = 9.6; // top of the picture: eight modes, and room for the lines to their pictures
const BEND = 8.6; // where a line to a picture turns: above eight modes
const AUTOMATIC_SECONDS = 9;

const lossAt = (gammas, t) => gammas.reduce((sum, gamma) => sum + gapAt(gamma, START, t) ** 2, 0);

function measureLanding({ gammas, t }) {
  const eigenvalues = gammas.map((gamma) => eigenvalueAt(gamma, START, t));
  const halves = gammas.map((gamma) => halfRise(gamma, START));
  const each = (name, values) => Object.fromEntries(values.map((value, j) => [`${name}_${j + 1}`, value]));
  return {
    t, eigenvalues, halves, loss: lossAt(gammas, t),
    learned: eigenvalues.filter((value) => value >= 0.9).length,
    rising: eigenvalues.findIndex((value) => value > 0.1 && value < 0.9) + 1,
    ...each("lambda", eigenvalues), ...each("half", halves),
  };
}

// The times between which a mode is the one that steps: halfway, on the logarithmic axis, to its neighbours' steps.
function treads(halves, { low, high }) {
  const inside = (t) => Math.min(high, Math.max(low, t));
  return [low, ...halves.slice(1).map((half, j) => inside(Math.sqrt(half * halves[j]))), high];
}

function buildLanding({ id, about, player, sliders, move, stop, ask, listen }) {
  const time = about.controls[0], span = Math.log(time.high / time.low);
  const across = (t) => px(1000 * Math.log(t / time.low) / span), down = (loss) => px(1000 * (1 - loss / CEILING));
  const path = (name, j) => svg("path", j ? { class: name, style: `--mode:var(--mode-${j})` } : { class: name });
  const modes = [1, 2, 3, 4, 5, 6, 7, 8];
  const future = path("landing-future"), steps = modes.map((j) => path("landing-step", j)), fills = modes.map((j) => path("landing-fill", j));
  const threads = modes.map((j) => path("landing-thread", j));
  const layer = (name, ...parts) => svg("svg", { class: name, viewBox: "0 0 1000 1000", preserveAspectRatio: "none", "aria-hidden": "true" }, ...parts);
  const past = layer("landing-layer landing-past", ...fills, ...steps);
  const dot = html("i", { className: "landing-dot" }), rule = html("i", { className: "landing-rule" });
  const tiles = modes.map((j) => html("div", { className: "landing-mode" }, html("i"), html("b"), html("span", {}, html("em", { textContent: "mode " }), String(j))));
  tiles.forEach((tile, i) => { tile.style.setProperty("--mode", `var(--mode-${i + 1})`); tile.style.setProperty("--at", i); });
  const label = (name, at, text) => { const node = html("span", { className: name, textContent: text }); node.style.setProperty("--at", at / 10 + "%"); return node; };
  const plot = html("div", { className: "landing-plot", role: "img", "aria-label": about.title + ". The present state is said in the sentence below." },
    layer("landing-layer", ...[0, 2, 4, 6, 8].map((loss) => svg("path", { class: "landing-line", d: `M0 ${down(loss)}H1000` })), ...threads, future), past, rule, dot,
    ...[0, 2, 4, 6, 8].map((loss) => label("landing-y", down(loss), loss)),
    ...ticksOf(time.low, time.high, true, 9).map(([t, text]) => label("landing-x", across(t), text)),
    html("span", { className: "landing-name", textContent: "loss" }));
  const row = html("div", { className: "landing-modes", role: "img", "aria-label": "The eight modes as pictures of ten by ten pixels. How far each is learned stands in the table below." }, ...tiles);
  const node = html("div", { className: "landing" }, row, plot, html("div", { className: "xp-time" }, player.play, sliders.get("t").node));

  let drawn = "";
  function drawCurve(gammas, halves) {
    if (drawn === String(gammas)) return;
    drawn = String(gammas);
    const edges = treads(halves, time);
    const points = (from, to) => {
      const n = Math.max(1, Math.ceil((across(to) - across(from)) / 2));
      return Array.from({ length: n + 1 }, (_, i) => from * Math.pow(to / from, i / n)).map((t) => `${across(t)} ${down(lossAt(gammas, t))}`).join("L");
    };
    modes.forEach((j) => {
      const line = points(edges[j - 1], edges[j]);
      put(steps[j - 1], { d: "M" + line });
      put(fills[j - 1], { d: `M${line}V${down(0)}H${across(edges[j - 1])}Z` });
      // Slanted only above the highest step, then straight down: it meets the curve at its own step and crosses none.
      const half = Math.min(time.high, Math.max(time.low, halves[j - 1]));
      put(threads[j - 1], { d: `M${px(125 * (j - 0.5))} 0L${across(half)} ${down(BEND)}V${down(lossAt(gammas, half))}` });
    });
    put(future, { d: "M" + modes.map((j) => points(edges[j - 1], edges[j])).join("L") });
  }

  function draw(state, q) {
    drawCurve(state.gammas, q.halves);
    const at = across(q.t) / 10 + "%";
    node.style.setProperty("--now", at);
    node.style.setProperty("--level", down(q.loss) / 10 + "%");
    tiles.forEach((tile, j) => {
      tile.style.setProperty("--learned", q.eigenvalues[j].toFixed(3));
      threads[j].style.setProperty("--learned", q.eigenvalues[j].toFixed(3));
    });
    if (q.t >= time.high) own.over = true;
    // While time runs nobody could read it off a sentence: it stands over the slider.
    q.at = own.over && !player.playing() ? ` at t\u00a0=\u00a0${trim(tell(q.t))}` : "";
    const sentence = q.rising ? `rising_${q.rising}` : `learned_${q.learned}`;
    return { sentences: [sentence], words: { t: `${q.learned} of 8 modes learned` } };
  }

  // It starts by itself, once, where motion is welcome and nobody has asked for a state; a hand on anything ends that.
  const own = { over: CALM() || !STATIC_PAGE() || location.hash.startsWith(`#${id}:`), seen: false };
  if (!own.over) move({ t: time.low });
  function consider() {
    const visible = own.seen && document.visibilityState === "visible";
    if (!visible) halt();
    else if (!own.over && !player.playing()) player.run(time.high, AUTOMATIC_SECONDS);
  }
  function touched(event) {
    if (own.over) return;
    own.over = true;
    if (!(event.target instanceof Node && player.play.contains(event.target))) halt(); // the button stops by itself
  }
  // At rest the sentence names the time again.
  function halt() { player.stop(); ask(); }
  listen(player.play, "click", ask);

  // Pressing into the plot brings time to the finger, and so does pulling the dot.
  let box = null;
  const follow = (event) => {
    const { scale } = sliders.get("t"), part = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    move({ t: scale.from(scale.min + part * (scale.max - scale.min)) });
  };
  listen(plot, "pointerdown", (event) => { if (event.button) return; stop(); box = plot.getBoundingClientRect(); plot.setPointerCapture(event.pointerId); follow(event); });
  listen(plot, "pointermove", (event) => { if (box) follow(event); });
  for (const type of ["pointerup", "pointercancel"]) listen(plot, type, () => (box = null));
  const watcher = new IntersectionObserver((entries) => { own.seen = entries.at(-1).isIntersecting; consider(); }, { threshold: 0.5 });
  watcher.observe(plot);
  listen(document, "visibilitychange", consider);
  listen(window, "hashchange", touched);
  const hands = ["pointerdown", "keydown"]; // caught on their way down: the slider keeps its keys to itself
  for (const type of hands) document.addEventListener(type, touched, true);

  let homed = false;
  function resize() {
    if (homed) return;
    homed = true;
    // The first screen has room for the figure only: the states worth visiting wait with the table.
    const root = node.parentElement;
    root.querySelector(".xp-details").append(root.querySelector(".xp-presets"), root.querySelector(".xp-why"));
  }
  const stations = (state, q) => treads(q.halves, time).slice(1, -1);
  const close = () => { watcher.disconnect(); for (const type of hands) document.removeEventListener(type, touched, true); };
  return { node, resize, draw, close, placed: ["t"], stations, hint: "Or visit one of these states." };
}

export default contract({ measure: measureLanding, build: buildLanding });
