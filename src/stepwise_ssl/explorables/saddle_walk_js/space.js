// space.js: embedding space with the arrow of every mode, in units of its limit, and the direction of escape.

const TILT = { azimuth: 112, elevation: 30 }; // from where three dimensions are seen
function makeSpace(id) {
  const node = svg("svg", { class: "xp-plot sw-space", role: "img", "data-view": "space", "aria-label": "Embedding space with an arrow for each mode; the state is said in the sentence below." });
  const rim = node.appendChild(svg("circle", { class: "sw-rim" })), axes = node.appendChild(svg("path", { class: "sw-axes" }));
  const escape = node.appendChild(svg("path", { class: "sw-escape" })), word = node.appendChild(svg("text", { class: "xp-label", "text-anchor": "middle" }));
  const shafts = DIGITS.map((_, j) => node.appendChild(svg("path", { class: `sw-shaft md-${j + 1}` }))), tips = DIGITS.map((_, j) => node.appendChild(svg("path", { class: `md-mark md-${j + 1}` })));
  const names = DIGITS.map((digit, j) => { const name = node.appendChild(svg("text", { class: `xp-label sw-name md-${j + 1}`, "text-anchor": "middle" })); name.textContent = "a" + digit; return name; });
  tips.forEach((tip, j) => (tip.dataset.role = `arrow-${j + 1}`)); escape.dataset.role = "escape";
  let size = 0, rho = 0, middle = 0;
  const radians = (degrees) => (degrees * Math.PI) / 180, [az, el] = [radians(TILT.azimuth), radians(TILT.elevation)];
  const flat = (v) => (v.length === 2 ? v : [-Math.sin(az) * v[0] + Math.cos(az) * v[1], -Math.sin(el) * (Math.cos(az) * v[0] + Math.sin(az) * v[1]) + Math.cos(el) * v[2]]);
  const place = (v) => { const [x, y] = flat(v); return [middle + rho * x, middle - rho * y]; };
  return {
    node, flat,
    resize(wanted) { size = wanted; middle = size / 2; rho = size / 2 - 30; put(node, { width: size, height: size, viewBox: `0 0 ${size} ${size}` }); put(rim, { cx: middle, cy: middle, r: rho }); },
    draw({ a, d, gammas, away, now }) {
      const unit = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, k) => (i === k ? 1 : 0)));
      put(axes, { d: unit.map((e) => { const [x, y] = place(e), [u, v] = place(e.map((w) => -w)); return `M${px(u)} ${px(v)}L${px(x)} ${px(y)}`; }).join("") });
      gammas.forEach((gamma, j) => {
        const scaled = Array.from(a.subarray(j * d, j * d + d), (v) => v * Math.sqrt(Math.abs(gamma))), [x, y] = place(scaled), dx = x - middle, dy = y - middle, length = Math.hypot(dx, dy);
        const head = Math.min(11, length), ux = length ? dx / length : 0, uy = length ? dy / length : 0, bx = x - head * ux, by = y - head * uy;
        put(shafts[j], { d: length > 1 ? `M${middle} ${middle}L${px(bx)} ${px(by)}` : "" });
        put(tips[j], { d: length > 1 ? `M${px(x)} ${px(y)}L${px(bx - uy * head * 0.42)} ${px(by + ux * head * 0.42)}L${px(bx + uy * head * 0.42)} ${px(by - ux * head * 0.42)}Z` : "", "data-x": px(dx), "data-y": px(-dy) });
        put(names[j], { visibility: length > 24 ? "visible" : "hidden", x: px(x + 13 * ux), y: px(y + 13 * uy + 4) });
      });
      put(escape, { class: `sw-escape md-${(now.next ?? 0) + 1}`, visibility: away ? "visible" : "hidden" });
      put(word, { visibility: away ? "visible" : "hidden" });
      if (!away) return;
      const [x, y] = place(away), [u, v] = place(away.map((w) => -w));
      put(escape, { d: `M${px(u)} ${px(v)}L${px(x)} ${px(y)}`, "data-x": px(x - middle), "data-y": px(middle - y) });
      const far = Math.hypot(x - middle, y - middle) || 1;
      word.textContent = `mode ${now.next + 1}`;
      put(word, { x: px(Math.min(size - 26, Math.max(26, x + (14 * (x - middle)) / far))), y: px(Math.min(size - 4, y + (14 * (y - middle)) / far + 4)) });
    },
  };
}
