// bytes.js: a file read in pieces, so that what a file says of itself is known before anything is opened.

// Return at(offset, count): a DataView of these bytes, or a refusal where the file ends before them.
function photographBytes(file, pace) {
  let start = 0, held = new Uint8Array(0);
  return async (offset, count) => {
    if (offset < start || offset + count > start + held.length) {
      const piece = file.slice(offset, offset + Math.max(count, 65536)).arrayBuffer();
      held = new Uint8Array(await pace.until(piece).catch((error) => {
        throw error?.name === "NotReadableError" || error?.name === "NotFoundError"
          ? photographRefusal("The file could not be read; it may have been moved, changed or deleted.") : error;
      }));
      start = offset;
    }
    const at = offset - start;
    if (at + count > held.length) throw photographEndsEarly();
    return new DataView(held.buffer, at, count);
  };
}

function photographEndsEarly() {
  return photographRefusal("The file ends before the picture does; it may not have been copied completely.");
}

function photographDamaged(kind) {
  return photographRefusal(`This ${kind} file is damaged; your browser cannot open it.`);
}

// Four letters that name a part of a file.
function photographTag(view, offset) {
  return String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(offset + k)));
}

// Whether `mark` stands anywhere after `first`. Searched from the end, where it should be; what a camera
// appends after the picture (a second picture, a film) does no harm.
async function photographHas(at, mark, first, size, pace) {
  const step = 1 << 18;
  for (let end = size; end > first; end -= step) {
    const begin = Math.max(first, end - step), count = Math.min(size, end + mark.length - 1) - begin;
    const view = await at(begin, count), bytes = new Uint8Array(view.buffer, view.byteOffset, count);
    for (let k = bytes.lastIndexOf(mark[0]); k >= 0; k = k ? bytes.lastIndexOf(mark[0], k - 1) : -1) {
      if (mark.every((value, j) => bytes[k + j] === value)) return true;
    }
    if (pace.full()) await pace.rest(0, "Reading the file");
  }
  return false;
}
