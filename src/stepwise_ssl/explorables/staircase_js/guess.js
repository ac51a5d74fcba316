// guess.js: "Guess the staircase". One flag for each direction of the embedding; the curves stay hidden until it plays.

function guessView({ id, curves, sliders, read, choose, player, ask }) {
  const { loss } = curves;
  let phase = "off", flags = [], truths = [], axis = null, drawn = "", started = 0;
  const line = svg("path", { class: "xp-guess-line" }); loss.plot.over.append(line);
  const pole = svg("path", { class: "xp-guess-poles" }); loss.plot.over.append(pole);
  const layer = html("div", { className: "xp-flags", role: "group", "aria-label": "Your guess: one flag for each embedding direction" });
  loss.node.append(layer);
  const open = button("Guess the staircase", () => (phase === "off" ? begin() : end()));
  const play = button("Play it", reveal, "xp-button xp-strong"), again = button("Guess again", () => begin());
  const words = html("p", { className: "xp-guess-words", role: "status", "aria-live": "polite" });
  const node = html("div", { className: "xp-guess", hidden: true }, words, html("div", { className: "xp-guess-buttons" }, play, again));

  function begin() {
    const state = read(); player.stop(); drawn = "";
    axis = curves.windowOf(state); flags = []; phase = "placing"; started = 0;
    choose({ t: axis.low });
    words.textContent = "Where will the steps fall? Drag each flag to the time at which its mode steps (or focus it and use the arrow keys). A flag that stays on the left says: no step in this window.";
    ask();
  }
  function end() { phase = "off"; drawn = ""; ask(); }
  function reveal() {
    phase = "playing"; started = 0; words.textContent = "It plays …";
    const last = Math.max(axis.low, ...truths.filter((v) => v <= axis.high).map((v) => v * 1.25 + 0.02 * (axis.high - axis.low) * (axis.log ? 0 : 1)));
    choose({ t: axis.low }); player.run(last > axis.low ? Math.min(axis.high, last) : axis.high, 8); ask();
  }
  function settle() { phase = "scored"; const score = scoreGuess(truths, flags.map((f) => f.time), axis); words.textContent = score.text; node.dataset.lesson = score.lesson; }

  // A flag is a slider over the window. It begins left of the axis, where it says nothing about when; there, and at
  // its last stop, the right edge, it means: not in this window.
  const STOPS = 200, TRAY = -1;
  const timeOf = (stop) => (stop >= STOPS || stop < 0 ? Infinity : axis.log ? axis.low * Math.pow(axis.high / axis.low, stop / STOPS) : axis.low + ((axis.high - axis.low) * stop) / STOPS);
  function put(flag, stop) {
    flag.stop = Math.max(TRAY, Math.min(STOPS, Math.round(stop))); flag.time = timeOf(flag.stop);
    if (Number.isFinite(flag.time)) flag.time = Number(flag.time.toPrecision(3));
    flag.node.setAttribute("aria-valuenow", flag.stop);
    flag.node.setAttribute("aria-valuetext", Number.isFinite(flag.time) ? `time ${spoken(flag.time)}` : "not in this window");
    drawn = ""; ask();
  }
  function flagOf(j) {
    const node = html("div", { className: "xp-flag", role: "slider", "aria-label": `Step of mode ${j + 1}`, "aria-valuemin": TRAY, "aria-valuemax": STOPS }, html("span", { textContent: j + 1 }));
    node.tabIndex = 0; node.style.setProperty("--c", `var(--m${j + 1})`); node.id = `${id}-flag-${j + 1}`;
    const flag = { node, stop: TRAY, time: Infinity };
    let left = 0, down = false;
    const { plot } = loss, at = (event) => {
      const past = event.clientX - left - plot.left;
      put(flag, past < -10 ? TRAY : Math.max(0, (past / (plot.right - plot.left)) * STOPS));
    };
    node.addEventListener("pointerdown", (event) => { event.preventDefault(); node.focus({ preventScroll: true }); node.setPointerCapture(event.pointerId); left = loss.node.getBoundingClientRect().left; down = phase === "placing"; });
    node.addEventListener("pointermove", (event) => { if (down) at(event); });
    for (const type of ["pointerup", "pointercancel"]) node.addEventListener(type, () => { down = false; });
    node.addEventListener("keydown", (event) => {
      event.stopPropagation();
      const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -STOPS, End: STOPS }[event.key];
      if (!by || phase !== "placing") return;
      event.preventDefault(); put(flag, Math.max(0, flag.stop + by));
    });
    return flag;
  }

  // Called for every picture. Returns whether the curves after the present time are to be hidden.
  function draw(state, q) {
    const on = phase !== "off";
    if (phase === "placing" || phase === "playing") {
      const window_ = curves.windowOf(state);
      // Another spectrum, another axis: the guess belongs to the new picture.
      if (window_.log !== axis.log) { axis = window_; flags.forEach((f) => put(f, TRAY)); if (phase === "playing") begin(); }
    }
    if (on) {
      const now = q.steps.slice(0, q.d).map((s) => (s.steps && s.half > 0 ? s.half : Infinity));
      if (phase === "placing") truths = now; else if (String(now) !== String(truths)) { end(); return draw(state, q); }
      if (flags.length !== q.d) { flags = now.map((_, j) => flagOf(j)); flags.forEach((f) => put(f, TRAY)); layer.replaceChildren(...flags.map((f) => f.node)); }
    }
    if (phase === "playing" && ++started > 2 && !player.playing()) settle();
    else if (phase === "playing") ask();
    const key = phase + [...flags.map((f) => f.stop), loss.plot.width, loss.plot.height, q.d, loss.plot.key];
    if (key !== drawn) {
      drawn = key;
      node.hidden = layer.hidden = !on; play.hidden = phase !== "placing"; again.hidden = phase !== "scored";
      open.textContent = phase === "scored" ? "Done" : on ? "Stop guessing" : "Guess the staircase"; open.setAttribute("aria-pressed", on);
      node.dataset.phase = phase; line.setAttribute("visibility", on ? "visible" : "hidden"); pole.setAttribute("visibility", on ? "visible" : "hidden");
      if (on) place(q);
    }
    return phase === "placing" || phase === "playing";
  }
  // Flag j hangs at the level that its step takes away; the dotted staircase is what the flags say together.
  function place(q) {
    const { plot } = loss, x = (time) => px(Number.isFinite(time) ? plot.x(Math.max(time, plot.xs.low)) : plot.right), poles = [];
    flags.forEach((flag, j) => {
      const at = flag.stop < 0 ? plot.left - 20 : x(flag.time), y = plot.y(q.d - j - 0.5);
      flag.node.style.transform = `translate(${at}px, ${px(y)}px)`; flag.node.classList.toggle("xp-flag-free", !Number.isFinite(flag.time));
      if (Number.isFinite(flag.time)) poles.push(`M${at} ${px(plot.y(q.d - j))}V${px(plot.y(q.d - j - 1))}`);
    });
    const times = flags.map((f) => f.time).filter(Number.isFinite).sort((a, b) => a - b);
    line.setAttribute("d", times.reduce((path, time, k) => path + `H${x(time)}V${px(plot.y(q.d - k - 1))}`, `M${plot.left} ${px(plot.y(q.d))}`) + `H${plot.right}`);
    pole.setAttribute("d", poles.join(""));
  }
  return { node, open, draw, placing: () => phase === "placing", on: () => phase !== "off", phase: () => phase };
}
