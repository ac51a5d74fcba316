// curves.js: eigenvalues and loss against time. Axes stand in SVG; what moves is drawn on two canvases above them,
// one for the curves (redrawn when they change) and one for the present moment.

const EIGEN_TOPS = [1.12, 2.2, 4.4, 8.8], EIGEN_DEPTHS = [0.04, 0.3, 1.1];
const rungOf = (ladder, value) => ladder.find((top) => top >= value) ?? ladder[ladder.length - 1];

function pane(id, name, label) {
  const plot = new Plot(`${id}-${name}`, label), curves = canvasOf("", "xp-over"), now = canvasOf("", "xp-over xp-now");
  for (const { node } of [curves, now]) { node.removeAttribute("role"); node.removeAttribute("aria-label"); node.setAttribute("aria-hidden", "true"); }
  plot.node.dataset.view = name; curves.node.dataset.view = name + "-curves"; now.node.dataset.view = name + "-now";
  plot.margin = { left: 34, right: 18, top: 18, bottom: 24 };
  const node = html("div", { className: "xp-pane" }, plot.node, curves.node, now.node);
  return {
    plot, curves, now, node, key: "",
    resize(width, height) { plot.resize(width, height); curves.resize(width, height); now.resize(width, height); node.style.height = height + "px"; this.key = ""; },
  };
}

function curvesView({ id, sliders, colours }) {
  const eigen = pane(id, "eigenvalues", "Plot of every embedding eigenvalue against time; the state is said in the sentence below.");
  const loss = pane(id, "loss", "Plot of the loss against time, a staircase; the state is said in the sentence below.");
  loss.plot.margin.top = 8;
  const gaps = []; // per mode, 1 - lambda at every sample of the time axis
  let samples = [], sampled = "";

  const windowOf = (state) => { const [low, high] = sliders.get("t").control.windows[state.time_axis]; return { low, high, log: state.time_axis === "log", most: 5 }; };

  function sample(x, q) {
    const { plot } = eigen, count = Math.ceil((plot.right - plot.left) / 1.5);
    const u0 = x.log ? Math.log(x.low) : x.low, u1 = x.log ? Math.log(x.high) : x.high;
    samples = Array.from({ length: count + 1 }, (_, k) => u0 + ((u1 - u0) * k) / count).map((u) => (x.log ? Math.exp(u) : u));
    q.steps.forEach(({ gamma, learnable }, j) => { const row = (gaps[j] ??= []); row.length = samples.length; for (let k = 0; k < samples.length; k++) row[k] = learnable ? gapAt(gamma, q.alpha, samples[k]) : 1; });
  }

  // The curves, in the page's colours. Returns nothing; skipped when nothing about them has changed.
  function drawCurves(state, q) {
    const x = windowOf(state), starts = q.steps.map((s) => s.start);
    const key = [q.gammas, q.alpha, q.d, x.log, eigen.plot.width, eigen.plot.height, loss.plot.height].join();
    if (key === sampled) return;
    sampled = key;
    eigen.plot.axes(x, { low: -rungOf(EIGEN_DEPTHS, -Math.min(...starts)), high: rungOf(EIGEN_TOPS, Math.max(...starts)), log: false, most: 3 });
    const most = Math.max(q.d, lossAt(q.steps, q.alpha, x.log ? x.low : 0));
    loss.plot.axes(x, { low: 0, high: most > q.d * 1.09 ? Math.ceil(most) : q.d * 1.09, log: false, most: q.d < 6 && most <= q.d * 1.09 ? q.d + 1 : 5 });
    sample(x, q);
    drawEigen(q); drawLoss(q);
  }

  const trace = (context, plot, value, first = 0) => {
    for (let k = first; k < samples.length; k++) { const at = plot.x(samples[k]), y = plot.ySafe(value(k)); if (k === first) context.moveTo(at, y); else context.lineTo(at, y); }
  };
  function inside(context, plot, paint) {
    context.save(); context.beginPath(); context.rect(plot.left - 2, plot.top - 4, plot.right - plot.left + 4, plot.bottom - plot.top + 5); context.clip(); paint(); context.restore();
  }
  // Thin lines at tau_j through both plots; the number of the mode stands above where there is room.
  function taus(context, plot, q, numbers) {
    let taken = -99;
    q.steps.forEach((step, j) => {
      if (!plot.inX(step.tau) || !(step.tau > 0)) return;
      const at = px(plot.x(step.tau));
      context.strokeStyle = context.fillStyle = colours.mode[j]; context.lineWidth = 1; context.setLineDash([3, 3]);
      context.beginPath(); context.moveTo(at, plot.top - 2); context.lineTo(at, plot.bottom); context.stroke(); context.setLineDash([]);
      if (numbers && at - taken > 16) { context.fillText("τ" + "₁₂₃₄₅₆₇₈"[j], at, plot.top - 6); taken = at; }
      if (!numbers) { context.beginPath(); context.moveTo(at - 3.5, plot.bottom + 6); context.lineTo(at + 3.5, plot.bottom + 6); context.lineTo(at, plot.bottom); context.fill(); }
    });
  }
  function drawEigen(q) {
    const { plot, curves: canvas } = eigen, { context } = canvas;
    canvas.clear(); context.font = `600 12px ${colours.font}`; context.textAlign = "center";
    taus(context, plot, q, true);
    inside(context, plot, () => {
      for (let j = q.m - 1; j >= 0; j--) {
        context.strokeStyle = colours.mode[j]; context.lineWidth = q.steps[j].learnable ? 2.25 : 1.5; context.setLineDash(q.steps[j].learnable ? [] : [1, 4]);
        context.beginPath(); trace(context, plot, (k) => (q.steps[j].learnable ? 1 - gaps[j][k] : 0)); context.stroke();
      }
      context.setLineDash([]);
    });
  }
  // The loss as a pile of unit steps: what mode j still lacks is a band in its colour, mode 1 on top because it goes first.
  function drawLoss(q) {
    const { plot, curves: canvas } = loss, { context } = canvas, base = new Float64Array(samples.length);
    canvas.clear();
    inside(context, plot, () => {
      for (let j = q.d - 1; j >= 0; j--) {
        const below = Float64Array.from(base);
        for (let k = 0; k < base.length; k++) base[k] += gaps[j][k] ** 2;
        context.beginPath(); trace(context, plot, (k) => base[k]);
        for (let k = samples.length - 1; k >= 0; k--) context.lineTo(plot.x(samples[k]), plot.ySafe(below[k]));
        context.closePath(); context.fillStyle = colours.mode[j]; context.globalAlpha = 0.24; context.fill(); context.globalAlpha = 1;
      }
    });
    taus(context, plot, q, false);
    inside(context, plot, () => {
      context.strokeStyle = colours.ink; context.lineWidth = 2.25; context.lineJoin = "round";
      context.beginPath(); trace(context, plot, (k) => base[k]); context.stroke();
    });
  }

  // The present moment: a line, a dot for each mode, and a veil over what is still to come.
  function drawNow(state, q, hidden) {
    const { t } = state;
    for (const { plot, now, curves: canvas, node } of [eigen, loss]) {
      const { context } = now, seen = plot.inX(t) || (!plot.xs.log && t === 0), at = px(Math.max(plot.left, Math.min(plot.right, t > 0 || !plot.xs.log ? plot.x(t) : plot.left)));
      now.clear();
      canvas.node.style.clipPath = hidden ? `inset(0 ${Math.max(0, plot.width - at)}px 0 0)` : "";
      context.globalAlpha = 0.5; context.fillStyle = colours.paper; context.fillRect(at, 0, plot.right - at + 4, plot.bottom); context.globalAlpha = 1;
      context.strokeStyle = colours.ink; context.lineWidth = 1; context.beginPath(); context.moveTo(at, plot.top - 4); context.lineTo(at, plot.bottom); context.stroke();
      node.dataset.cursor = at;
      if (!seen) continue;
      if (plot === eigen.plot) for (let j = q.m - 1; j >= 0; j--) dot(context, at, plot.ySafe(q.lam[j]), j < q.d ? 4.5 : 3, colours.mode[j]);
      else dot(context, at, plot.ySafe(q.loss), 5, colours.ink);
    }
  }
  function dot(context, x, y, r, colour) {
    context.beginPath(); context.arc(x, y, r, 0, 2 * Math.PI); context.fillStyle = colour; context.fill();
    context.strokeStyle = colours.paper; context.lineWidth = 1.5; context.stroke();
  }
  return { eigen, loss, windowOf, drawCurves, drawNow, forget() { sampled = ""; } };
}
