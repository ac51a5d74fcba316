// augmentation.js: chapter 1. How strongly the two views of a pair differ, what they still share, and what that predicts.

function augTables() {
  const heads = ["mode", "eigenvalue γ", "what varies", "the views agree by", "predicted step"].map((textContent) => html("th", { scope: "col", textContent }));
  const rows = Array.from({ length: AUG_LEADING + AUG_LOWEST }, (_, k) => ({ head: html("th", { scope: "row" }), cells: ["gamma", "spread", "agreement", "step"].map((name) => { const cell = html("td"); cell.dataset.mode = `${name},${k}`; return cell; }) }));
  const table = html("table", { className: "xp-table" }, html("caption", { textContent: "The leading modes and the lowest ones" }), html("thead", {}, html("tr", {}, ...heads)), html("tbody", {}, ...rows.map(({ head, cells }) => html("tr", {}, head, ...cells))));
  return {
    node: html("div", { className: "aug-scroll", tabindex: "0", role: "region", "aria-label": "The leading modes and the lowest ones" }, table),
    draw(q) {
      rows.forEach(({ head, cells }, k) => {
        head.textContent = q.ranks[k] + 1;
        [q.gammas[q.ranks[k]], q.spreads[k], q.agreements[k], k < AUG_OUTPUTS ? q.steps[k] : null].forEach((value, c) => showCell(cells[c], value, { infinite: "never" }));
      });
    },
  };
}

function augGauge() {
  const fill = html("span", { className: "aug-gauge-fill" }), number = html("strong");
  const node = html("p", { className: "aug-gauge" }, "The two views agree by ", number, html("span", { className: "aug-gauge-track", "aria-hidden": "true" }, fill));
  return { node, draw({ agreement }) { number.textContent = Math.abs(agreement) < 5e-4 ? "0" : agreement > 0.9995 && agreement < 1 ? "almost 1" : trim(agreement.toFixed(3)).replace("-", "−"); fill.style.width = 100 * Math.max(0, Math.min(1, agreement)) + "%"; } };
}

const augHeading = (title, ...keys) => html("p", { className: "xp-caption" }, html("strong", { textContent: title }), ...keys);
const augKey = (words, name) => html("span", { className: "xp-key" }, html("span", { className: "aug-key " + name, "aria-hidden": "true" }), words);

function buildAugmentation({ id, sliders, choices, ask, listen }) {
  const pairs = augPairs(), heat = augHeat(), bars = augBars(id), times = augTimes(id), gauge = augGauge(), tables = augTables();
  const knobs = html("div", { className: "aug-knobs" }, html("div", { className: "xp-controls" }, ...["shift", "jitter", "grey", "noise"].map((name) => sliders.get(name).node)),
    html("div", { className: "aug-switches" }, choices.get("pairing").node, choices.get("pixels").node));
  const block = (name, ...nodes) => html("div", { className: name }, ...nodes);
  const percent = html("span", { className: "xp-key", textContent: "%: how far the views agree" });
  const node = html("div", { className: "xp-views aug" },
    block("aug-pairs", augHeading("Four of the 300 pairs"), pairs.node, gauge.node), knobs,
    block("aug-bars-box", augHeading("Eigenvalues of Γ, and their modes", augKey("shared", "aug-shared"), augKey("varies", "aug-varies"), percent), bars.node),
    block("aug-map", augHeading("Their cross-correlation Γ", augKey("+", "aug-plus"), augKey("−", "aug-minus")), heat.node),
    block("aug-loss", augHeading("Predicted loss, five outputs, log time"), times.node));
  const theme = coloursOf(node, listen, () => { signed(); ask(); }), { colours } = theme;
  function signed() {
    const style = getComputedStyle(node), probe = document.createElement("canvas").getContext("2d");
    for (const name of ["plus", "minus"]) { probe.fillStyle = style.getPropertyValue("--" + name).trim(); const hex = probe.fillStyle; colours[name + "Rgb"] = [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16)); }
    heat.colours(colours);
  }
  function resize(width) {
    const wide = width >= 560, left = wide ? width - 234 - 28 : width;
    node.classList.toggle("aug-wide", wide); percent.hidden = !wide;
    theme.read(); signed(); pairs.resize(left); heat.resize(wide ? 234 : Math.min(width, 234)); bars.resize(width); times.resize(width);
  }
  function draw(state, q) {
    pairs.draw(q, colours); heat.draw(q, colours); bars.draw(q); times.draw(q); gauge.draw(q); tables.draw(q);
    return { sentences: describeAugmentation(q) };
  }
  return { node, resize, draw, placed: ["shift", "jitter", "grey", "noise", "pixels", "pairing"], tables: [tables.node], close: theme.close,
    hint: "Move one slider at a time. Which bars shrink, and which only grow an outline?" };
}

export default contract({ measure: measureAugmentation, build: buildAugmentation });
