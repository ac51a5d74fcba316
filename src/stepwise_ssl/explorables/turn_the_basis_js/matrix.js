// matrix.js: the matrix in the turned axes, as four cells with their numbers.

function makeMatrix(id) {
  const WIDE = 76, TALL = 46;
  const node = svg("svg", { class: "xp-plot tb-matrix", role: "img", "data-view": "matrix", "aria-label": "The matrix in the turned axes; its entries stand in the table below.", width: 2 * WIDE + 16, height: 2 * TALL + 8, viewBox: `0 0 ${2 * WIDE + 16} ${2 * TALL + 8}` });
  const cells = [0, 1, 2, 3].map((k) => {
    const x = 8 + (k % 2) * WIDE, y = 4 + (k > 1) * TALL;
    const cell = node.appendChild(svg("rect", { x: x + 1, y: y + 1, width: WIDE - 2, height: TALL - 2, rx: 3 }));
    const label = node.appendChild(svg("text", { class: "xp-label", x: x + WIDE / 2, y: y + TALL / 2 + 5, "text-anchor": "middle", "data-entry": k }));
    return { cell, label };
  });
  for (const side of [1, -1]) { const x = side > 0 ? 6 : 2 * WIDE + 10; node.append(svg("path", { class: "tb-bracket", d: `M${x} 2h${-4 * side}v${2 * TALL + 4}h${4 * side}` })); }
  return {
    node,
    draw(q) {
      const scale = Math.max(Math.abs(q.larger), Math.abs(q.smaller), 1e-9), beside = q.apart ? 0 : q.g12;
      [q.g11, beside, beside, q.g22].forEach((value, k) => {
        const text = Math.abs(value) < 0.0005 ? "0" : trim(value.toFixed(3)).replace("-", "−");
        put(cells[k].cell, { class: value < 0 ? "tb-minus" : "tb-plus", "fill-opacity": (0.5 * Math.min(1, Math.abs(value) / scale)).toFixed(3) });
        if (cells[k].label.textContent !== text) cells[k].label.textContent = text;
      });
    },
  };
}
