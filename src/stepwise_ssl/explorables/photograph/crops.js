// crops.js: positive pairs by the law of stepwise_ssl.data.crop_pairs, centred and scaled like its `standardise`.

// 0.3 of the size, a half to the even number as Python rounds.
function photographShift(size) {
  const exact = 0.3 * size, down = Math.floor(exact);
  return exact - down === 0.5 ? down + (down % 2) : Math.round(exact);
}

const photographNeighbourhood = (size) => size + 2 * photographShift(size);

// Returns below(k): a whole number from 0 to k - 1.
function photographGenerator(seed) {
  const next = mulberry(seed);
  return (k) => Math.floor(next() * k);
}

// Two crops each of nPairs random neighbourhoods, as bytes 0 ... 255: Float64Arrays of (nPairs, 3 size²), row by row.
async function photographCrops({ width, height, pixels }, { size, nPairs, seed }, pace, report) {
  const below = photographGenerator(seed), shift = photographShift(size), side = size + 2 * shift, m = 3 * size * size;
  const x = new Float64Array(nPairs * m), xPrime = new Float64Array(nPairs * m);
  for (let pair = 0; pair < nPairs; pair++) {
    const cornerTop = below(height - side + 1), cornerLeft = below(width - side + 1);
    for (const view of [x, xPrime]) {
      const top = cornerTop + below(2 * shift + 1), left = cornerLeft + below(2 * shift + 1);
      let at = pair * m;
      for (let row = top; row < top + size; row++) {
        for (let k = 4 * (row * width + left); k < 4 * (row * width + left + size); k += 4) {
          view[at++] = pixels[k]; view[at++] = pixels[k + 1]; view[at++] = pixels[k + 2];
        }
      }
    }
    if (pace.full()) await pace.rest(report(pair / nPairs), "Cutting pairs of crops");
  }
  return { x, xPrime };
}

// Call work(view, start, row) for each crop of both views, in slices.
async function photographEach({ x, xPrime }, m, work, pace, words, report = () => 0) {
  for (const view of [x, xPrime]) {
    for (let start = 0, row = 0; start < view.length; start += m, row++) {
      work(view, start, row);
      if (pace.full()) await pace.rest(report(start / view.length), words);
    }
  }
}

// In place: each pixel's mean over both views is taken away and all is divided by one number, so that the mean
// square is 1. Returns { mean, scale } with pixel = mean + scale * x, in [0, 1]. Sums of bytes are exact, so
// crops that are all the same give a scale of exactly 0.
async function photographStandardise(crops, m, pace) {
  const n = crops.x.length / m, mean = new Float64Array(m), words = "Taking the mean away";
  await pace.rest(0, words);
  await photographEach(crops, m, (view, start) => { for (let j = 0; j < m; j++) mean[j] += view[start + j]; }, pace, words);
  for (let j = 0; j < m; j++) mean[j] /= 2 * n;
  let squares = 0;
  await photographEach(crops, m, (view, start) => {
    let sum = 0;
    for (let j = 0; j < m; j++) { const value = (view[start + j] -= mean[j]); sum += value * value; }
    squares += sum;
  }, pace, words);
  const scale = Math.sqrt(squares / (2 * n * m));
  if (scale === 0) throw photographRefusal("All crops of this picture are the same, as if it had one colour all over: nothing varies, so there are no modes.");
  await photographEach(crops, m, (view, start) => { for (let j = start; j < start + m; j++) view[j] /= scale; }, pace, words);
  return { mean: mean.map((value) => value / 255), scale: scale / 255 };
}
