// bars.js: the spectrum as bars. Each bar is a slider for mouse, touch and keyboard.
//
// While a bar is held it keeps its place, so that the hand never loses it, and only its colour follows its rank;
// when it is let go (or the keys rest), the bars are put in order of value and the focus goes with the bar.

// The values a bar snaps to: finer near nought, where small eigenvalues live.
const SNAPS = (() => {
  const out = [];
  for (let k = -20; k <= 160; k++) out.push(k / 20);
  for (let k = -9; k <= 9; k++) out.push(k / 100);
  return [...new Set(out)].filter((v) => Math.abs(v) <= 1 || Number.isInteger(Math.round(v * 100) / 10)).sort((a, b) => a - b);
})();
const nearestSnap = (v) => SNAPS.reduce((best, s) => (Math.abs(s - v) < Math.abs(best - v) ? s : best), SNAPS[0]);
// Heights are square roots, so that small eigenvalues can be seen beside large ones.
const heightOf = (gamma) => Math.sign(gamma) * Math.sqrt(Math.abs(gamma));
const gammaOf = (height) => height * Math.abs(height);

const BARS = { height: 202, top: 22, bottom: 52, low: -1, high: 8 };

function barsView({ id, list, read, choose, stop, colours }) {
  const tall = BARS.height - BARS.top - BARS.bottom, span = heightOf(BARS.high) - heightOf(BARS.low);
  const yOf = (gamma) => BARS.top + ((heightOf(BARS.high) - heightOf(gamma)) * tall) / span, zero = yOf(0);
  const rules = [8, 4, 2, 1, 0, -1].map((value) => {
    const rule = html("span", { className: "xp-rule" + (value ? "" : " xp-rule-zero"), "aria-hidden": "true" }, html("span", { textContent: String(value).replace("-", "−") }));
    rule.style.top = yOf(value) + "px"; return rule;
  });
  const row = html("div", { className: "xp-bars-row" });
  const node = html("div", { className: "xp-bars", role: "group", "aria-label": "Spectrum: one slider for each eigenvalue. Delete removes a mode." }, ...rules, row);
  node.style.height = BARS.height + "px";
  let held = -1, settling = 0, width = 400, fitted = "", written = null;
  const ruler = document.createElement("canvas").getContext("2d");
  // As much of every number as there is room for beside the next, and the same for all of them.
  const WAYS = [(g) => trim(tell(g)), (g) => trim(tell(g, 2)), (g) => trim(tell(g, 2)).replace("0.", "."), (g) => trim(tell(g, 1)).replace("0.", ".")];
  function wayOf(gammas, room) {
    const key = room + " " + gammas + colours.font;
    if (key === fitted) return written;
    fitted = key; ruler.font = `600 12px ${colours.font}`;
    return (written = WAYS.find((way) => gammas.every((g) => ruler.measureText(way(g)).width <= room - 5)) ?? WAYS[WAYS.length - 1]);
  }

  const set = (slot, value) => { stop(); const gammas = [...read().gammas]; gammas[slot] = value; choose({ gammas }); };
  const sorted = (gammas) => ranking(gammas).map((k) => gammas[k]);
  function settle() {
    clearTimeout(settling); settling = 0;
    const { gammas } = read(), order = ranking(gammas), slot = bars.findIndex((bar) => bar.node === document.activeElement);
    if (order.every((k, j) => k === j)) return;
    choose({ gammas: sorted(gammas) });
    if (slot >= 0) bars[order.indexOf(slot)].node.focus({ preventScroll: true });
  }
  const later = () => { clearTimeout(settling); settling = setTimeout(settle, 900); };

  const bars = Array.from({ length: list.most }, (_, slot) => {
    const fill = html("span", { className: "xp-bar-fill" }), number = html("span", { className: "xp-bar-value" }), name = html("span", { className: "xp-bar-name" }), face = html("canvas", { className: "xp-bar-face", width: 10, height: 10, "aria-hidden": "true" });
    const bar = html("div", { className: "xp-bar", role: "slider", tabindex: "0", "aria-orientation": "vertical", "aria-valuemin": list.low, "aria-valuemax": list.high }, fill, number, face, name);
    bar.tabIndex = 0; bar.dataset.slot = slot; bar.id = `${id}-gamma-${slot + 1}`;
    const at = (event) => set(slot, nearestSnap(gammaOf(heightOf(BARS.high) - ((event.clientY - box - BARS.top) * span) / tall)));
    let box = 0;
    bar.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault(); bar.focus({ preventScroll: true }); bar.setPointerCapture(event.pointerId);
      box = bar.getBoundingClientRect().top; held = slot; bar.classList.add("xp-bar-held"); clearTimeout(settling); at(event);
    });
    bar.addEventListener("pointermove", (event) => { if (held === slot) at(event); });
    for (const type of ["pointerup", "pointercancel"]) bar.addEventListener(type, () => { if (held === slot) { held = -1; bar.classList.remove("xp-bar-held"); settle(); } });
    bar.addEventListener("blur", () => { if (settling) settle(); });
    bar.addEventListener("keydown", (event) => {
      const value = read().gammas[slot], up = SNAPS.findIndex((s) => s > value + 1e-9), down = SNAPS.findLastIndex((s) => s < value - 1e-9);
      const to = (k) => SNAPS[Math.max(0, Math.min(SNAPS.length - 1, k))], top = up < 0 ? SNAPS.length - 1 : up;
      const wanted = { ArrowUp: () => to(top), ArrowRight: () => to(top), ArrowDown: () => to(down), ArrowLeft: () => to(down), PageUp: () => to(top + 9), PageDown: () => to(down - 9), Home: () => SNAPS[0], End: () => SNAPS[SNAPS.length - 1] }[event.key];
      event.stopPropagation(); // JupyterLab would take the keys for itself
      if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); remove(slot); return; }
      if (!wanted) return;
      event.preventDefault(); set(slot, wanted()); later();
    });
    row.append(bar);
    return { node: bar, fill, number, name, face, key: null, seen: "" };
  });

  // A new mode comes at the small end; where every mode had its direction, so has the new one.
  function add() {
    const { gammas, d } = read(); if (gammas.length >= list.most) return;
    const smallest = Math.min(...gammas.filter((g) => g > 0), 2), next = sorted([...gammas, nearestSnap(smallest / 2)]);
    stop(); choose(d === gammas.length ? { gammas: next, d: d + 1 } : { gammas: next });
  }
  function remove(slot) {
    const { gammas } = read(); if (gammas.length <= list.least) return;
    stop(); choose({ gammas: sorted(gammas.filter((_, k) => k !== slot)) });
    if (bars.some((bar) => bar.node === document.activeElement)) bars[Math.max(0, Math.min(slot, gammas.length - 2))].node.focus({ preventScroll: true });
  }
  const plus = button("Add a mode", add), minus = button("Remove the last", () => remove(ranking(read().gammas).pop()));

  // `modes`: the eigenmodes as pictures, shown under the bars; `whose` changes when they do.
  function draw(q, modes, whose) {
    const room = Math.min(76, (width - 34) / q.m), write = wayOf(q.gammas, room), rank = []; q.order.forEach((slot, j) => (rank[slot] = j));
    bars.forEach((bar, slot) => {
      const j = rank[slot], gamma = q.gammas[j], shown = slot < q.m, key = shown ? `${j} ${gamma} ${q.m} ${q.d} ${WAYS.indexOf(write)}` : "";
      const word = shown ? modeWord(q, j) : "";
      if (shown && bar.word !== key + word) {
        bar.word = key + word;
        bar.node.setAttribute("aria-label", `mode ${j + 1} of ${q.m}, eigenvalue`); bar.node.setAttribute("aria-valuenow", gamma);
        bar.node.setAttribute("aria-valuetext", `${spoken(gamma)}, ${word}`);
      }
      if (shown && bar.seen !== j + whose) { bar.seen = j + whose; bar.face.hidden = !modes[j]; if (modes[j]) bar.face.getContext("2d").putImageData(modes[j], 0, 0); }
      if (bar.key === key) return;
      bar.key = key; bar.node.hidden = !shown; if (!shown) { bar.word = ""; return; }
      const top = Math.min(zero, yOf(gamma)), size = Math.max(2, Math.abs(yOf(gamma) - zero));
      bar.node.dataset.mode = j + 1; bar.node.style.setProperty("--c", `var(--m${j + 1})`);
      bar.node.classList.toggle("xp-bar-idle", j >= q.d || gamma <= 0);
      bar.fill.style.cssText = `top:${px(top)}px;height:${px(size)}px`;
      bar.number.style.top = px(gamma < 0 ? zero - 19 : top - 19) + "px";
      bar.number.textContent = write(gamma); bar.name.textContent = "γ" + "₁₂₃₄₅₆₇₈"[j];
    });
    plus.disabled = q.m >= list.most; minus.disabled = q.m <= list.least;
  }
  return { node, plus, minus, draw, resize(now) { width = now; }, close: () => clearTimeout(settling) };
}
