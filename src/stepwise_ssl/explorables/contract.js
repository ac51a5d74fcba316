// contract.js: what every explorable owes its reader. Built from the declaration that Python wrote.
// Only model.get/set/on/off/save_changes are used, so it runs on a static page, in JupyterLab and in Colab.

function html(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key in node && key !== "list") node[key] = value; else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

const STATIC_PAGE = () => document.querySelector('script[type="application/vnd.jupyter.widget-view+json"]') !== null;
const CALM = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// In words for a screen reader: no glyph that speech software drops or misreads.
function spoken(value) {
  if (value === 0) return "0";
  const size = Math.abs(value), sign = value < 0 ? "minus " : "";
  if (size >= 1e-3 && size < 1e5) return sign + Number(size.toPrecision(3));
  const [mantissa, exponent] = size.toExponential(2).split("e");
  return `${sign}${Number(mantissa)} times ten to the ${exponent.replace("-", "minus ").replace("+", "")}`;
}

// Slider positions and values: a log slider moves in decades and stops at three digits, so what is shown is what is used.
function scaleOf(control, state) {
  const option = control.follows ? state[control.follows] : "";
  const [low, high] = control.windows?.[option] ?? [control.low, control.high];
  const log = control.follows ? option === "log" : control.scale === "log";
  const clamp = (v) => Math.min(high, Math.max(low, v));
  if (!log) return { low, high, min: low, max: high, step: control.step, to: (v) => v, from: (p) => clamp(Number(p.toFixed(10))),
    show: (v) => v.toFixed(Math.max(0, Math.ceil(-Math.log10(control.step) - 1e-9))).replace("-", "−") };
  // Whole ticks: both ends are reached exactly, and so is every power of ten.
  const first = Math.log10(low), count = Math.ceil((Math.log10(high) - first) / control.step - 1e-9);
  return {
    low, high, min: 0, max: count, step: 1,
    to: (v) => (Math.log10(Math.max(v, low)) - first) / control.step,
    from: (p) => clamp(Number(Math.pow(10, first + p * control.step).toPrecision(3))),
    show: (v) => trim(tell(v)),
  };
}

function contract({ measure, build }) {
  function render({ model, el }) {
    const about = model.get("declaration");
    let id = about.name;
    for (let n = 2; document.getElementById(id); n++) id = `${about.name}-${n}`;
    const names = [...about.controls, ...about.choices].map((c) => c.name);
    const defaults = Object.fromEntries([...about.controls, ...about.choices].map((c) => [c.name, c.default]));
    const read = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const undo = [];
    const listen = (target, type, f) => { target.addEventListener(type, f); undo.push(() => target.removeEventListener(type, f)); };

    // The kernel, where there is one, hears of a move at most ten times a second, and always of the last one.
    let saving = 0;
    const save = () => { if (!saving) saving = setTimeout(() => { saving = 0; model.save_changes(); }, 100); };
    const move = (changes) => {
      for (const [name, value] of Object.entries(changes)) if (!Object.is(model.get(name), value)) model.set(name, value);
      save();
    };

    // --- controls ---------------------------------------------------------------------------------------------
    const sliders = new Map();
    for (const control of about.controls) {
      const input = html("input", { type: "range", id: `${id}-${control.name}`, className: "xp-range" });
      const output = html("output", { htmlFor: input.id, className: "xp-value" });
      const letter = html("i", { textContent: control.letter });
      const marks = html("div", { className: "xp-marks", "aria-hidden": "true" });
      const label = html("label", { htmlFor: input.id }, control.label + " ", letter);
      const node = html("div", { className: "xp-slider" }, html("div", { className: "xp-slider-head" }, label, output), input, marks);
      node.dataset.control = control.name;
      // JupyterLab would take the arrow keys for itself.
      input.addEventListener("keydown", (event) => event.stopPropagation());
      input.addEventListener("input", () => { stop(); move({ [control.name]: sliders.get(control.name).scale.from(Number(input.value)) }); });
      sliders.set(control.name, { control, input, output, marks, node, scale: null, shown: null, key: "", pool: [] });
    }
    const choices = new Map();
    for (const choice of about.choices) {
      const buttons = Object.entries(choice.options).map(([option, words]) => {
        const radio = html("input", { type: "radio", name: `${id}-${choice.name}`, value: option });
        radio.addEventListener("keydown", (event) => event.stopPropagation());
        radio.addEventListener("change", () => { if (radio.checked) choose(choice.name, option); });
        return [radio, html("label", {}, radio, html("span", { textContent: words }))];
      });
      const node = html("fieldset", { className: "xp-choice" }, html("legend", { textContent: choice.label }), ...buttons.map((b) => b[1]));
      choices.set(choice.name, { node, radios: buttons.map((b) => b[0]) });
    }
    // A quantity whose slider follows the choice is brought inside the new slider, so that thumb and picture agree.
    function choose(name, option) {
      const next = { ...read(), [name]: option }, changes = { [name]: option };
      for (const control of about.controls) if (control.follows === name) {
        const { low, high } = scaleOf(control, next);
        changes[control.name] = Math.min(high, Math.max(low, next[control.name]));
      }
      move(changes);
    }
    const goto = (state) => { stop(); move({ ...defaults, ...state }); };

    // --- presets, reset, link ---------------------------------------------------------------------------------
    const why = html("p", { className: "xp-why" });
    const button = (text, action, className = "xp-button") => {
      const node = html("button", { type: "button", className, textContent: text });
      node.addEventListener("click", action); return node;
    };
    const presets = about.presets.map((preset) => ({ preset, node: button(preset.name, () => goto(preset.state)) }));
    const reset = button("Reset", () => goto({}), "xp-button xp-quiet");
    const said = html("span", { className: "xp-said", role: "status" });
    const copy = button("Copy link to this state", () => {
      const hash = fragment(read());
      history.replaceState(null, "", hash);
      const done = (text) => { said.textContent = text; setTimeout(() => (said.textContent = ""), 4000); };
      Promise.resolve().then(() => navigator.clipboard.writeText(location.href))
        .then(() => done("Link copied."), () => done("The link is in the address bar."));
    }, "xp-button xp-quiet");
    copy.hidden = !STATIC_PAGE();
    const fragment = (state) => `#${id}:` + names.map((name) => `${name}=${encodeURIComponent(state[name])}`).join("&");
    function fromFragment() {
      const hash = location.hash.slice(1);
      if (!hash.startsWith(id + ":")) return false;
      const wanted = new URLSearchParams(hash.slice(id.length + 1)), changes = { ...defaults };
      for (const control of about.controls) {
        const text = wanted.get(control.name), value = Number(text);
        if (text !== null && text.trim() !== "" && Number.isFinite(value)) changes[control.name] = Math.min(control.high, Math.max(control.low, value));
      }
      for (const choice of about.choices) if (wanted.get(choice.name) in choice.options) changes[choice.name] = wanted.get(choice.name);
      stop(); move(changes); return true;
    }

    // --- what is said: a sentence, the same for a screen reader when the hand rests, and a table ------------------
    const sentence = html("p", { className: "xp-sentence" });
    const live = html("p", { className: "xp-live", "aria-live": "polite", role: "status" });
    let speaking = 0;
    const cells = about.rows.map((row) => ({ row, cell: html("td") }));
    const table = html("table", { className: "xp-table" }, html("caption", { textContent: "Every quantity of this state" }),
      html("thead", {}, html("tr", {}, html("th", { scope: "col", textContent: "quantity" }), html("th", { scope: "col", textContent: "letter" }), html("th", { scope: "col", textContent: "value" }))),
      html("tbody", {}, ...cells.map(({ row, cell }) => html("tr", {}, html("th", { scope: "row", textContent: row.label }), html("td", { textContent: row.letter }), cell))));
    for (const { row, cell } of cells) cell.dataset.key = row.key;
    const details = html("details", { className: "xp-details" }, html("summary", { textContent: "This state as a table" }), table);

    // --- play -----------------------------------------------------------------------------------------------------
    let frame = 0;
    const play = button("", () => (frame ? stop() : start()), "xp-play");
    function stop() { if (frame) { cancelAnimationFrame(frame); frame = 0; label(); } }
    function label() {
      const text = frame ? "Pause" : CALM() ? "Jump to the next event" : "Play";
      play.setAttribute("aria-label", text); play.title = text; play.dataset.playing = frame ? "yes" : "no";
    }
    function start() {
      const slider = sliders.get("t"); if (!slider) return;
      const { scale } = slider, now = read();
      if (CALM()) {
        const stations = [scale.low, ...(view.stations?.(now, measured) ?? []), scale.high].filter((v) => v >= scale.low && v <= scale.high).sort((a, b) => a - b);
        move({ t: stations.find((v) => v > now.t * (1 + 1e-9) + 1e-12) ?? stations[0] }); return;
      }
      const seconds = 7, from = now.t >= scale.high ? scale.min : scale.to(now.t);
      const begun = performance.now();
      const tick = (stamp) => {
        const p = from + (scale.max - scale.min) * Math.max(0, stamp - begun) / (1000 * seconds);
        frame = p >= scale.max ? 0 : requestAnimationFrame(tick);
        move({ t: scale.from(Math.min(p, scale.max)) }); if (!frame) label();
      };
      frame = requestAnimationFrame(tick); label();
    }

    // --- put together -----------------------------------------------------------------------------------------------
    const view = build({ id, play, sliders, choices });
    const free = [...sliders.values()].filter((s) => !view.placed?.includes(s.control.name)).map((s) => s.node);
    const root = html("section", { id, className: "xp", "aria-label": about.title },
      html("div", { className: "xp-presets", role: "group", "aria-label": "States worth visiting" }, ...presets.map((p) => p.node), reset, copy, said),
      why, html("div", { className: "xp-controls" }, ...free), view.node, sentence, live,
      html("div", { className: "xp-foot" }, ...[...choices].filter(([name]) => !view.placed?.includes(name)).map(([, c]) => c.node)), details);
    const say = (name, q) => (about.sentences[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => (sliders.has(key) ? trim(tell(q[key])) : tell(q[key])));

    let measured = null, pending = 0;
    let told = 0, later = 0;
    function write(text) {
      if (sentence.textContent === text) return;
      sentence.textContent = text;
      clearTimeout(speaking); speaking = setTimeout(() => (live.textContent = text), 600);
    }
    // Called by a frame with its time stamp, or directly without one: then everything is said at once.
    function draw(stamp) {
      pending = 0;
      if (stamp !== undefined) hold();
      const state = read(), q = (measured = measure(state, about));
      const speech = view.draw(state, q) ?? {};
      for (const slider of sliders.values()) {
        const { control, input, output } = slider, value = state[control.name];
        const key = control.follows ? state[control.follows] : "fixed";
        if (key !== slider.key) {
          slider.key = key; slider.scale = scaleOf(control, state); slider.shown = null;
          input.min = slider.scale.min; input.max = slider.scale.max; input.step = slider.scale.step;
        }
        if (slider.shown !== value) {
          slider.shown = value; const position = slider.scale.to(value);
          // Writing the position back while the thumb is held would fight the hand.
          if (Math.abs(Number(input.value) - position) > slider.scale.step / 2) input.value = position;
          output.value = slider.scale.show(value);
          const width = slider.scale.max - slider.scale.min;
          input.style.setProperty("--xp-at", (Math.min(1, Math.max(0, (position - slider.scale.min) / width)) * 100).toFixed(2) + "%");
        }
        const words = [spoken(value), control.unit, speech.words?.[control.name]].filter(Boolean).join(", ");
        if (words !== slider.words) input.setAttribute("aria-valuetext", (slider.words = words));
        mark(slider, speech.marks?.[control.name] ?? []);
      }
      for (const [name, { radios }] of choices) for (const radio of radios) radio.checked = radio.value === state[name];
      let reason = "";
      for (const { preset, node } of presets) {
        const here = names.every((name) => state[name] === (preset.state[name] ?? defaults[name]));
        if (here) reason = preset.why; if (node.ariaPressed !== String(here)) node.setAttribute("aria-pressed", here);
      }
      reason = reason || view.hint || ""; if (why.textContent !== reason) why.textContent = reason;
      // Nobody reads sixty sentences a second, and each new one lays the whole page out again: ten are enough.
      const text = (speech.sentences ?? []).map((name) => say(name, q)).join(" ");
      clearTimeout(later);
      if (stamp === undefined || stamp - told >= 100) { told = stamp ?? 0; write(text); } else later = setTimeout(write, 100, text);
      for (const { row, cell } of cells) {
        const value = q[row.key] ?? null, full = String(value);
        if (cell.dataset.value === full) continue;
        cell.dataset.value = full;
        cell.textContent = value === null ? "–" : Number.isFinite(value) ? tell(value, 6) : row.infinite;
      }
    }
    // Small marks under a slider: where on its track something changes.
    function mark(slider, wanted) {
      for (let i = 0; i < Math.max(wanted.length, slider.pool.length); i++) {
        const node = (slider.pool[i] ??= slider.marks.appendChild(html("span")));
        const where = wanted[i] && (slider.scale.to(wanted[i].at) - slider.scale.min) / (slider.scale.max - slider.scale.min);
        node.hidden = !(where >= 0 && where <= 1);
        if (!node.hidden) { node.style.setProperty("--xp-mark", (where * 100).toFixed(2) + "%"); node.className = wanted[i].side ?? ""; if (node.textContent !== wanted[i].text) node.textContent = wanted[i].text; }
      }
    }
    const ask = () => { if (!pending) pending = requestAnimationFrame(draw); };

    for (const name of names) { model.on("change:" + name, ask); undo.push(() => model.off("change:" + name, ask)); }
    listen(window, "hashchange", () => { if (fromFragment()) root.scrollIntoView({ block: "nearest" }); });
    const still = window.matchMedia("(prefers-reduced-motion: reduce)");
    listen(still, "change", () => { stop(); label(); });
    el.append(root); label();
    const linked = fromFragment();
    let width = 0;
    const fit = () => {
      const now = Math.floor(root.clientWidth);
      if (now && now !== width) { width = now; view.resize(now); draw(); }
    };
    // A page of equations takes longer to lay out than a move to draw. So while moves follow each other the root
    // keeps its height, and a move lays out nothing around it; it is let go when a part of it changes height (a
    // sentence takes another line), and when the hand rests. The height comes from the observer, so that none is
    // measured on the way; what the observer hears is done in the next frame, or it would hear its own echo.
    let tall = 0, held = 0;
    function hold() {
      if (!tall) return;
      if (!held) { root.style.height = tall + "px"; root.classList.add("xp-held"); }
      clearTimeout(held); held = setTimeout(release, 250);
    }
    function release() {
      if (!held) return;
      clearTimeout(held); held = tall = 0; root.classList.remove("xp-held"); root.style.height = "";
      watcher.unobserve(root); watcher.observe(root);
    }
    const watcher = new ResizeObserver((entries) => {
      for (const { target, borderBoxSize } of entries) {
        if (target !== root) { if (held) requestAnimationFrame(release); } else if (!held) tall = borderBoxSize[0].blockSize;
      }
      fit();
    });
    for (const node of [root, ...root.children]) watcher.observe(node);
    undo.push(() => watcher.disconnect());
    fit(); if (!width) { view.resize((width = 640)); draw(); width = 0; }
    if (linked) root.scrollIntoView({ block: "nearest" });
    root.explorable = { read, goto, draw: () => draw() };
    return () => { stop(); clearTimeout(held); clearTimeout(speaking); clearTimeout(later); if (saving) { clearTimeout(saving); model.save_changes(); } cancelAnimationFrame(pending); undo.forEach((f) => f()); };
  }
  return { render };
}
