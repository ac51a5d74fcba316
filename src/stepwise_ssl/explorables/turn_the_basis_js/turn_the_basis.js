// turn_the_basis.js: chapter 2. One state, linked views: the plane, the matrix, its entry against the angle, and growth.

const SNAP = 2; // degrees within which a dragged axis settles on a decoupling angle

function coupling(q) { return q.every ? "every" : q.apart ? "decoupled" : q.away <= 1 ? "near" : "coupled"; }
function growth({ larger, smaller, every }) {
  const none = 1e-12 * Math.max(Math.abs(larger), Math.abs(smaller));
  if (larger === 0 && smaller === 0) return "nothing";
  if (Math.abs(smaller) <= none || Math.abs(larger) <= none) return "flat";
  return smaller > 0 ? "grows" : larger > 0 ? "saddle" : "shrinks";
}

const heading = (title, ...keys) => html("p", { className: "xp-caption" }, html("strong", { textContent: title }), ...keys);
function sample(words, name) {
  return html("span", { className: "xp-key" }, svg("svg", { width: 18, height: 12, viewBox: "0 0 18 12", "aria-hidden": "true" }, svg("path", { d: "M1 6H17", class: name })), words);
}

function buildTurned({ id, play, sliders, read, move, stop }) {
  const nearest = (degrees, reach) => {
    const { a, b, c } = read(), at = angleOf(a, b, c) * 180 / Math.PI, off = ((degrees - at) % 90 + 135) % 90 - 45;
    return Math.abs(off) <= reach ? degrees - off : degrees;
  };
  const turnTo = (degrees) => { stop(); const theta = half(nearest(half(degrees), SNAP)); move({ theta: Number(theta.toFixed(12)) }); };
  const plane = makePlane(id, { turnTo }), matrix = makeMatrix(id);
  const entry = new Plot(id + "-entry", "The entry beside the diagonal against the angle of the axes; the state is said in the sentence below.");
  const coords = new Plot(id + "-coords", "Sizes of the two turned coordinates against time, on a logarithmic axis; the state is said in the sentence below.");
  for (const [plot, name] of [[entry, "entry"], [coords, "coords"]]) plot.node.dataset.view = name;
  const path = (plot, name, layer = plot.curves) => layer.appendChild(svg("path", { class: name }));
  const dot = (plot, name, role) => { const mark = plot.curves.appendChild(svg("circle", { class: name, r: 5 })); mark.dataset.role = role; return mark; };
  const zero = path(entry, "xp-limit", entry.under), at = path(entry, "xp-cursor", entry.under), wave = path(entry, "tb-wave");
  const roots = [dot(entry, "tb-root", "root-1"), dot(entry, "tb-root", "root-2")], ball = dot(entry, "tb-ball", "entry");
  const cursor = path(coords, "xp-cursor", coords.under), alone = [path(coords, "tb-alone"), path(coords, "tb-alone")], curves = [path(coords, "tb-coord"), path(coords, "tb-coord")];
  const dots = [dot(coords, "tb-dot", "y-1"), dot(coords, "tb-dot", "y-2")], names = ["y₁", "y₂"].map((words) => { const label = coords.over.appendChild(svg("text", { class: "xp-label tb-name", "text-anchor": "end" })); label.textContent = words; return label; });

  const jump = button("Show me a decoupling angle", () => { const { angle_1, angle_2, apart, theta } = measureTurned(read()); stop(); move({ theta: apart && Math.abs(theta - angle_1) < 1e-6 ? angle_2 : angle_1 }); }, "xp-button tb-jump");
  const time = html("div", { className: "xp-time" }, play, sliders.get("t").node), angle = html("div", { className: "xp-time tb-angle" }, sliders.get("theta").node);
  const node = html("div", { className: "xp-views tb-views" },
    html("div", { className: "xp-left" }, heading("The plane of two pixels"), plane.node,
      html("div", { className: "tb-below" }, html("div", {}, heading("Γ in the turned axes"), matrix.node), jump)),
    html("div", { className: "xp-right" },
      heading("Entry beside the diagonal"), entry.node, angle,
      heading("Coordinates, log axis", sample("size", "tb-coord"), sample("if alone", "tb-alone")), coords.node, time));

  function resize(width) {
    const wide = width >= 640, left = wide ? Math.round(width * 0.5) - 12 : width, right = wide ? width - left - 24 : width;
    node.classList.toggle("xp-wide", wide); node.style.setProperty("--xp-left", left + "px");
    plane.resize(Math.min(left, 420)); entry.resize(right, 120); coords.resize(right, wide ? 170 : 160);
    node.style.setProperty("--xp-from", entry.left + "px"); node.style.setProperty("--xp-to", right - entry.right + "px");
  }

  const own = (q, j) => (q.apart && !q.every ? ` tb-own-${q.modes[j]}` : ` tb-axis-${j + 1}`);
  function drawEntry(q) {
    const top = [0.5, 1, 2, 3, 5].find((v) => v >= 1.05 * (q.larger - q.smaller) / 2) ?? 5;
    entry.axes({ low: 0, high: 2, log: false, most: 4 }, { low: -top, high: top, log: false, most: 3 }); // in right angles
    for (const label of entry.grid.querySelectorAll("[data-x]")) label.textContent = 90 * label.dataset.x + "°";
    put(wave, { d: entry.curve((x) => turnedEntry(q.a, q.b, q.c, x * Math.PI / 2)) });
    put(zero, { d: `M${entry.left} ${px(entry.y(0))}H${entry.right}` });
    const here = px(entry.x(q.theta / 90));
    put(at, { d: `M${here} ${entry.top}V${entry.bottom}` }); put(ball, { cx: here, cy: px(entry.y(q.g12)) });
    [q.angle_1, q.angle_2].forEach((root, i) => put(roots[i], { cx: px(entry.x(root / 90)), cy: px(entry.y(0)), class: `tb-root tb-own-${i + 1}`, visibility: q.every ? "hidden" : "visible" }));
  }

  function drawCoords(q) {
    coords.axes({ low: 0, high: 2, log: false, most: 4 }, { low: 1e-3, high: 100, log: true, most: 5 });
    const here = px(coords.x(q.t)), rates = [q.g11, q.g22], last = [0, 1].map((j) => (t) => Math.abs(inAxes(q.axes, q.flow(t))[j]));
    put(cursor, { d: `M${here} ${coords.top}V${coords.bottom}` });
    const heights = [0, 1].map((j) => {
      const look = own(q, j), size = [Math.abs(q.y_1), Math.abs(q.y_2)][j];
      put(curves[j], { d: coords.curve(last[j]), class: "tb-coord" + look });
      put(alone[j], { d: coords.curve((t) => grown(rates[j], Math.abs(q.begin[j]), t), 8), class: "tb-alone" + look });
      put(dots[j], { cx: here, cy: px(coords.ySafe(size)), class: "tb-dot" + look });
      put(names[j], { class: "xp-label tb-name" + look, visibility: last[j](2) > 0 ? "visible" : "hidden" });
      return Math.min(coords.bottom - 5, Math.max(coords.top + 12, coords.ySafe(last[j](2)) - 6));
    });
    // Two names that would meet move apart.
    const [p, r] = heights, push = Math.abs(p - r) < 15 ? (15 - Math.abs(p - r)) * (p <= r ? 1 : -1) : 0, second = Math.min(coords.bottom - 5, r + push);
    put(names[0], { x: coords.right - 3, y: px(second === r + push ? p : p - 15) }); put(names[1], { x: coords.right - 3, y: px(second) });
  }

  function draw(state, q) {
    plane.draw(q); matrix.draw(q); drawEntry(q); drawCoords(q);
    const how = coupling(q), grows = growth(q);
    return {
      sentences: [how, ...(grows === "nothing" ? ["nothing"] : [grows, q.apart ? "alone" : "now"])],
      words: { theta: { every: "decoupled, as at every angle", decoupled: "decoupled", near: "almost decoupled" }[how] ?? "coupled" },
      marks: { b: [{ at: 0, text: "0" }], a: [{ at: 0, text: "0" }], c: [{ at: 0, text: "0" }] },
    };
  }
  return { node, resize, draw, placed: ["t", "theta"], stations: () => [0.5, 1, 1.5],
    hint: "Drag an axis in the picture, or its angle, until both coordinates run straight. How far is the next such angle?" };
}

export default contract({ measure: measureTurned, build: buildTurned });
