// plane.js: the embedding space. Two arrows with their paths, and behind them the gate: what I - C makes of a circle.

const ROOM = 24; // between the rim and the edge of the picture, for the names of the arrows
const RINGS = [1, 1.5, 2, 3, 5];

function makePlane(id) {
  const node = svg("svg", { class: "xp-plot tm-plane", role: "img", "data-view": "plane", "aria-label": "Embedding space with two arrows and the gate; the state is said in the sentence below." });
  const layer = (...parts) => node.appendChild(svg("g", {}, ...parts));
  const path = (name, j) => svg("path", { class: name + (j ? ` tm-${j}` : "") });
  const gate = svg("ellipse", { class: "tm-gate" }), rim = svg("circle", { class: "tm-rim" }), rings = svg("g", { class: "tm-rings" });
  const later = [path("tm-later", 1), path("tm-later", 2)], trails = [path("tm-trail", 1), path("tm-trail", 2)];
  const rays = [path("tm-ray", 1), path("tm-ray", 2)], shafts = [path("tm-shaft", 1), path("tm-shaft", 2)], tips = [path("tm-tip", 1), path("tm-tip", 2)];
  const names = [1, 2].map((j) => svg("text", { class: `xp-label tm-name tm-${j}`, "text-anchor": "middle" }));
  names.forEach((name, j) => (name.textContent = "a" + "₁₂"[j]));
  tips.forEach((tip, j) => (tip.dataset.role = `arrow-${j + 1}`)); gate.dataset.role = "gate";
  layer(rim, gate, rings); layer(...later, ...rays, ...trails); layer(...shafts, ...tips, ...names);
  let size = 0, rho = 0, middle = 0, key = "", points = [[], []];

  // Lengths to pixels: true to scale, or by powers of ten from half of the start to the rim.
  let scale = null;
  function setScale(q) {
    const { run } = q, end = run.path.subarray(4 * run.last, 4 * run.last + 4);
    const longest = Math.max(Math.hypot(end[0], end[1]), Math.hypot(end[2], end[3]), q.alpha, 0.5), top = RINGS.find((v) => v >= longest * 0.999) ?? 10;
    const floor = q.alpha / 3, tall = Math.log(top / floor), log = q.lengths === "log";
    scale = { top, floor, log, to: log ? (r) => (r > floor ? rho * Math.log(r / floor) / tall : 0) : (r) => rho * r / top };
  }
  const place = (x, y, c, s) => {
    const r = Math.hypot(x, y), k = r > 0 ? scale.to(r) / r : 0;
    return [middle + k * (c * x - s * y), middle - k * (s * x + c * y)];
  };

  // A point of the path wherever it has moved by a pixel and a half; times go with them.
  function follow(q, c, s) {
    const { run } = q;
    points = [0, 2].map((i) => {
      const out = [];
      let px0 = -1e9, py0 = -1e9, u = 1e9, v = 1e9;
      for (let k = 0; k <= run.last; k++) {
        const now = run.path[4 * k + i], up = run.path[4 * k + i + 1];
        // On a plateau there are thousands of steps and nothing to see: no logarithm for them.
        if (k < run.last && Math.abs(now - u) + Math.abs(up - v) < 1e-3 * (Math.abs(u) + Math.abs(v))) continue;
        u = now; v = up;
        const [x, y] = place(u, v, c, s);
        if (k < run.last && Math.abs(x - px0) + Math.abs(y - py0) < 1.5) continue;
        out.push([k * run.h, x, y]); px0 = x; py0 = y;
      }
      return out;
    });
    for (const [j, list] of points.entries()) put(later[j], { d: "M" + list.map(([, x, y]) => px(x) + " " + px(y)).join("L") });
  }

  // Between the lines along which arrows and gate will lie, on the side where nothing grows.
  function ringMarks(q) {
    const free = (q.direction + (q.theory.first === 1 ? 225 : q.angle + 135)) * Math.PI / 180;
    const parts = [], ring = (r, text) => {
      const at = scale.to(r);
      if (at < 22) return;
      parts.push(svg("circle", { cx: middle, cy: middle, r: px(at) }));
      const label = svg("text", { x: px(middle + (at - 1) * Math.cos(free)), y: px(middle - (at - 1) * Math.sin(free) + 4), "text-anchor": "middle", "data-ring": r, "data-r": px(at) });
      label.textContent = text; parts.push(label);
    };
    if (scale.log) for (const [r, text] of ticksOf(scale.floor, scale.top, true, 3)) ring(r, text);
    else for (const r of [0.5, 1]) ring(r * scale.top, String(r * scale.top));
    const cross = svg("path", { d: `M${middle - rho} ${middle}H${middle + rho}M${middle} ${middle - rho}V${middle + rho}` });
    rings.replaceChildren(cross, ...parts);
  }

  // The name of an arrow stands where its direction meets the rim; two that would meet move apart.
  function nameArrows(angles) {
    const gap = ((angles[1] - angles[0] + 540) % 360) - 180, least = 13, push = Math.abs(gap) < least ? (least - Math.abs(gap)) / 2 * (gap < 0 ? -1 : 1) : 0;
    angles.forEach((angle, j) => {
      const at = (angle + (j ? push : -push)) * Math.PI / 180, far = rho + 13;
      put(names[j], { x: px(middle + far * Math.cos(at)), y: px(middle - far * Math.sin(at) + 4) });
    });
  }

  function drawArrow(j, [x, y], angle, q) {
    const dx = x - middle, dy = y - middle, length = Math.hypot(dx, dy), along = [Math.cos(angle * Math.PI / 180), -Math.sin(angle * Math.PI / 180)];
    const head = Math.min(11, length), back = [x - head * along[0], y - head * along[1]], side = [-along[1] * head * 0.42, along[0] * head * 0.42];
    put(shafts[j], { d: `M${middle} ${middle}L${px(back[0])} ${px(back[1])}` });
    put(tips[j], { d: `M${px(x)} ${px(y)}L${px(back[0] + side[0])} ${px(back[1] + side[1])}L${px(back[0] - side[0])} ${px(back[1] - side[1])}Z`, "data-x": px(dx), "data-y": px(-dy) });
    put(rays[j], { d: `M${px(x)} ${px(y)}L${px(middle + rho * along[0])} ${px(middle + rho * along[1])}` });
    const past = [];
    for (const [t, u, v] of points[j]) { if (t > q.t) break; past.push(px(u) + " " + px(v)); }
    put(trails[j], { d: past.length ? `M${past.join("L")}L${px(x)} ${px(y)}` : "" });
  }

  return {
    node,
    resize(wanted) { size = wanted; rho = size / 2 - ROOM; middle = size / 2; key = ""; put(node, { width: size, height: size, viewBox: `0 0 ${size} ${size}` }); put(rim, { cx: middle, cy: middle, r: rho }); },
    draw(q) {
      const c = cosine(q.direction), s = sine(q.direction), [x1, y1, x2, y2] = q.arrows, now = [kept.key, q.direction, q.lengths].join();
      if (now !== key) { key = now; setScale(q); follow(q, c, s); ringMarks(q); }
      // A gate that has closed is a line, then a point: it keeps a breadth that can be seen.
      const breadth = (lambda) => px(Math.max(1, rho * Math.abs(1 - lambda)));
      put(gate, { cx: middle, cy: middle, rx: breadth(q.lambda_1), ry: breadth(q.lambda_2), transform: `rotate(${px(-q.axis)} ${middle} ${middle})` });
      const start = [0, sine(q.angle)], angles = [[x1, y1], [x2, y2]].map(([x, y], j) => (x || y ? inDegrees(x, y) : j * start[1]) + q.direction);
      [[x1, y1], [x2, y2]].forEach(([x, y], j) => drawArrow(j, place(x, y, c, s), angles[j], q));
      nameArrows(angles);
    },
  };
}
