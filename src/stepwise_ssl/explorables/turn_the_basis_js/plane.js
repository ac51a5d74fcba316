// plane.js: the plane of two pixels. Small arrows for y' = Gamma y, two paths, and the axes, which a finger can turn.

const REACH = 1.5, GRID = 9, HANDLE = 13;

function makePlane(id, { turnTo }) {
  const node = svg("svg", { class: "xp-plot tb-plane", role: "img", "data-view": "plane", "aria-label": "The plane of two pixels, with arrows of growth and turned axes; the state is said in the sentence below." });
  const path = (name) => node.appendChild(svg("path", { class: name }));
  const frame = path("tb-frame"), field = path("tb-field"), axes = [path("tb-axis"), path("tb-axis")];
  const later = [path("tb-later"), path("tb-later")], trails = [path("tb-trail"), path("tb-trail tb-second")], drops = path("tb-drop");
  const balls = [6, 4].map((r) => node.appendChild(svg("circle", { class: "tb-ball", r }))), begins = [3, 2].map((r) => node.appendChild(svg("circle", { class: "tb-begin", r })));
  const handles = [0, 1].map(() => node.appendChild(svg("circle", { class: "tb-handle", r: HANDLE })));
  const text = (name, words) => { const label = svg("text", { class: "xp-label " + name, "text-anchor": "middle" }); label.textContent = words; return node.appendChild(label); };
  const names = [text("tb-name", "y₁"), text("tb-name", "y₂")], pixels = [text("tb-pixel", "pixel 1"), text("tb-pixel", "pixel 2")];
  balls[0].dataset.role = "ball"; handles.forEach((handle, j) => (handle.dataset.role = `handle-${j + 1}`));
  let size = 0, middle = 0, unit = 1, key = "";
  const place = ([x, y]) => [middle + unit * x, middle - unit * y];
  const at = (point) => place(point).map(px).join(" ");

  // Arrows as long as the square root of the speed, so that slow ones can still be seen.
  function drawField({ a, b, c, larger, smaller }) {
    const fastest = Math.max(Math.abs(larger), Math.abs(smaller)) * REACH * Math.SQRT2 || 1, cell = 2 * REACH / GRID;
    let d = "";
    for (let i = 0; i < GRID; i++) for (let j = 0; j < GRID; j++) {
      const x = (i + 0.5) * cell - REACH, y = (j + 0.5) * cell - REACH, u = a * x + b * y, v = b * x + c * y, speed = Math.hypot(u, v);
      if (speed < 1e-9 * fastest) continue;
      const k = cell * 0.72 * Math.sqrt(speed / fastest) / speed, p = [k * u, k * v], tip = [x + p[0] / 2, y + p[1] / 2];
      const barb = (s) => [tip[0] - 0.32 * p[0] + s * 0.2 * p[1], tip[1] - 0.32 * p[1] - s * 0.2 * p[0]];
      d += `M${at([x - p[0] / 2, y - p[1] / 2])}L${at(tip)}M${at(barb(1))}L${at(tip)}L${at(barb(-1))}`;
    }
    put(field, { d });
  }
  // A path until it leaves the picture; the step is small where it is fast.
  function pathOf(flow, from, to) {
    const n = Math.max(1, Math.ceil((to - from) / 0.01)), out = [];
    for (let i = 0; i <= n; i++) { const p = flow(from + (to - from) * i / n); out.push(at(p)); if (Math.abs(p[0]) > 2 * REACH || Math.abs(p[1]) > 2 * REACH) break; }
    return "M" + out.join("L");
  }

  node.addEventListener("pointerdown", (event) => {
    const which = handles.indexOf(event.target);
    if (which < 0) return;
    event.preventDefault(); node.setPointerCapture(event.pointerId);
    const box = node.getBoundingClientRect();
    const moved = (e) => turnTo(inDegrees(e.clientX - box.left - middle, middle - (e.clientY - box.top)) - 90 * which);
    const up = () => { node.removeEventListener("pointermove", moved); node.removeEventListener("pointerup", up); node.removeEventListener("pointercancel", up); };
    node.addEventListener("pointermove", moved); node.addEventListener("pointerup", up); node.addEventListener("pointercancel", up);
  });

  return {
    node,
    resize(wanted) {
      size = wanted; middle = size / 2; unit = (size / 2 - HANDLE - 3) / REACH; key = "";
      put(node, { width: size, height: size, viewBox: `0 0 ${size} ${size}` });
      put(frame, { d: `M${middle} ${middle - unit * REACH}V${middle + unit * REACH}M${middle - unit * REACH} ${middle}H${middle + unit * REACH}` });
      // Clear of the handles, which stand on these axes at some angles.
      put(pixels[0], { x: px(middle + unit * REACH - 17), y: px(middle + 15), "text-anchor": "end" });
      put(pixels[1], { x: px(middle + 18), y: px(middle - unit * REACH + 5), "text-anchor": "start" });
    },
    draw(q) {
      const now = [q.a, q.b, q.c, q.start, size].join(), second = flowFrom(q, [-q.first[1], q.first[0]]);
      if (now !== key) {
        key = now; drawField(q);
        put(later[0], { d: pathOf(q.flow, 0, 2) }); put(later[1], { d: pathOf(second, 0, 2) });
        begins.forEach((dot, i) => { const [x, y] = place(i ? [-q.first[1], q.first[0]] : q.first); put(dot, { cx: px(x), cy: px(y) }); });
      }
      [q.flow, second].forEach((flow, i) => {
        put(trails[i], { d: pathOf(flow, 0, q.t) });
        const p = flow(q.t), [x, y] = place(p), gone = Math.max(Math.abs(p[0]), Math.abs(p[1])) > REACH * 1.08;
        put(balls[i], { cx: px(gone ? -99 : x), cy: px(gone ? -99 : y), "data-x": p[0], "data-y": p[1], visibility: gone ? "hidden" : "visible" });
      });
      // The ball's shadows on the two axes are its coordinates.
      const [u, v] = q.axes, ball = [q.across, q.up], inside = Math.max(Math.abs(ball[0]), Math.abs(ball[1])) <= REACH * 1.08;
      put(drops, { d: inside ? `M${at(ball)}L${at([q.y_1 * u[0], q.y_1 * u[1]])}M${at(ball)}L${at([q.y_2 * v[0], q.y_2 * v[1]])}` : "" });
      q.axes.forEach((axis, j) => {
        const [x, y] = place(axis.map((w) => w * REACH)), look = q.apart && !q.every ? ` tb-own-${q.modes[j]}` : "";
        put(axes[j], { d: `M${at(axis.map((w) => -w * REACH))}L${px(x)} ${px(y)}`, class: `tb-axis tb-axis-${j + 1}${look}` });
        put(handles[j], { cx: px(x), cy: px(y), class: `tb-handle tb-axis-${j + 1}${look}` });
        put(names[j], { x: px(x), y: px(y + 4.5) });
      });
      
    },
  };
}
