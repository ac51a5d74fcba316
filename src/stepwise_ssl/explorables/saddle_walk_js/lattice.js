// lattice.js: every critical point that holds a subset of the modes, in columns of equal loss, and the way of the walk.

function makeLattice() {
  const node = svg("svg", { class: "xp-plot", role: "img", "data-view": "lattice", "aria-label": "Map of the aligned flat places, one for each subset of the modes; the walk and its distances stand in the table below." });
  const links = node.appendChild(svg("path", { class: "sw-links" })), way = node.appendChild(svg("path", { class: "sw-way" })), heads = node.appendChild(svg("g")), dots = node.appendChild(svg("g"));
  let width = 0, height = 0, key = "";
  return {
    node,
    resize(w, h) { width = w; height = h; key = ""; put(node, { width, height, viewBox: `0 0 ${width} ${height}` }); },
    draw(q) {
      const { saddles, d, seen, path, at } = q, near = seen.map((yes) => (yes ? "y" : "n")).join(""), now = [saddles.map((s) => s.name), d, near, path.map((s) => s.at), at, width].join();
      if (now === key) return;
      key = now;
      const most = saddles[saddles.length - 1].k, across = most ? (width - 64) / most : 0, columns = Array.from({ length: most + 1 }, (_, k) => saddles.filter((s) => s.k === k));
      const place = saddles.map((s) => { const list = columns[s.k], room = Math.min(30, (height - 46) / list.length); return [most ? 32 + across * s.k : width / 2, 30 + (height - 46) / 2 + (list.indexOf(s) - (list.length - 1) / 2) * room]; });
      const lines = [];
      saddles.forEach((s, i) => saddles.forEach((o, k) => { if (o.k === s.k + 1 && s.set.every((j) => o.set.includes(j))) lines.push(`M${place[i].map(px).join(" ")}L${place[k].map(px).join(" ")}`); }));
      put(links, { d: lines.join("") });
      put(way, { d: path.length ? "M" + path.map((s) => place[s.at].map(px).join(" ")).join("L") : "" });
      heads.replaceChildren(...columns.map((_, k) => { const text = svg("text", { x: px(most ? 32 + across * k : width / 2), y: 12, "text-anchor": "middle" }); text.textContent = `L = ${d - k}`; return text; }));
      dots.replaceChildren(...saddles.map((s, i) => {
        const [x, y] = place[i], text = svg("text", { x: px(x), y: px(y + 4), "text-anchor": "middle", class: "sw-set" }), wide = 18 + 11 * Math.max(0, s.k - 1);
        text.textContent = s.k ? s.set.map((j) => j + 1).join(" ") : "0";
        const box = svg("rect", { x: px(x - wide / 2), y: px(y - 10), width: wide, height: 20, rx: 10, class: `sw-node${near[i] === "y" ? " sw-seen" : ""}${i === at ? " sw-at" : ""}` });
        const group = svg("g", { class: near[i] === "y" ? "sw-on" : "", "data-set": s.name, "data-seen": near[i], "data-at": i === at ? "y" : "n" }, box, text);
        return group;
      }));
    },
  };
}
