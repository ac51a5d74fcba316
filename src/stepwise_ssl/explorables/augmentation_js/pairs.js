// pairs.js: four of the pairs, where they lie in their photographs and as they are now augmented.

const AUG_SHOWN = [59, 266, 205, 294], AUG_AROUND = 22; // one with much in it from each of four photographs

// A square picture of `side` pixels, drawn into `tile` or a new one.
function augTile(side, colour, tile = html("canvas", { width: side, height: side })) {
  const image = new ImageData(side, side);
  for (let k = 0; k < side * side; k++) { for (let c = 0; c < 3; c++) image.data[4 * k + c] = colour(k, c); image.data[4 * k + 3] = 255; }
  tile.getContext("2d").putImageData(image, 0, 0);
  return tile;
}

// The photograph around a pair, the same whatever the shift; kept inside the picture.
function augAround(pair) {
  const place = augPlace(pair, 0), inside = (start, most) => Math.max(0, Math.min(most - AUG_AROUND, start - 5));
  const top = inside(place.row, SMALL.height), left = inside(place.column, SMALL.width), base = (place.photograph * SMALL.height + top) * SMALL.width + left;
  return { pair, top, left, tile: augTile(AUG_AROUND, (k, c) => augPhotographs[3 * (base + Math.floor(k / AUG_AROUND) * SMALL.width + (k % AUG_AROUND)) + c]) };
}

function augPairs() {
  const canvas = canvasOf("Four of the pairs of crops, as they are now augmented; what they share is said in the sentence below.", "aug-canvas");
  const arounds = AUG_SHOWN.map(augAround), crop = html("canvas", { width: AUG.size, height: AUG.size });
  let column = 0, gap = 0;
  const context = canvas.context;
  function frame(x, y, side, colours, dash, width = 1.5) {
    context.setLineDash([]); context.lineWidth = width + 2; context.strokeStyle = colours.paper; context.strokeRect(x, y, side, side);
    context.setLineDash(dash); context.lineWidth = width; context.strokeStyle = colours.ink; context.strokeRect(x, y, side, side);
    context.setLineDash([]);
  }
  function drawPair(x0, { pair, top, left, tile }, q, colours) {
    const { size, entries } = AUG, place = augPlace(pair, q.shift), scale = column / AUG_AROUND;
    context.drawImage(tile, x0, 0, column, column);
    const box = ([row, shift], dash) => frame(x0 + (place.column + shift - left) * scale, (place.row + row - top) * scale, size * scale, colours, dash);
    box(place.views[0], []); if (q.pairing === "true") box(place.views[1], [3, 3]);
    const half = (column - 4) / 2, below = column + 8;
    q.views.forEach((view, v) => {
      const x = x0 + v * (half + 4);
      context.drawImage(augTile(size, (k, c) => 255 * view[pair * entries + 3 * k + c], crop), x, below, half, half);
      frame(x + 0.75, below + 0.75, half - 1.5, colours, v ? [3, 3] : []);
      context.fillStyle = colours.muted; context.font = `12px ${colours.font}`; context.textAlign = "center";
      context.fillText(v ? "x′" : "x", x + half / 2, below + half + 14);
    });
  }
  return {
    node: canvas.node,
    resize(width) {
      gap = width < 340 ? 8 : 14; column = (width - 3 * gap) / 4;
      canvas.resize(width, Math.ceil(column + 8 + (column - 4) / 2 + 20));
    },
    draw(q, colours) {
      canvas.clear(); context.imageSmoothingEnabled = false;
      arounds.forEach((around, k) => drawPair(k * (column + gap), around, q, colours));
    },
  };
}
