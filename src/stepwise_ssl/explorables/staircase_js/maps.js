// maps.js: a matrix as squares, in the colours of the chapter's gate figure: orange above nought, blue with a dash below,
// nought in paper.

function mapView(label) {
  const canvas = canvasOf(label, "xp-map");
  let key = "";
  return {
    canvas, node: canvas.node, forget() { key = ""; },
    // `most`: the size that gets the full tone. `heads`: a colour above each column, or nothing.
    draw(matrix, most, colours, heads) {
      const rows = matrix.length, columns = matrix[0].length, { context } = canvas;
      const tone = (v) => Math.max(-63, Math.min(63, Math.round((63 * v) / most)));
      const tones = matrix.map((row) => row.map(tone)), now = tones.join(";") + heads;
      if (now === key) return;
      key = now;
      const strip = heads ? 6 : 0, side = Math.min(canvas.width / columns, (canvas.height - strip) / rows);
      const left = (canvas.width - side * columns) / 2;
      canvas.clear();
      const edge = (k) => Math.round(left + k * side), line = (k) => Math.round(strip + k * side);
      for (let j = 0; j < columns; j++) {
        if (heads) { context.fillStyle = heads[j]; context.fillRect(edge(j) + 0.5, 0, edge(j + 1) - edge(j) - 1, 4); }
        for (let i = 0; i < rows; i++) {
          context.fillStyle = toneOf(tones[i][j], colours);
          context.fillRect(edge(j), line(i), edge(j + 1) - edge(j), line(i + 1) - line(i));
          // The sign needs no colour.
          if (tones[i][j] < -5) { context.fillStyle = colours.ink; context.fillRect(left + (j + 0.5) * side - 3, Math.round(strip + (i + 0.5) * side), 6, 1); }
        }
      }
      context.strokeStyle = colours.grid; context.lineWidth = 1;
      context.strokeRect(edge(0) + 0.5, line(0) + 0.5, edge(columns) - edge(0) - 1, line(rows) - line(0) - 1);
    },
  };
}

// The square root opens the small tones, so that what begins to grow can be seen.
const STRONGEST = 0.7;
function toneOf(tone, { plusRgb, paperRgb, minusRgb }) {
  const full = tone < 0 ? minusRgb : plusRgb, part = STRONGEST * Math.sqrt(Math.abs(tone) / 63);
  return `rgb(${paperRgb.map((p, k) => Math.round(p + (full[k] - p) * part)).join(" ")})`;
}

// What the tones mean: from minus the full size over nought to the full size.
function toneKey() {
  const low = html("span"), high = html("span");
  const node = html("p", { className: "xp-tones" }, low, html("i", { "aria-hidden": "true" }, html("b", { textContent: "−" }), html("b", { textContent: "0" }), html("b", { textContent: "+" })), high);
  return { node, say(text) { if (high.textContent !== text) { high.textContent = text; low.textContent = "−" + text; } } };
}
