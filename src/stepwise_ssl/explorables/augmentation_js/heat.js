// heat.js: Gamma as a map, entry by entry: rows and columns by colour, then by place in the crop.

function augHeat() {
  const canvas = canvasOf("The cross-correlation of the pairs as a map of 108 by 108 entries: red, green and blue pixels with red, green and blue pixels.", "aug-canvas aug-heat");
  const { entries: m } = AUG, image = new ImageData(m, m), tile = html("canvas", { width: m, height: m }), HEAD = 18;
  const order = Array.from({ length: m }, (_, k) => 3 * (k % (m / 3)) + Math.floor(k / (m / 3)));
  const ramp = new Uint8Array(3 * 255);
  return {
    node: canvas.node,
    resize(width) { const side = Math.min(width - HEAD, 216); canvas.resize(side + HEAD, side + HEAD); },
    colours({ paperRgb, plusRgb, minusRgb }) {
      for (let k = 0; k < 255; k++) { const v = (k - 127) / 127, full = v < 0 ? minusRgb : plusRgb, part = Math.abs(v); for (let c = 0; c < 3; c++) ramp[3 * k + c] = paperRgb[c] + (full[c] - paperRgb[c]) * part; }
    },
    draw({ gamma, most }, colours) {
      const { data } = image, { context } = canvas, side = canvas.width - HEAD;
      for (let i = 0, at = 0; i < m; i++) for (let j = 0, row = order[i] * m; j < m; j++, at += 4) {
        const k = 3 * (127 + Math.max(-127, Math.min(127, Math.round((127 * gamma[row + order[j]]) / most))));
        data[at] = ramp[k]; data[at + 1] = ramp[k + 1]; data[at + 2] = ramp[k + 2]; data[at + 3] = 255;
      }
      tile.getContext("2d").putImageData(image, 0, 0);
      canvas.clear(); context.imageSmoothingEnabled = false; context.drawImage(tile, HEAD, HEAD, side, side);
      context.strokeStyle = colours.muted; context.lineWidth = 1; context.fillStyle = colours.muted; context.font = `12px ${colours.font}`; context.textAlign = "center";
      context.beginPath();
      for (let k = 0; k <= 3; k++) {
        const at = HEAD + (k * side) / 3 - (k === 3 ? 0.5 : -0.5);
        context.moveTo(at, HEAD); context.lineTo(at, HEAD + side); context.moveTo(HEAD, at); context.lineTo(HEAD + side, at);
      }
      context.stroke();
      ["red", "green", "blue"].forEach((name, k) => {
        const at = HEAD + ((2 * k + 1) * side) / 6;
        context.fillText(name, at, 12);
        context.save(); context.translate(12, at); context.rotate(-Math.PI / 2); context.fillText(name, 0, 0); context.restore();
      });
    },
  };
}
