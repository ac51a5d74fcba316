// sliders.js: one native range input for each declared quantity, with its label, value and marks.

function makeSliders(about, id, { move, stop }) {
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
  return sliders;
}

const along = (scale, position) => (scale.max > scale.min ? (position - scale.min) / (scale.max - scale.min) : 0);

// Bring one slider up to the state; only what has changed is written.
function showSlider(slider, state, words, marks) {
  const { control, input, output } = slider, value = state[control.name];
  // A view may give a slider a scale of its own, such as one that stops at recorded times only.
  const key = slider.own ?? `${control.follows ? state[control.follows] : ""} ${control.within ? state[control.within].length : ""}`;
  if (key !== slider.key) {
    slider.key = key; slider.scale = slider.own ?? scaleOf(control, state); slider.shown = null;
    input.min = slider.scale.min; input.max = slider.scale.max; input.step = slider.scale.step;
  }
  if (slider.shown !== value) {
    slider.shown = value; const position = slider.scale.to(value);
    // Writing the position back while the thumb is held would fight the hand.
    if (Math.abs(Number(input.value) - position) > slider.scale.step / 2) input.value = position;
    output.value = slider.scale.show(value);
    input.style.setProperty("--xp-at", (Math.min(1, Math.max(0, along(slider.scale, position))) * 100).toFixed(2) + "%");
  }
  const said = [spoken(value), control.unit, words].filter(Boolean).join(", ");
  if (said !== slider.words) input.setAttribute("aria-valuetext", (slider.words = said));
  markSlider(slider, marks ?? []);
}

// Small marks under a slider: where on its track something changes.
function markSlider(slider, wanted) {
  for (let i = 0; i < Math.max(wanted.length, slider.pool.length); i++) {
    const node = (slider.pool[i] ??= slider.marks.appendChild(html("span")));
    const where = wanted[i] && along(slider.scale, slider.scale.to(wanted[i].at));
    node.hidden = !(where >= 0 && where <= 1);
    if (node.hidden) continue;
    node.style.setProperty("--xp-mark", (where * 100).toFixed(2) + "%");
    node.className = wanted[i].side ?? "";
    if (node.textContent !== wanted[i].text) node.textContent = wanted[i].text;
  }
}
