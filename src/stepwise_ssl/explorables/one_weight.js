// one_weight.js: chapter 3. One state, three views: the weight, its eigenvalue and loss, and the landscape it rolls on.

const {
  oneWeightSolution: weightAt, oneWeightEigenvalueSolution: eigenvalueAt, oneWeightGap: gapAt, oneWeightLoss: lossOf,
  oneWeightStepTime: stepTime, oneWeightHalfRise: halfRise, oneWeightWidth: riseWidth, oneWeightLimitWeight: limitWeight,
  oneWeightDescentStep: descentStep, oneWeightStabilityLimit: stabilityLimit, oneWeightOvershootLimit: overshootLimit,
} = formulas;
const ESCAPED = 1e3; // far outside every bounded orbit of the sliders' range
const iterates = new Float64Array(100002); // 100 units of time at the smallest learning rate, allocated once

// Gradient descent until the window ends; `last` is the last finite iterate, `escaped` the step that left for good.
function descend(gamma, s0, eta, until) {
  const steps = Math.min(iterates.length - 2, Math.floor(until / eta + 1e-9) + 1);
  const out = { last: 0, steps, escaped: Infinity, crossed: false, half: Infinity };
  let s = s0, lambda = gamma * s * s;
  iterates[0] = s;
  for (let k = 1; k <= steps; k++) {
    const next = descentStep(gamma, eta, s);
    if (!(Math.abs(next) < ESCAPED)) { out.escaped = k; break; }
    const risen = gamma * next * next;
    if (gamma > 0 && (risen - 1) * (lambda - 1) < -1e-24) out.crossed = true;
    if (next * s < 0) out.crossed = true;
    if (out.half === Infinity && lambda < 0.5 && risen >= 0.5) out.half = eta * (k - 1 + (0.5 - lambda) / (risen - lambda));
    iterates[k] = s = next; lambda = risen; out.last = k;
  }
  return out;
}

function measureOneWeight({ gamma, s0, eta, t, time_axis }, about) {
  const start = gamma * s0 * s0, up = gamma > 0, steps = up && start < 1;
  const window = about.controls.find((c) => c.name === "t").windows[time_axis], run = descend(gamma, s0, eta, Math.max(window[1], t) + eta);
  const k = Math.floor(t / eta + 1e-9), gone = k >= run.escaped;
  const gap = gapAt(gamma, s0, t), s_k = gone ? Infinity : iterates[Math.min(k, run.last)];
  return {
    gamma, s0, eta, t, k, s_k, gap, run, start,
    s: weightAt(gamma, s0, t),
    lam: eigenvalueAt(gamma, s0, t),
    loss: gap * gap,
    limit: limitWeight(gamma, s0),
    tau: steps ? stepTime(gamma, s0) : Infinity,
    half_rise: steps ? halfRise(gamma, s0) : Infinity,
    width: steps ? riseWidth(gamma) : Infinity,
    loss_done: steps && start < 0.5 ? 1 - 0.25 / lossOf(gamma, s0) : null,
    overshoot_limit: up ? overshootLimit(gamma) : Infinity,
    stability_limit: up ? stabilityLimit(gamma) : Infinity,
    s_next: gone ? Infinity : descentStep(gamma, eta, s_k),
    descent_loss: gone ? Infinity : lossOf(gamma, s_k),
    descent_half: run.half,
  };
}

function caseOf(q) {
  if (q.gamma === 0) return "zero";
  if (q.gamma < 0) return "negative";
  if (Math.abs(q.start - 1) < 1e-12) return "at_limit";
  return q.start > 1 ? "above" : q.start >= 0.5 ? "half_past" : "waits";
}
function descentCase(q) {
  if (q.gamma === 0) return "still";
  // Above 1/(2 gamma) almost every start escapes sooner or later, perhaps after the steps that are drawn.
  if (q.run.escaped < Infinity || (q.gamma > 0 && q.eta > 2 * q.stability_limit)) return "diverges";
  if (q.gamma > 0 && q.run.crossed) return q.eta > q.stability_limit ? "unsettled" : q.eta > q.overshoot_limit ? "overshoots" : "jumps";
  return q.run.half < Infinity ? "late" : "follows";
}

// The smallest rung that holds the value: axes that jump rarely are easier to read than axes that creep.
const rung = (ladder, value) => ladder.find((top) => top >= value) ?? ladder[ladder.length - 1];
const WEIGHT_TOPS = [1.5, 3, 5, 10], LOSS_TOPS = [1.2, 2, 5];
const WELL_TOPS = [1.6, 4, 10]; // a start far up the wall begins outside the picture rather than flattening it

function swatch(kind, words) {
  const picture = { line: [svg("path", { d: "M1 6H19", class: "xp-mode" })], loss: [svg("path", { d: "M1 6H19", class: "xp-loss" })],
    dots: [4, 10, 16].map((x) => svg("circle", { cx: x, cy: 6, r: 1.9, class: "xp-descent-fill" })),
    ball: [svg("circle", { cx: 10, cy: 6, r: 5, class: "xp-ball" })] }[kind];
  return html("span", { className: "xp-key" }, svg("svg", { width: kind === "ball" ? 12 : 20, height: 12, viewBox: kind === "ball" ? "4 0 12 12" : "0 0 20 12", "aria-hidden": "true" }, ...picture), words);
}
const caption = (title, ...keys) => html("p", { className: "xp-caption" }, html("strong", { textContent: title }), ...keys);

function buildOneWeight({ id, play, sliders, choices }) {
  const weight = new Plot(id + "-weight", "Plot of the weight against time; its state is said in the sentence below.");
  const rise = new Plot(id + "-rise", "Plot of the eigenvalue and the loss against time; the state is said in the sentence below.");
  const well = new Plot(id + "-well", "The loss against the weight, with a ball at the present weight; the state is said in the sentence below.");
  const path = (plot, name, layer = plot.curves) => layer.appendChild(svg("path", { class: name }));
  const text = (plot, name, anchor = "start") => plot.over.appendChild(svg("text", { class: name, "text-anchor": anchor }));
  const dot = (plot, name, r) => plot.curves.appendChild(svg("circle", { class: name, r }));

  const cursors = [weight, rise].map((plot) => path(plot, "xp-cursor", plot.under));
  const events = [weight, rise].map((plot) => path(plot, "xp-event", plot.under));
  const band = rise.under.appendChild(svg("rect", { class: "xp-band" }));
  const limitLine = path(weight, "xp-limit"), threads = path(weight, "xp-thread"), flow = path(weight, "xp-mode"), dots = path(weight, "xp-descent");
  const lossCurve = path(rise, "xp-loss"), lambdaCurve = path(rise, "xp-mode"), tauMark = path(rise, "xp-tau", rise.over);
  const halves = [dot(rise, "xp-hollow-mode", 4), dot(rise, "xp-hollow-loss", 4)];
  const atWeight = dot(weight, "xp-ball", 5), atLambda = dot(rise, "xp-ball", 5), atLoss = dot(rise, "xp-loss-dot", 5);
  const wellCurve = path(well, "xp-loss"), minima = path(well, "xp-limit", well.under), trail = path(well, "xp-descent");
  const descentBall = dot(well, "xp-descent-ball", 5), ball = dot(well, "xp-ball", 7);
  const limitText = text(weight, "xp-label", "end"), bandText = text(rise, "xp-label", "middle"), tauText = text(rise, "xp-label", "middle");
  const lambdaText = text(rise, "xp-label xp-mode-text", "end"), lossText = text(rise, "xp-label xp-loss-text", "end"), doneText = text(rise, "xp-label");
  const minimumText = text(well, "xp-label", "middle"), goneText = text(well, "xp-label", "middle");
  ball.dataset.role = "ball"; descentBall.dataset.role = "descent-ball"; atWeight.dataset.role = "weight"; atLambda.dataset.role = "lambda"; atLoss.dataset.role = "loss";
  for (const [plot, name] of [[weight, "weight"], [rise, "rise"], [well, "well"]]) plot.node.dataset.view = name;
  tauText.textContent = "τ"; lambdaText.textContent = "λ"; lossText.textContent = "L";

  const time = html("div", { className: "xp-time" }, play, sliders.get("t").node);
  const node = html("div", { className: "xp-views" },
    html("div", { className: "xp-left" },
      caption("The weight", swatch("line", "flow s(t)"), swatch("dots", "descent")), weight.node,
      caption("What it learns", swatch("line", "eigenvalue λ = γs²"), swatch("loss", "loss L")), rise.node, time),
    html("div", { className: "xp-right" },
      caption("The landscape", swatch("ball", "flow"), swatch("dots", "descent")), well.node,
      html("div", { className: "xp-axes" }, choices.get("time_axis").node, choices.get("value_axis").node)));

  function resize(width) {
    const wide = width >= 640, left = wide ? Math.round(width * 0.6) - 12 : width;
    const right = wide ? width - left - 24 : width;
    node.classList.toggle("xp-wide", wide);
    node.style.setProperty("--xp-left", left + "px");
    weight.resize(left, wide ? 178 : 160); rise.resize(left, wide ? 196 : 176); well.resize(right, wide ? 336 : 210);
    node.style.setProperty("--xp-from", weight.left + "px"); node.style.setProperty("--xp-to", left - weight.right + "px");
  }

  function drawTimes(state, q) {
    const [low, high] = sliders.get("t").control.windows[state.time_axis], log = state.time_axis === "log", tall = state.value_axis === "log";
    const { gamma, s0, eta, t } = state;
    const x = { low, high, log, most: 5 };
    const top = rung(WEIGHT_TOPS, 1.12 * Math.max(q.limit, s0));
    weight.axes(x, tall ? { low: 1e-7, high: 10, log: true, most: 4 } : { low: 0, high: top, log: false, most: 3 });
    const peak = rung(LOSS_TOPS, 1.04 * Math.max(q.start, (1 - q.start) ** 2, 1));
    const floor = q.start < -0.02 ? -rung([0.25, 0.5, 1, 2], 1.05 * -q.start) : 0;
    rise.axes(x, tall ? { low: 1e-14, high: 1e3, log: true, most: 4 } : { low: floor, high: peak, log: false, most: 4 });

    put(flow, { d: weight.curve((u) => weightAt(gamma, s0, u)) });
    put(lambdaCurve, { d: rise.curve((u) => { const v = eigenvalueAt(gamma, s0, u); return tall ? Math.abs(v) : v; }) });
    put(lossCurve, { d: rise.curve((u) => { const v = gapAt(gamma, s0, u); return v * v; }) });

    // Descent: as many dots as the eye can separate; where iterates jump, consecutive ones, joined by a thread.
    const { run } = q, wild = run.crossed, end = Math.min(run.last, Math.floor(high / eta + 1e-9));
    let marks = "", thread = "", shown = 0, seen = -1e9, next = 0;
    const dense = wild && end <= 200;
    for (let k = 0; k <= end && shown < 700; k++) {
      if (log && k * eta < low) continue;
      const at = weight.x(k * eta);
      if (!(at - seen >= 5 || dense)) { next = log ? k + Math.floor(k * 0.004) : k; k = next; continue; }
      const draw = (j) => { const value = tall ? Math.abs(iterates[j]) : iterates[j]; const p = px(weight.x(j * eta)) + " " + px(weight.ySafe(value)); marks += "M" + p + "h.01"; if (dense) thread += (thread ? "L" : "M") + p; shown++; };
      draw(k); if (wild && !dense && k < end) draw(k + 1);
      seen = at;
    }
    put(dots, { d: marks }); put(threads, { d: thread });

    const line = gamma > 0 && weight.inY(q.limit);
    put(limitLine, { d: line ? `M${weight.left} ${px(weight.y(q.limit))}H${weight.right}` : "" });
    limitText.textContent = line ? `limit 1/√γ = ${tell(q.limit)}` : "";
    if (line) put(limitText, { x: weight.right - 4, y: px(weight.y(q.limit)) - 6 });

    const edge = (v) => px(Math.min(weight.right, Math.max(weight.left, log && !(v > 0) ? weight.left : weight.x(v))));
    for (const [i, plot] of [weight, rise].entries()) {
      put(cursors[i], { d: `M${edge(t)} ${plot.top}V${plot.bottom}` });
      const visible = Number.isFinite(q.half_rise) && q.half_rise > 0 && plot.inX(q.half_rise);
      put(events[i], { d: visible ? `M${edge(q.half_rise)} ${plot.top}V${plot.bottom}` : "" });
    }
    const hidden = !(log ? t > 0 : true) || !weight.inX(t);
    const place = (circle, plot, value, out) => put(circle, { cx: edge(t), cy: px(plot.ySafe(value)), visibility: out || hidden ? "hidden" : "visible" });
    place(atWeight, weight, q.s); place(atLambda, rise, tall ? Math.abs(q.lam) : q.lam, tall && q.lam === 0); place(atLoss, rise, q.loss, tall && q.loss === 0);
    drawRise(q, x, tall, edge);
  }

  function drawRise(q, x, tall, edge) {
    const { half_rise: half, width, tau } = q, known = Number.isFinite(half), in10 = known ? half - width / 2 : 0, in90 = known ? half + width / 2 : 0;
    const from = edge(Math.max(in10, x.low)), to = edge(Math.max(in90, x.low)), shows = known && in90 > x.low && in10 < x.high;
    put(band, shows ? { x: from, width: px(Math.max(0, to - from)), y: rise.top, height: rise.bottom - rise.top, visibility: "visible" } : { visibility: "hidden" });
    const centred = known && half > x.low && half < x.high;
    bandText.textContent = shows ? `10–90 %: ${tell(width)}` : "";
    const half_at = edge(known ? half : x.low), halfText = centred ? `half rise ${tell(half)}` : "";
    put(bandText, { x: Math.min(rise.right - 50, Math.max(rise.left + 50, (from + to) / 2)), y: rise.top + 8 });
    for (const [circle, value] of [[halves[0], 0.5], [halves[1], 0.25]]) put(circle, centred ? { cx: half_at, cy: px(rise.ySafe(value)), visibility: "visible" } : { visibility: "hidden" });
    const right = rise.right - to > from - rise.left;
    // Say as much as fits beside the band: about 6.6 px a letter.
    const full = `${halfText}: L is ${Math.round((q.loss_done ?? 0) * 100)} % done`, room = right ? rise.right - to : from - rise.left;
    doneText.textContent = centred && q.loss_done !== null && !tall && full.length * 6.6 + 12 < room ? full : halfText;
    put(doneText, { x: right ? to + 8 : from - 8, y: px(rise.ySafe(tall ? 1e-4 : 0.25 * Math.max(1, (rise.ys.high - rise.ys.low) / 1.6))) + 4, "text-anchor": right ? "start" : "end" });
    const tauIn = Number.isFinite(tau) && tau > x.low && tau < x.high, at = tauIn ? edge(tau) : 0;
    put(tauMark, { d: tauIn ? `M${at} ${rise.bottom}l-4.5 -8h9z` : "" });
    tauText.textContent = tauIn ? "τ" : ""; put(tauText, { x: at - 11, y: rise.bottom - 4 });
    // The two curves are named where they leave the plot, never on top of each other.
    const endAt = x.high, lamEnd = eigenvalueAt(q.gamma, q.s0, endAt), gapEnd = gapAt(q.gamma, q.s0, endAt);
    const clampY = (v) => Math.min(rise.bottom - 6, Math.max(rise.top + 12, rise.ySafe(v)));
    let a = clampY(tall ? Math.abs(lamEnd) : lamEnd) , b = clampY(gapEnd * gapEnd);
    a += a < b ? 15 : -6; b += b < a ? 15 : -6;
    if (Math.abs(a - b) < 15) { if (a <= b) b = a + 15; else a = b + 15; }
    put(lambdaText, { x: rise.right - 4, y: px(Math.min(rise.bottom - 5, a)) }); put(lossText, { x: rise.right - 4, y: px(Math.min(rise.bottom - 5, b)) });
  }

  function drawWell(state, q) {
    const { gamma, s0 } = state, side = rung(WEIGHT_TOPS, 1.25 * Math.max(q.limit, s0));
    const top = rung(WELL_TOPS, 1.1 * Math.max(1, lossOf(gamma, s0)));
    well.axes({ low: -side, high: side, log: false, most: 4 }, { low: 0, high: top, log: false, most: 4 });
    put(wellCurve, { d: well.curve((s) => lossOf(gamma, s)) });
    const both = gamma > 0 && q.limit < side;
    put(minima, { d: both ? [-1, 1].map((sign) => `M${px(well.x(sign * q.limit))} ${well.bottom}V${px(well.y(top * 0.12))}`).join("") : "" });
    minimumText.textContent = both ? "−1/√γ" : ""; if (both) put(minimumText, { x: px(well.x(-q.limit)), y: px(well.y(top * 0.12)) - 4 });
    put(ball, { cx: px(well.x(q.s)), cy: px(well.ySafe(q.loss)) });
    const gone = !Number.isFinite(q.s_k);
    put(descentBall, gone ? { visibility: "hidden" } : { cx: px(Math.max(-200, Math.min(well.width + 200, well.x(q.s_k)))), cy: px(well.ySafe(q.descent_loss)), visibility: "visible" });
    const until = Math.min(q.k, q.run.last);
    let path = "", seenX = 1e9, count = 0;
    for (let k = until; k >= 0 && count < 160; k--) {
      const at = well.x(iterates[k]);
      if (Math.abs(at - seenX) < 4 && !(q.run.crossed && until - k < 24)) { if (until > 4000) k -= Math.floor((until - k) * 0.01); continue; }
      seenX = at; count++; path += `M${px(Math.max(-200, Math.min(well.width + 200, at)))} ${px(well.ySafe(lossOf(gamma, iterates[k])))}h.01`;
    }
    put(trail, { d: path });
    goneText.textContent = gone ? "descent has left the picture" : "";
    put(goneText, { x: px((well.left + well.right) / 2), y: well.top + 10 });
  }

  function draw(state, q) {
    drawTimes(state, q); drawWell(state, q);
    const regime = descentCase(q), sentences = [caseOf(q), "now"];
    if (!(caseOf(q) === "at_limit" && regime === "follows")) sentences.push(regime);
    return {
      sentences,
      words: { gamma: q.gamma > 0 ? "" : "never steps", eta: { overshoots: "overshoots", unsettled: "never settles", diverges: "diverges", jumps: "jumps" }[regime] ?? "follows the flow" },
      marks: { s0: q.gamma > 0 ? [{ at: q.limit, text: "limit" }] : [], eta: q.gamma > 0 ? [{ at: q.overshoot_limit, text: "1/8γ", side: "before" }, { at: q.stability_limit, text: "1/4γ", side: "after" }] : [], gamma: [{ at: 0, text: "0" }] },
    };
  }
  return { node, resize, draw, placed: ["t", "time_axis", "value_axis"], stations: (state, q) => [q.half_rise - q.width / 2, q.half_rise, q.half_rise + q.width / 2].filter(Number.isFinite),
    hint: "Drag a slider, or begin with one of these states. Where does the wait come from, and what sets the width of the rise?" };
}

export default contract({ measure: measureOneWeight, build: buildOneWeight });
