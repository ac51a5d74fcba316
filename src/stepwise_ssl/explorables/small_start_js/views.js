// views.js: eigenvalues of C over a theory with its band, the starts of the modes, and the gap against the scale.

const layerPath = (layer, name) => layer.appendChild(svg("path", { class: name }));
const MODES = 8;

function makeRise(id) {
  const plot = new Plot(id + "-rise", "Eigenvalues of C against time, the theory and its band; the state is said in the sentence below.");
  plot.node.dataset.view = "rise";
  const each = (name, layer) => Array.from({ length: MODES }, (_, j) => layerPath(layer, `${name} md-${j + 1}`));
  const bands = each("md-band", plot.curves), runs = each("md-curve", plot.curves), theory = each("md-theory", plot.curves), marks = each("md-mark", plot.over);
  runs.forEach((node, j) => (node.dataset.role = `lambda-${j + 1}`)); theory.forEach((node, j) => (node.dataset.role = `theory-${j + 1}`));
  marks.forEach((node, j) => (node.dataset.role = `due-${j + 1}`));
  let key = "";
  return {
    plot,
    draw(q) {
      const { run, d, theory: which, clock, time_axis } = q, log = time_axis === "log", n = THEORIES.indexOf(which);
      const now = [q.alpha, q.seed, d, q.m, q.rate, q.shape, q.ratio, q.tail, which, clock, log, run.rows.length, run.finished, plot.width].join();
      if (now === key) return;
      key = now;
      // A whole decade to begin with, so that a logarithmic axis has two numbers at least.
      const early = Math.pow(10, Math.floor(Math.log10(0.5 * Math.min(...q.flow.qr.filter(Number.isFinite), q.horizon))));
      plot.axes({ low: log ? early : 0, high: q.horizon, log, most: 5 }, { low: 0, high: 1.2, log: false, most: 3 });
      // All values of one time at once: a row of the run, straight lines between.
      const { rows } = run, lists = { now: [], theory: [], at: [] }, count = Math.ceil((plot.right - plot.left) / 1.5), end = rows[rows.length - 1].t;
      for (let i = 0; i <= count; i++) {
        const x = plot.left + (i / count) * (plot.right - plot.left), u = plot.xa + (x - plot.left) / plot.xk, t = log ? Math.exp(u) : u, reached = t <= end;
        if (!reached && clock === "steps" && !run.finished) break;
        const k = rowIndex(rows, t), one = rows[k], two = rows[Math.min(k + 1, rows.length - 1)], part = two.t > one.t ? Math.min(1, (t - one.t) / (two.t - one.t)) : 0;
        const between = (f) => one.values.map((_, j) => f(one)[j] + (f(two)[j] - f(one)[j]) * part);
        lists.at.push(x); lists.now.push(reached || run.finished ? between((row) => row.values) : null);
        const law = clock === "flow" ? Array.from(q.starts[which], (r, j) => flowEigenvalue(q.gammas[j], q.alpha * r, t)) : between((row) => row.weights[n]);
        lists.theory.push(Float64Array.from(law).sort().reverse());
      }
      const line = (values, j, f = (v) => v) => lists.at.map((x, i) => (values[i] ? `${px(x)} ${px(plot.ySafe(f(values[i][j])))}` : "")).filter(Boolean).join("L");
      const root = (v) => Math.sqrt(Math.max(0, v));
      for (let j = 0; j < MODES; j++) {
        const shown = j < d, up = shown && q.band ? line(lists.theory, j, (v) => (root(v) + q.band) ** 2) : "";
        const down = up ? line(lists.theory, j, (v) => Math.max(0, root(v) - q.band) ** 2).split("L").reverse().join("L") : "";
        put(bands[j], { d: up ? `M${up}L${down}Z` : "" });
        const path = shown ? line(lists.now, j) : "", law = shown ? line(lists.theory, j) : "", due = shown ? q.shownHalves[j] : Infinity;
        put(runs[j], { d: path && "M" + path }); put(theory[j], { d: law && "M" + law });
        const visible = due > plot.xs.low && due < plot.xs.high;
        put(marks[j], { d: visible ? `M${px(plot.x(due))} ${plot.bottom}l-4.5 -8h9z` : "" });
      }
    },
  };
}

// What each theory gives the modes to start with, in units of alpha: R_jj, |W_0 v_j|, singular values of the d leading columns.
function makeStarts(id) {
  const plot = new Plot(id + "-starts", "Starts of the modes by three theories, on a logarithmic axis; the numbers stand in the table below.");
  plot.node.dataset.view = "starts";
  const stems = Array.from({ length: MODES }, (_, j) => layerPath(plot.curves, `md-stem md-${j + 1}`));
  const marks = Object.fromEntries([...THEORIES].reverse().map((name) => [name, Array.from({ length: MODES }, (_, j) => layerPath(plot.curves, `md-start md-${name} md-${j + 1}`))]));
  const glyph = { qr: (x, y) => `M${x - 5} ${y - 5}h10v10h-10z`, norms: (x, y) => `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z`, svd: (x, y) => `M${x} ${y - 6}l6 6l-6 6l-6 -6z` };
  return {
    plot,
    draw({ starts, d, theory }) {
      const all = THEORIES.flatMap((name) => [...starts[name]]), low = Math.pow(10, Math.floor(Math.log10(Math.min(...all) * 0.8)));
      plot.axes({ low: 0.5, high: d + 0.5, log: false, most: d }, { low, high: 20, log: true, most: 3 });
      for (const label of plot.grid.querySelectorAll("[data-x]")) label.style.display = Number.isInteger(Number(label.dataset.x)) ? "" : "none";
      for (const name of THEORIES) marks[name].forEach((node, j) => {
        if (j >= d) { put(node, { d: "" }); return; }
        put(node, { d: glyph[name](px(plot.x(j + 1)), px(plot.ySafe(starts[name][j]))), "data-value": starts[name][j] });
        node.classList.toggle("md-chosen", name === theory);
      });
      stems.forEach((node, j) => put(node, { d: j < d ? `M${px(plot.x(j + 1))} ${plot.bottom}V${px(plot.ySafe(starts.qr[j]))}` : "" }));
    },
  };
}

function makeGaps(id) {
  const plot = new Plot(id + "-gaps", "Measured gap at the end against the initialisation scale, both axes logarithmic, with the line alpha to the p; the state is said in the sentence below.");
  plot.node.dataset.view = "gaps";
  const line = layerPath(plot.curves, "md-law"), dots = SCAN.map(() => plot.curves.appendChild(svg("circle", { class: "md-dot", r: 4 })));
  const here = plot.curves.appendChild(svg("circle", { class: "md-here", r: 5.5 })); here.dataset.role = "gap";
  return {
    plot,
    draw({ alpha, p, scan, gap_end, power_least }) {
      const least = Math.min(power_least, ...scan.map((s) => s.gap)) / 2, low = Math.pow(10, Math.max(-8, Math.floor(Math.log10(least))));
      plot.axes({ low: 5e-7, high: 0.2, log: true, most: 3 }, { low, high: 3, log: true, most: 3 });
      put(line, { d: plot.curve((a) => Math.pow(a, p), 12) });
      dots.forEach((node, k) => {
        const seen = scan[k];
        put(node, { visibility: seen ? "visible" : "hidden", ...(seen ? { cx: px(plot.x(seen.alpha)), cy: px(plot.ySafe(seen.gap)) } : {}) });
      });
      put(here, { visibility: gap_end === null ? "hidden" : "visible", cx: px(plot.x(alpha)), cy: px(plot.ySafe(gap_end ?? 1)) });
    },
  };
}
