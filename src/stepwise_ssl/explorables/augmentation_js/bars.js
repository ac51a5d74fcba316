// bars.js: the largest eigenvalues and the lowest ones as bars, and each one's mode as a picture below it. Both signs have a
// logarithmic axis of their own, with zero between them. An outline reaches to what varies along the mode, shared or not; their
// ratio, the agreement of the views along the mode, stands below the picture.

const AUG_LEAST = 1e-3, AUG_MOST = 200, AUG_DEEPEST = 10, AUG_FACE_GAP = 4;

function augBars(id) {
  const drawing = svg("svg", { class: "xp-plot", role: "img", "data-view": "bars", "aria-label": "Eigenvalues of the cross-correlation as bars on a logarithmic axis; the numbers stand in the table below." });
  const grid = svg("g", { class: "xp-grid" }), layer = svg("g"), above = svg("g");
  drawing.append(grid, layer, above);
  const node = html("div", { className: "aug-bars" }, drawing);
  const faces = Array.from({ length: AUG_LEADING + AUG_LOWEST }, () => html("canvas", { width: AUG.size, height: AUG.size, className: "aug-face", "aria-hidden": "true" }));
  node.append(...faces);
  let width = 0, height = 0, left = 42, plotted = 0, shown = [];
  const decades = Math.log10(AUG_MOST / AUG_LEAST) + Math.log10(AUG_DEEPEST / AUG_LEAST), ZERO = 14;
  let unit = 0, top = 8;
  const part = (v, most) => Math.log10(Math.min(most, Math.max(AUG_LEAST, v)) / AUG_LEAST) * unit;
  const zero = () => top + Math.log10(AUG_MOST / AUG_LEAST) * unit + ZERO / 2;
  const y = (v) => (v > AUG_LEAST ? zero() - ZERO / 2 - part(v, AUG_MOST) : v < -AUG_LEAST ? zero() + ZERO / 2 + part(-v, AUG_DEEPEST) : zero());
  const text = (words, at) => { const label = svg("text", at); label.textContent = words; return label; };
  function resize(now) {
    width = now; plotted = width < 480 ? 200 : 220; unit = (plotted - ZERO - top) / decades;
    // As many modes as can be seen; all of them stand in the table.
    const room = Math.floor((width - left) / 27), lowest = room >= 12 ? AUG_LOWEST : 2, leading = Math.min(AUG_LEADING, room - lowest);
    shown = [...Array(leading).keys(), ...Array.from({ length: lowest }, (_, k) => AUG_LEADING + AUG_LOWEST - lowest + k)];
    const columnGap = 14, column = (width - left - columnGap) / shown.length, face = Math.min(44, column - AUG_FACE_GAP);
    height = plotted + 21 + face + (column >= 36 ? 18 : 6);
    put(drawing, { width, height, viewBox: `0 0 ${width} ${height}` });
    const ticks = [[100, "100"], [10, "10"], [1, "1"], [0.1, "0.1"], [0.01, "0.01"], [0, "0"], [-0.01, "−0.01"], [-0.1, "−0.1"], [-1, "−1"]];
    grid.replaceChildren(...ticks.flatMap(([v, words]) => {
      const at = px(y(v));
      return [svg("line", { x1: left, x2: width, y1: at, y2: at, class: v ? "" : "xp-axis" }), text(words, { x: left - 5, y: at + 4, "text-anchor": "end" })];
    }));
    layer.replaceChildren(); above.replaceChildren(); for (const [k, one] of faces.entries()) one.hidden = !shown.includes(k);
    for (const [place, k] of shown.entries()) {
      const x = left + place * column + (k >= AUG_LEADING ? columnGap : 0) + column / 2, wide = Math.min(30, column - 7), name = k < AUG_LEADING ? `var(--m${k + 1})` : "var(--muted)";
      const outline = svg("path", { class: "aug-outline", style: `--c:${name}` }), fill = svg("path", { class: "aug-fill" + (k < AUG_LEADING ? "" : " aug-low"), style: `--c:${name}`, "data-bar": k });
      const value = text("", { x: px(x), "text-anchor": "middle", class: "xp-label aug-value" });
      faces[k].style.cssText = `left:${px(x - face / 2)}px;top:${plotted + 21}px;width:${px(face)}px;height:${px(face)}px;--c:${name}`;
      const agree = text("", { x: px(x), y: height - 4, "text-anchor": "middle" });
      const label = text("", { x: px(x), y: plotted + 15, "text-anchor": "middle", class: "xp-label aug-rank", style: `--c:${k < AUG_LEADING ? name : "var(--ink)"}` });
      layer.append(outline, fill); above.append(label, value, agree);
      Object.assign(shown, { [place]: { k, x, wide, outline, fill, value, agree, label, room: column } });
    }
  }
  function bar(path, x, wide, value) {
    const end = px(y(value)), base = px(value > 0 ? zero() - ZERO / 2 : zero() + ZERO / 2), l = px(x - wide / 2), r = px(x + wide / 2);
    put(path, { d: Math.abs(value) > AUG_LEAST ? `M${l} ${base}V${end}H${r}V${base}Z` : `M${l} ${px(zero())}H${r}` });
  }
  return {
    node, resize,
    draw(q) {
      for (const { k, x, wide, outline, fill, value, agree, label, room } of shown) {
        const gamma = q.gammas[q.ranks[k]], words = room >= 36 ? short(gamma, q.none) : "";
        bar(outline, x, wide, gamma < -q.none ? -q.spreads[k] : q.spreads[k]); bar(fill, x, wide, Math.abs(gamma) > q.none ? gamma : 0);
        put(value, { y: px(gamma < -AUG_LEAST ? Math.min(plotted - 2, y(-q.spreads[k]) + 12) : y(Math.max(gamma, q.spreads[k])) - 4) });
        if (value.textContent !== words) value.textContent = words;
        const rank = k < AUG_LEADING ? String(k + 1) : room < 32 && k !== AUG_LEADING + AUG_LOWEST - 1 ? "" : String(q.ranks[k] + 1);
        if (label.textContent !== rank) label.textContent = rank;
        const part = room >= 36 && q.agreements[k] !== null ? Math.round(100 * q.agreements[k]) + " %" : "";
        if (agree.textContent !== part) agree.textContent = part.replace("-", "−");
        faces[k].getContext("2d").putImageData(faceOf(q.modes[k], AUG.size), 0, 0);
      }
    },
  };
  function short(v, none) { return Math.abs(v) <= none ? "0" : trim(tell(v, 2)); }
}
