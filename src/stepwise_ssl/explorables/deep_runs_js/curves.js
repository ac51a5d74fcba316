// curves.js: the eigenvalues, the loss and the ranks of hidden layers of one run, with a line at the present step.

const KNOWN_MODES = 10, FLOOR = 1e-6;
const layerOf = (layer, name, tag = "path") => layer.appendChild(svg(tag, { class: name }));
const cleanRange = (columns) => {
  let low = Infinity, high = -Infinity;
  for (const column of columns) for (const v of column) if (Number.isFinite(v)) { if (v < low) low = v; if (v > high) high = v; }
  return low <= high ? [low, high] : [0, 1];
};
const joined = (ranges) => [Math.min(...ranges.map((r) => r[0])), Math.max(...ranges.map((r) => r[1]))];

// The lower end of a logarithmic axis: a decade below the smallest of the first values that is above nought, at least 1e-6.
function logFloor(runs) {
  let low = 1;
  for (const run of runs) for (const column of run.eigenvalues.slice(0, KNOWN_MODES)) for (const v of column) if (v > 0 && v < low) low = v;
  return Math.min(1e-2, Math.max(FLOOR, Math.pow(10, Math.floor(Math.log10(low)))));
}

// Runs of one loss share their axes; `both` are the runs whose values an axis must hold.
function rangesOf(both, valueLog) {
  const eigen = joined(both.map((run) => cleanRange(run.eigenvalues))), loss = joined(both.map((run) => cleanRange(run.loss ? [run.loss] : [])));
  const ranks = joined(both.map((run) => cleanRange(run.ranks))), room = (low, high) => 0.04 * (high - low || 1);
  return {
    eigen: valueLog ? { low: logFloor(both), high: Math.pow(10, Math.ceil(Math.log10(Math.max(eigen[1], 10 * FLOOR)))), log: true, most: 4 } : { low: Math.min(0, eigen[0]) - (eigen[0] < 0 ? room(...eigen) : 0), high: eigen[1] + room(0, eigen[1]), log: false, most: 4 },
    // From nought, unless that would press all that happens into the upper half.
    loss: { low: loss[0] > 0.5 * loss[1] ? loss[0] - room(...loss) : Math.min(0, loss[0]), high: loss[1] + room(...loss), log: false, most: 3 },
    ranks: { low: 0, high: ranks[1] + room(0, ranks[1]), log: false, most: 3 },
  };
}

function linePath(plot, steps, column) {
  let path = "", pen = "M";
  for (let k = 0; k < steps.length; k++) {
    if (!Number.isFinite(column[k]) || (plot.xs.log && steps[k] < plot.xs.low)) { pen = "M"; continue; }
    path += pen + px(plot.x(steps[k])) + " " + px(plot.ySafe(column[k])); pen = "L";
  }
  return path;
}

function makeCurves(id, side) {
  const label = { eigen: "Eigenvalues of the embeddings against the training step", loss: "Loss against the training step", ranks: "Effective ranks of hidden layers against the training step" };
  const plots = Object.fromEntries(Object.entries(label).map(([name, words]) => [name, new Plot(`${id}-${side}-${name}`, `${words}, ${side} run; the state is said in the sentence below.`)]));
  for (const [name, plot] of Object.entries(plots)) { plot.node.dataset.view = `${side}-${name}`; plot.cursor = layerOf(plot.under, "xp-cursor"); }
  const eigen = layerOf(plots.eigen.curves, "", "g"), loss = layerOf(plots.loss.curves, "dr-loss"), ranks = layerOf(plots.ranks.curves, "", "g");
  const dots = { loss: layerOf(plots.loss.curves, "dr-dot", "circle"), eigen: layerOf(plots.eigen.curves, "dr-dot dr-mode-1", "circle") };
  for (const [name, node] of Object.entries(dots)) put(node, { r: 4, "data-role": `${side}-${name}`, visibility: "hidden" });
  const legend = html("span", { className: "dr-layers" });
  let key = "", known = null;
  function clear() {
    eigen.replaceChildren(); ranks.replaceChildren(); put(loss, { d: "" }); legend.replaceChildren();
    for (const plot of Object.values(plots)) { plot.grid.replaceChildren(); plot.key = ""; put(plot.cursor, { d: "" }); }
    for (const node of Object.values(dots)) put(node, { visibility: "hidden" });
  }
  function drawCurves(run, ranges, x) {
    for (const [name, plot] of Object.entries(plots)) plot.axes(x, ranges[name]);
    // The largest come last, so that they lie on top.
    eigen.replaceChildren(...run.eigenvalues.map((column, j) => svg("path", { class: j < KNOWN_MODES ? `dr-curve dr-mode-${j + 1}` : "dr-curve dr-many", d: linePath(plots.eigen, run.steps, column), "data-mode": j + 1 })).reverse());
    ranks.replaceChildren(...run.ranks.map((column, l) => svg("path", { class: `dr-layer dr-layer-${l % 5}`, d: linePath(plots.ranks, run.steps, column), "data-layer": run.layers[l] ?? l })));
    legend.replaceChildren(...run.layers.map((name, l) => html("span", { className: "xp-key" }, svg("svg", { width: 22, height: 12, viewBox: "0 0 22 12", "aria-hidden": "true" }, svg("path", { d: "M1 6H21", class: `dr-layer dr-layer-${l % 5}` })), name)));
    put(loss, { d: run.loss ? linePath(plots.loss, run.steps, run.loss) : "" });
  }
  return {
    plots, legend,
    resize(width, tall) { plots.eigen.resize(width, tall); plots.loss.resize(width, 110); plots.ranks.resize(width, 130); key = ""; },
    draw(run, q, ranges, x, t) {
      if (!run) { if (key !== "empty") { clear(); key = "empty"; } return; }
      const now = [run.name, x.low, x.high, x.log, plots.eigen.width].join();
      if (now !== key || ranges !== known) { key = now; known = ranges; drawCurves(run, ranges, x); }
      const value = (name) => q[`${side}_${name}`], shown = (at) => at >= x.low;
      for (const plot of Object.values(plots)) put(plot.cursor, { d: shown(t) ? `M${px(plot.x(Math.min(t, x.high)))} ${plot.top}V${plot.bottom}` : "" });
      for (const [name, v] of [["loss", value("loss")], ["eigen", value("lambda_1")]]) {
        const plot = plots[name], there = Number.isFinite(v) && shown(value("step"));
        put(dots[name], { visibility: there ? "visible" : "hidden", ...(there ? { cx: px(plot.x(value("step"))), cy: px(plot.ySafe(v)) } : {}) });
      }
    },
  };
}
