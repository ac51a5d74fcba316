// pace.js: long work in short slices, so that the page stays alive, can be told how far it is, and can stop it.

const PHOTOGRAPH_SLICE_MS = 8; // half a frame: the page has the other half

// What a reader did that cannot work is said in a sentence; the name tells it from a fault of ours.
function photographRefusal(sentence) {
  const error = new Error(sentence);
  error.name = "PhotographRefusal";
  return error;
}

// Let the page do what waits (input, drawing, timers), then go on. A message to oneself queues behind what waits; a
// timer would wait 4 ms each time, and scheduler.yield is let in before the page's timers, which then wait 300 ms.
function photographYield() {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); resume(); };
    port2.postMessage(0);
  });
}

// One pace for one piece of work. `full()` says that the slice is used up; `rest` then reports and lets the page
// in; `until` waits for something that happens elsewhere. Both throw what the signal says once it is aborted.
function photographPace(onProgress, signal) {
  let begun = performance.now(), told = 0;
  const tell = (fraction, words) => onProgress((told = Math.max(told, Math.min(1, fraction))), words);
  const check = () => { if (signal?.aborted) throw signal.reason; };
  return {
    tell,
    full: () => performance.now() - begun > PHOTOGRAPH_SLICE_MS,
    async rest(fraction, words) {
      check();
      tell(fraction, words);
      await photographYield();
      check();
      begun = performance.now();
    },
    async until(promise) {
      check();
      let stop;
      const stopped = new Promise((_, fail) => signal?.addEventListener("abort", (stop = () => fail(signal.reason))));
      try {
        return await Promise.race([promise, stopped]);
      } finally {
        signal?.removeEventListener("abort", stop);
        begun = performance.now();
      }
    },
  };
}
