// chance.js: numbers by chance that are the same in every browser, and in Python (augmentation_views.uniforms).

// Mulberry32 (Tommy Ettinger, 2017, public domain): 32 bits of state. Returns a function that gives the next of [0, 1).
function mulberry(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
