// picture.js: a photograph beside what is left of it when each patch keeps only the modes learned so far.

function pictureView() {
  const canvas = html("canvas", { className: "xp-photo", role: "img" }), original = html("canvas", { className: "xp-photo", role: "img" });
  const context = canvas.getContext("2d"), beside = original.getContext("2d");
  let shown = null, image = null, key = null, patch = null;

  function use(photograph, name) {
    shown = inModes(photograph); key = null; patch = new Float64Array(shown.m);
    const { width, height, pixels } = photograph.picture, w = shown.across * shown.size, h = shown.down * shown.size;
    for (const node of [canvas, original]) { node.width = w; node.height = h; node.style.aspectRatio = `${w} / ${h}`; }
    image = context.createImageData(w, h);
    beside.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
    original.setAttribute("aria-label", name + ", as it is");
    canvas.setAttribute("aria-label", name + ", each patch rebuilt from the modes learned so far; which these are is said in the sentence below");
  }

  // A change below a quarter of a grey level in every mode is not drawn again.
  function draw(lam) {
    if (key && key.length === lam.length && lam.every((v, j) => Math.abs(v - key[j]) < 2e-4)) return;
    key = [...lam];
    const { size, across, down } = shown, width = across * size, data = image.data;
    for (let p = 0; p < across * down; p++) {
      rebuildPatch(shown, p, lam, patch);
      const top = Math.floor(p / across) * size, left = (p % across) * size;
      for (let i = 0, at = 0; i < size; i++) for (let j = 0, k = 4 * ((top + i) * width + left); j < size; j++, k += 4) {
        data[k] = 255 * patch[at++]; data[k + 1] = 255 * patch[at++]; data[k + 2] = 255 * patch[at++]; data[k + 3] = 255;
      }
    }
    context.putImageData(image, 0, 0);
  }
  return { canvas, original, use, draw, shown: () => shown };
}
