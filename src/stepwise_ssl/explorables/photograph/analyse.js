// analyse.js: a reader's photograph, from the file to the eigenmodes of its crops. Nothing leaves the page.

// Args: file, a File or Blob; size, side of a crop in pixels; nPairs; nModes; seed; onProgress(fraction, words),
//   the fraction never falls and ends at 1; signal, an AbortSignal.
// Returns { gammas: [nModes], the largest eigenvalues of Gamma, largest first; modes: [nModes] unit Float64Arrays of
//   m = 3 size² entries, row by row, red, green, blue; mean: (m), scale: with pixel / 255 = mean + scale x for a
//   standardised crop x; picture: { width, height, pixels }, whole patches, RGBA; crops: { x, xPrime }, standardised,
//   Float64Arrays of (nPairs, m); source: { kind, width, height }, the file's own picture as it is looked at }.
// Throws a PhotographRefusal whose message is a sentence for the reader; the signal's reason once it is aborted.
async function analysePhotograph(file, options = {}) {
  const { size = 10, nPairs = 1000, nModes = 10, seed = 1, onProgress = () => {}, signal } = options;
  for (const [name, value, most] of [["size", size, 20], ["nPairs", nPairs, 10000], ["nModes", nModes, 3 * size * size]]) {
    if (!(Number.isInteger(value) && value >= 1 && value <= most)) throw new RangeError(`${name} = ${value}; expected a whole number from 1 to ${most}`);
  }
  if (!(file instanceof Blob)) throw photographRefusal("No file was chosen.");
  if (file.size === 0) throw photographRefusal("The file is empty, or no longer there.");
  const millions = (number) => (Math.ceil(number / 1e5) / 10).toLocaleString("en-GB"); // rounded up: above a limit also in print
  if (file.size > PHOTOGRAPH_MOST_BYTES) throw photographRefusal(`The file has ${millions(file.size)} MB; at most ${millions(PHOTOGRAPH_MOST_BYTES)} MB are read here.`);

  const pace = photographPace(onProgress, signal), part = (from, to) => (fraction) => from + (to - from) * fraction;
  await pace.rest(0, "Reading the file");
  const header = await photographHeader(file, pace);
  if (header.width * header.height > PHOTOGRAPH_MOST_PIXELS) {
    throw photographRefusal(`The picture is ${header.width} × ${header.height} pixels, ${millions(header.width * header.height)} million; at most ${millions(PHOTOGRAPH_MOST_PIXELS)} million are read here.`);
  }
  photographPlan(header.width, header.height, size); // too small is said before it is opened
  await pace.rest(0.05, "Opening the picture");
  const bitmap = await photographBitmap(file, header.kind, pace);
  const source = { kind: header.kind, width: bitmap.width, height: bitmap.height };
  let picture;
  try {
    const plan = photographPlan(bitmap.width, bitmap.height, size);
    const pixels = await photographReduce(bitmap, plan, pace, part(0.3, 0.5));
    picture = { width: plan.across.count, height: plan.down.count, pixels };
  } finally {
    bitmap.close();
  }
  const m = 3 * size * size;
  const crops = await photographCrops(picture, { size, nPairs, seed }, pace, part(0.5, 0.55));
  const { mean, scale } = await photographStandardise(crops, m, pace);
  const gamma = await photographGamma(crops, m, pace, part(0.55, 0.75));
  const { gammas, modes } = await photographLeading(gamma, m, nModes, pace, part(0.75, 1));
  pace.tell(1, "Done");
  return { gammas, modes, mean, scale, picture, crops, source };
}
