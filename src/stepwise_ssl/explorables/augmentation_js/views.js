// views.js: pairs of augmented crops, number by number what stepwise_ssl.explorables.augmentation_views makes.

const AUG = { size: 6, farthest: 6, pairs: 300, seed: 5, own: 17, entries: 108 };

// Five photographs, one below the other: bytes, red, green, blue.
const augPhotographs = (() => {
  const { width, planes } = SMALL, tall = SMALL.height * SMALL.names.length;
  const luma = planeOf(planes[0], width, tall), [reds, blues] = [1, 2].map((p) => planeOf(planes[p], width / 2, tall / 2));
  const pixels = new Uint8ClampedArray(3 * width * tall);
  for (let i = 0, k = 0; i < tall; i++) for (let j = 0; j < width; j++, k++) {
    const at = (i >> 1) * (width >> 1) + (j >> 1), red = 5 * (reds[at] - 42), blue = 5 * (blues[at] - 42), y = 5 * luma[k];
    pixels.set([y + red, y - (red + blue) / 2, y + blue], 3 * k);
  }
  return pixels;
})();

const augNext = mulberry(AUG.seed);
const augDraws = Float64Array.from({ length: AUG.pairs * (AUG.own + 2 * AUG.entries) }, augNext);

// Where the crops of a pair lie: row and column of the neighbourhood in its photograph, and of each view in that.
function augPlace(pair, shift) {
  const u = augDraws, at = AUG.own * pair, reach = AUG.size + AUG.farthest - 1, moved = (k) => Math.floor(u[at + k] * (shift + 1));
  return {
    photograph: Math.floor(u[at] * SMALL.names.length), row: Math.floor(u[at + 1] * (SMALL.height - reach)),
    column: Math.floor(u[at + 2] * (SMALL.width - reach)), views: [[moved(3), moved(4)], [moved(5), moved(6)]],
  };
}

// Both views of all pairs, (n, m) each, row by row of pixels, red, green, blue.
function augmentedPairs({ shift, jitter, grey, noise, pairing }) {
  const { size, pairs, own, entries } = AUG, u = augDraws, rough = noise * Math.sqrt(3), gains = [1, 1, 1], out = [0, 1].map(() => new Float64Array(pairs * entries));
  for (let pair = 0; pair < pairs; pair++) {
    const { photograph, row, column, views } = augPlace(pair, shift);
    for (let view = 0; view < 2; view++) {
      const draw = own * pair, first = draw + 7 + 4 * view, common = 2 * u[first] - 1, isGrey = u[draw + 15 + view] < grey;
      for (let c = 0; c < 3; c++) gains[c] = 1 + (jitter * (common + (2 * u[first + 1 + c] - 1))) / 2;
      // The next place's second view, where the pairs are shuffled.
      const to = pairing === "shuffled" && view ? (pair + pairs - 1) % pairs : pair, chance = own * pairs + (2 * pair + view) * entries;
      const top = photograph * SMALL.height + row + views[view][0], left = column + views[view][1], x = out[view];
      for (let i = 0, e = 0, at = to * entries; i < size; i++) for (let j = 0; j < size; j++, e += 3, at += 3) {
        const k = 3 * ((top + i) * SMALL.width + left + j);
        let r = (augPhotographs[k] / 255) * gains[0], g = (augPhotographs[k + 1] / 255) * gains[1], b = (augPhotographs[k + 2] / 255) * gains[2];
        if (isGrey) r = g = b = (r + g + b) / 3;
        x[at] = r + rough * (2 * u[chance + e] - 1); x[at + 1] = g + rough * (2 * u[chance + e + 1] - 1); x[at + 2] = b + rough * (2 * u[chance + e + 2] - 1);
      }
    }
  }
  return out;
}

// As the loss sees them: raw; or with each pixel's mean taken away and one scale for all, so that the mean square is 1;
// or so after each view has lost its own mean colour. Returned entry by entry, (m, n), so that sums run along memory.
function augPrepared(views, pixels) {
  const { pairs, entries } = AUG, turned = views.map((x) => {
    const out = new Float64Array(pairs * entries), mean = [0, 0, 0];
    for (let k = 0; k < pairs; k++) {
      mean.fill(0);
      if (pixels === "colourless") { for (let e = 0; e < entries; e++) mean[e % 3] += x[k * entries + e]; for (let c = 0; c < 3; c++) mean[c] /= entries / 3; }
      for (let e = 0; e < entries; e++) out[e * pairs + k] = x[k * entries + e] - mean[e % 3];
    }
    return out;
  });
  if (pixels === "raw") return turned;
  const [a, b] = turned;
  let squares = 0;
  for (let e = 0, at = 0; e < entries; e++, at += pairs) {
    let sum = 0;
    for (let k = at; k < at + pairs; k++) sum += a[k] + b[k];
    const mean = sum / (2 * pairs);
    for (let k = at; k < at + pairs; k++) { a[k] -= mean; b[k] -= mean; squares += a[k] * a[k] + b[k] * b[k]; }
  }
  const scale = Math.sqrt(squares / (2 * pairs * entries));
  for (const view of turned) for (let k = 0; k < view.length; k++) view[k] /= scale;
  return turned;
}
