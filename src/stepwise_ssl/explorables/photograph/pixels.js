// pixels.js: from the file to a small picture. The browser opens the file beside the page (createImageBitmap);
// strips of it are then read and averaged here. Asking the browser for the small picture at once would make it
// reduce all in one go, on the page's own thread: 60 to 110 ms for 12 megapixels.

const PHOTOGRAPH_MOST_BYTES = 60e6;
const PHOTOGRAPH_MOST_PIXELS = 64e6; // opened, four bytes each: 256 MB
const PHOTOGRAPH_LONG_SIDE = 320; // as the book's own photographs
const PHOTOGRAPH_SHORT_SIDE = 64; // a panorama keeps so many, if it has them
const PHOTOGRAPH_LONGEST = 1280; // and of its length the middle
const PHOTOGRAPH_STRIP = 1 << 16; // pixels read at a time

// How a picture is reduced: which part of it is used and how many pixels that part becomes, whole patches both ways.
function photographPlan(width, height, size) {
  const least = size * Math.ceil(photographNeighbourhood(size) / size);
  if (Math.min(width, height) < least) throw photographRefusal(`The picture is ${width} × ${height} pixels; crops of ${size} × ${size} need at least ${least} each way.`);
  const long = Math.max(width, height), short = Math.min(width, height);
  const scale = Math.min(1, Math.max(PHOTOGRAPH_LONG_SIDE / long, Math.max(PHOTOGRAPH_SHORT_SIDE, least) / short));
  const plan = (full) => {
    const pixels = Math.min(Math.round(full * scale), PHOTOGRAPH_LONGEST), count = size * Math.floor(pixels / size);
    const used = scale === 1 ? count : Math.min(full, count / scale);
    const first = scale === 1 ? Math.floor((full - used) / 2) : (full - used) / 2;
    return { count, used, first };
  };
  return { across: plan(width), down: plan(height) };
}

// For each of `count` equal parts of a length: the first pixel in it, the last, and how much of these two it holds.
function photographParts({ first, used, count }) {
  return Array.from({ length: count }, (_, k) => {
    const left = first + (k * used) / count, right = first + ((k + 1) * used) / count;
    const from = Math.floor(left), to = Math.max(from, Math.ceil(right) - 1);
    return { from, to, head: Math.min(right, from + 1) - left, tail: right - to };
  });
}

// Open the file. Turned as its EXIF note says: that is the default of createImageBitmap.
async function photographBitmap(file, kind, pace) {
  const opening = createImageBitmap(file);
  try {
    return await pace.until(opening);
  } catch (error) {
    opening.then((late) => late.close(), () => {}); // stopped while it was opened: give the memory back
    if (error?.name !== "InvalidStateError" && error?.name !== "EncodingError") throw error;
    throw kind === "AVIF" || kind === "HEIC"
      ? photographRefusal(`Your browser cannot open this ${kind} picture; save it as JPEG or PNG and take that.`) : photographDamaged(kind);
  }
}

// The mean colour of each part of the bitmap, on white where it is transparent: Uint8ClampedArray, RGBA.
async function photographReduce(bitmap, { across, down }, pace, report) {
  const columns = photographParts(across), rows = photographParts(down), width = across.count;
  const left = columns[0].from, broad = columns.at(-1).to + 1 - left;
  const high = Math.max(1, Math.floor(PHOTOGRAPH_STRIP / broad)), bottom = rows.at(-1).to + 1;
  const canvas = document.createElement("canvas");
  canvas.width = broad; canvas.height = Math.min(high, bottom - rows[0].from);
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  brush.fillStyle = "white";
  const pixels = new Uint8ClampedArray(4 * width * down.count), line = new Float64Array(3 * width), sum = new Float64Array(3 * width);
  const area = (across.used / across.count) * (down.used / down.count);
  let row = 0;
  for (let top = rows[0].from; top < bottom; top += canvas.height) {
    const count = Math.min(canvas.height, bottom - top);
    brush.fillRect(0, 0, broad, count);
    brush.drawImage(bitmap, left, top, broad, count, 0, 0, broad, count);
    const strip = brush.getImageData(0, 0, broad, count).data;
    for (let y = top; y < top + count; y++) {
      photographAcross(strip, 4 * broad * (y - top), columns, left, line);
      // A line may belong to two rows of the small picture, to each with its share.
      for (; row < rows.length && rows[row].from <= y; row++) {
        const { from, to, head, tail } = rows[row], share = y === from ? head : y === to ? tail : 1;
        for (let k = 0; k < sum.length; k++) sum[k] += share * line[k];
        if (y < to) break;
        for (let x = 0, k = 0; x < width; x++, k += 3) {
          pixels.set([sum[k] / area, sum[k + 1] / area, sum[k + 2] / area, 255], 4 * (row * width + x));
        }
        sum.fill(0);
      }
      if (pace.full()) await pace.rest(report((y - rows[0].from) / (bottom - rows[0].from)), "Making it smaller");
    }
  }
  canvas.width = canvas.height = 0;
  return pixels;
}

function photographAcross(strip, start, columns, left, line) {
  for (let x = 0; x < columns.length; x++) {
    const { from, to, head, tail } = columns[x];
    let k = start + 4 * (from - left), r = head * strip[k], g = head * strip[k + 1], b = head * strip[k + 2];
    const end = start + 4 * (to - left);
    if (to > from) {
      for (k += 4; k < end; k += 4) { r += strip[k]; g += strip[k + 1]; b += strip[k + 2]; }
      r += tail * strip[end]; g += tail * strip[end + 1]; b += tail * strip[end + 2];
    }
    line[3 * x] = r; line[3 * x + 1] = g; line[3 * x + 2] = b;
  }
}
