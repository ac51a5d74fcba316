// staircase.js: chapter 5. One state, seven views of it, put together.

const captionOf = (title, ...rest) => html("p", { className: "xp-caption" }, html("strong", { textContent: title }), ...rest);
const figureOf = (...children) => html("div", { className: "xp-figure" }, ...children);
// Text that is written only when it changes.
const textIn = (className = "xp-small") => { const node = html("p", { className }); return { node, say(text) { if (node.textContent !== text) node.textContent = text; } }; };
const OWN = "your photograph's";
const FULL_BAR = 8; // the largest eigenvalue of a photograph is brought to the top of the bars

function buildStaircase(host) {
  const { id, about, play, sliders, choices, player, read, choose, listen, ask, stop } = host;
  const list = about.lists[0], node = html("div", { className: "xp-stairs" });
  const palette = coloursOf(node, listen, () => { forget(); ask(); }), { colours } = palette;
  const bars = barsView({ id, list, read, choose, stop, colours });
  const curves = curvesView({ id, sliders, colours });
  const guess = guessView({ id, curves, sliders, read, choose, player, ask });
  const gate = mapView("The gate as a square of numbers; its entries stand in the table below."), weights = mapView("The weights as a table of squares; the numbers stand in the table below.");
  const photo = pictureView(), tables = tablesView();
  const shipped = unpackPhotograph(PACK);
  let source = null, shows = 0, wide = false, told = 0, stale = 0, width = 0, guessing = null, lastState = null, lastQ = null;

  // --- whose modes are shown ------------------------------------------------------------------------------------
  const brought = (gammas) => gammas.map((g) => Math.max(list.low, Math.min(list.high, Number(((g * FULL_BAR) / gammas[0]).toPrecision(4)))));
  function show(photograph, name, whose) {
    source = { gammas: brought(photograph.gammas), factor: photograph.gammas[0] / FULL_BAR, whose, faces: photograph.modes.map((mode) => faceOf(mode, photograph.size)), stamp: " " + ++shows };
    photo.use(photograph, name);
  }
  function use(photograph, name) {
    show(photograph, name, OWN);
    choose({ gammas: source.gammas, d: source.gammas.length, time_axis: "log", t: middle(source.gammas) });
    return `Its eigenvalues are divided by ${tell(source.factor)} to fit the bars, so times are longer by that factor. A copied link holds these numbers, not the photograph.`;
  }
  const middle = (gammas) => Number(stepsOf(gammas, read().alpha, gammas.length).reduce((t, step, j) => (j < Math.min(2, gammas.length) && step.steps ? Math.max(t, step.tau * 1.5) : t), 0.01).toPrecision(3));
  const back = () => { show(shipped, "Part of a photograph of a cat", "the photographs'"); ask(); };
  const own = ownView({ id, use, back });
  back();

  // --- the page -------------------------------------------------------------------------------------------------
  // After the last step to the end, and from there to the start at once: time never runs backwards.
  const coming = (t) => { const { high } = curves.windowOf(read()); return nextStations(lastQ).find((v) => v > t * (1 + 1e-9) && v <= high) ?? (t < high ? high : null); };
  const nextStep = button("Next step", () => {
    const next = coming(read().t);
    if (next === null) { stop(); choose({ t: curves.windowOf(read()).low }); } else player.run(next, 5);
  });
  function nameNext(t) {
    const next = coming(t), text = next === null ? "From the start" : nextStations(lastQ).includes(next) ? "Next step" : "To the end";
    if (nextStep.textContent !== text) nextStep.textContent = text;
  }
  const time = html("div", { className: "xp-time" }, play, sliders.get("t").node);
  const run = html("div", { className: "xp-run" }, nextStep, guess.open, choices.get("time_axis").node);
  const gateTones = toneKey(), weightTones = toneKey(); gateTones.say("1");
  const gateWords = textIn(), weightWords = textIn(), pictureWords = textIn(), rule = textIn();
  const eigenHead = captionOf("Embedding eigenvalues λⱼ(t)"), lossHead = captionOf("The loss, a pile of unit steps");
  const left = html("div", { className: "xp-left" }, eigenHead, curves.eigen.node, lossHead, curves.loss.node, time, run, guess.node);
  const right = html("div", { className: "xp-right" }, captionOf("Rebuilt from the modes learned so far"), html("div", { className: "xp-photos" }, photo.canvas, photo.original), pictureWords.node);
  const spectrum = html("div", { className: "xp-spectrum" }, captionOf("Spectrum: drag the bars", html("span", { className: "xp-note", textContent: "Bars are kept sorted, largest first." })), bars.node, html("div", { className: "xp-bar-buttons" }, bars.plus, bars.minus));
  const knobs = html("div", { className: "xp-knobs" }, sliders.get("alpha").node, sliders.get("d").node, rule.node);
  const low = html("div", { className: "xp-maps" },
    figureOf(captionOf("The gate I − C"), html("div", {}, gate.node, html("div", {}, gateTones.node, gateWords.node))), figureOf(captionOf("The weights W V"), html("div", {}, weights.node, html("div", {}, weightTones.node, weightWords.node))));
  node.append(html("div", { className: "xp-top" }, spectrum, knobs), html("div", { className: "xp-mid" }, left, right), low);

  for (const { node: pad, plot } of [curves.eigen, curves.loss]) scrub(pad, plot);
  // Pressing into a plot brings time to the finger.
  function scrub(pad, plot) {
    let from = null;
    const at = (event) => {
      const { scale } = sliders.get("t"), part = (event.clientX - from - plot.left) / (plot.right - plot.left);
      choose({ t: scale.from(scale.min + Math.max(0, Math.min(1, part)) * (scale.max - scale.min)) });
    };
    pad.addEventListener("pointerdown", (event) => { if (event.button || guess.on() || event.target.closest(".xp-flags")) return; stop(); from = pad.getBoundingClientRect().left; pad.setPointerCapture(event.pointerId); at(event); });
    pad.addEventListener("pointermove", (event) => { if (from !== null && pad.hasPointerCapture(event.pointerId)) at(event); });
    for (const type of ["pointerup", "pointercancel"]) pad.addEventListener(type, () => (from = null));
  }

  function forget() { curves.forget(); gate.forget(); weights.forget(); }
  function resize(now) { width = now; guessing = null; layOut(guess.placing()); }
  function layOut(hiding) {
    if (hiding === guessing) return;
    guessing = hiding; wide = width >= 620;
    const main = wide ? Math.round(width * 0.6) - 12 : width, side = wide ? width - main - 24 : width;
    node.classList.toggle("xp-wide-stairs", wide);
    // Beside the spectrum where there is room, on a phone below the picture.
    const home = wide ? knobs : right; if (own.node.parentNode !== home) home.append(own.node);
    bars.resize(main); node.style.setProperty("--xp-left", main + "px"); node.style.setProperty("--xp-side", side + "px");
    const upper = wide ? 164 : 150, lower = wide ? 176 : 156;
    curves.eigen.resize(main, upper); curves.loss.resize(main, hiding ? upper + lower : lower);
    eigenHead.hidden = curves.eigen.node.hidden = hiding; time.hidden = hiding;
    const { plot } = curves.loss;
    node.style.setProperty("--xp-from", plot.left + "px"); node.style.setProperty("--xp-to", main - plot.right + "px");
    const square = Math.floor(Math.min(176, (width - 24) / 2));
    gate.canvas.resize(square, square); weights.canvas.resize(square, square + 6);
    palette.read(); forget();
  }

  // --- a state --------------------------------------------------------------------------------------------------
  const nextStations = (q) => (q ? q.steps.map((s) => s.tau).filter((v) => Number.isFinite(v) && v > 0).sort((a, b) => a - b) : []);
  const least = (values) => values.reduce((a, b) => Math.max(a, b), 0);

  function draw(state, q, stamp) {
    lastState = state; lastQ = q;
    bars.draw(q, source.faces, source.stamp);
    // The order matters: a guess may ask for another height of the plot.
    layOut(guess.placing());
    curves.drawCurves(state, q);
    const hidden = guess.draw(state, q);
    curves.drawNow(state, q, hidden);
    const dark = guess.placing();
    if (nextStep.hidden !== guess.on()) nextStep.hidden = guess.on();
    nameNext(state.t);
    const full = least(q.steps.map((s) => (s.learnable && s.limit ? s.limit : 0))) || 1, tones = colours.mode.slice(0, q.m);
    gate.draw(q.gate, 1, colours, null);
    weights.draw(q.weights, full, colours, tones);
    photo.draw(q.lam.map((l, j) => (j < q.d ? l : 0)));
    clearTimeout(stale);
    if (stamp === undefined || stamp - told >= 100) { told = stamp ?? 0; tell_(state, q, dark, full); } else stale = setTimeout(tell_, 110, state, q, dark, full);
    const names = describe(q), sentences = dark ? ["guessing"] : hidden ? ["playing"] : [...names];
    return { sentences, words: { d: q.floor ? `${q.floor} of them ${q.floor > 1 ? "find" : "finds"} no positive eigenvalue` : "", alpha: "", t: "" } };
  }
  // Words and tables: ten times a second are enough.
  function tell_(state, q, dark, full) {
    node.parentNode?.classList.toggle("xp-guessing", dark);
    gateWords.say(gateSentence(q)); weightTones.say(trim(tell(full)));
    weightWords.say("Column j belongs to mode j; it fills one direction, to the size 1/√γ.");
    const own_ = sameValue(q.gammas, source.gammas.slice(0, q.m));
    pictureWords.say(own_ ? `${first(source.whose)} modes and eigenvalues, divided by ${tell(source.factor)} to fit the bars. With the original.` : `${first(source.whose)} modes, with the eigenvalues that you set. With the original.`);
    rule.say(q.m > q.d ? `${q.m} modes share ${q.d} ${q.d > 1 ? "directions" : "direction"}: only the ${q.d > 1 ? q.d + " largest" : "largest"} can be learned.` : q.floor ? `${q.d} directions, but only ${q.positive} positive ${q.positive === 1 ? "eigenvalue" : "eigenvalues"}: a plateau at ${q.floor}.` : `${q.d} ${q.d > 1 ? "directions, one for each mode" : "direction for one mode"}.`);
    const box = tables.nodes[0].closest("details");
    if (!box || box.open || told === 0) tables.draw(q);
  }
  const opened = new MutationObserver(() => lastQ && tables.draw(lastQ));
  queueMicrotask(() => { const box = tables.nodes[0].closest("details"); if (box) opened.observe(box, { attributeFilter: ["open"] }); });

  return {
    node, resize, draw, tables: tables.nodes, placed: ["t", "alpha", "d", "time_axis"],
    stations: (state, q) => nextStations(q ?? lastQ),
    get hint() {
      return source.whose === OWN && lastQ && sameValue(lastQ.gammas, source.gammas.slice(0, lastQ.m)) ? `The spectrum of your own photograph, divided by ${tell(source.factor)} to fit the bars. A copied link holds these numbers, not the photograph.` : "Drag a bar, or begin with one of these spectra. How long does each mode wait?";
    },
    close() { clearTimeout(stale); opened.disconnect(); palette.close(); bars.close(); own.close(); },
  };
}

export default contract({ measure: measureStaircase, build: buildStaircase });
