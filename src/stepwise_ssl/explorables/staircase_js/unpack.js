// unpack.js: the shipped picture and modes out of their characters (written by staircase_pack.py), and any picture
// in the eigenmodes of its patches. Pure functions.

const levelOf = (text, k) => { const code = text.charCodeAt(k); return code - 35 - (code > 92); };
const fineOf = (text) => Float64Array.from({ length: text.length / 2 }, (_, k) => (85 * levelOf(text, 2 * k) + levelOf(text, 2 * k + 1)) / 7224);

// Each pixel is its difference from the guess that its left and upper neighbours make, modulo 85.
function planeOf(text, width, height) {
  const out = new Int16Array(width * height);
  for (let i = 0, k = 0; i < height; i++) for (let j = 0; j < width; j++, k++) {
    const left = j ? out[k - 1] : 0, up = i ? out[k - width] : 0, corner = i && j ? out[k - width - 1] : 0;
    const guess = Math.min(Math.max(left + up - corner, Math.min(left, up)), Math.max(left, up));
    out[k] = (levelOf(text, k) - 42 + guess + 85) % 85;
  }
  return out;
}

// The same shape as what analysePhotograph returns.
function unpackPhotograph({ size, width, height, gammas, peaks, mean, modes, planes }) {
  const luma = planeOf(planes[0], width, height), [reds, blues] = [1, 2].map((p) => planeOf(planes[p], width / 2, height / 2));
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let i = 0, k = 0; i < height; i++) for (let j = 0; j < width; j++, k++) {
    const at = (i >> 1) * (width >> 1) + (j >> 1), red = 5 * (reds[at] - 42), blue = 5 * (blues[at] - 42), y = 5 * luma[k];
    pixels.set([y + red, y - (red + blue) / 2, y + blue, 255], 4 * k);
  }
  return { size, gammas, mean: fineOf(mean), modes: modes.map((text, j) => fineOf(text).map((v) => (2 * v - 1) * peaks[j])), picture: { width, height, pixels } };
}

// Every patch in the coordinates of the modes: c_pj = v_j . (patch_p - mean).
function inModes({ size, mean, modes, picture: { width, height, pixels } }) {
  const across = Math.floor(width / size), down = Math.floor(height / size), m = 3 * size * size, patch = new Float64Array(m);
  const coefficients = new Float64Array(across * down * modes.length);
  for (let p = 0; p < across * down; p++) {
    const top = Math.floor(p / across) * size, left = (p % across) * size;
    for (let i = 0, at = 0; i < size; i++) for (let j = 0; j < size; j++) {
      const k = 4 * ((top + i) * width + left + j);
      for (let c = 0; c < 3; c++, at++) patch[at] = pixels[k + c] / 255 - mean[at];
    }
    modes.forEach((mode, j) => { let sum = 0; for (let a = 0; a < m; a++) sum += mode[a] * patch[a]; coefficients[p * modes.length + j] = sum; });
  }
  return { size, across, down, m, mean, modes, coefficients };
}

// One patch rebuilt: mean + sum_j lambda_j c_pj v_j, into `out`, numbers near [0, 1].
function rebuildPatch({ m, mean, modes, coefficients }, p, lam, out) {
  for (let a = 0; a < m; a++) out[a] = mean[a];
  const many = Math.min(modes.length, lam.length);
  for (let j = 0; j < many; j++) {
    const factor = lam[j] * coefficients[p * modes.length + j], mode = modes[j];
    if (factor) for (let a = 0; a < m; a++) out[a] += factor * mode[a];
  }
  return out;
}

// An eigenmode as a picture: grey where it is nought, full colour at its largest entry.
function faceOf(mode, size) {
  const image = new ImageData(size, size), most = mode.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
  for (let p = 0; p < size * size; p++) {
    for (let c = 0; c < 3; c++) image.data[4 * p + c] = 127.5 + (127.5 * mode[3 * p + c]) / most;
    image.data[4 * p + 3] = 255;
  }
  return image;
}
