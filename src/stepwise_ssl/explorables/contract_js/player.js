// player.js: time runs when the reader asks; where motion is not wanted it jumps from event to event.

function makePlayer({ slider, read, move, stations }) {
  let frame = 0;
  const play = button("", () => (frame ? stop() : start()), "xp-play");
  function label() {
    const text = frame ? "Pause" : CALM() ? "Jump to the next event" : "Play";
    play.setAttribute("aria-label", text); play.title = text; play.dataset.playing = frame ? "yes" : "no";
  }
  function stop() { if (frame) { cancelAnimationFrame(frame); frame = 0; label(); } }
  // The next event after the present time; after the last one, the beginning.
  function next() {
    const { low, high } = slider().scale, { t } = read();
    const all = [low, ...stations(), high].filter((v) => v >= low && v <= high).sort((a, b) => a - b);
    return all.find((v) => v > t * (1 + 1e-9) + 1e-12) ?? all[0];
  }
  // Move the thumb to a time at a steady pace, `seconds` for the whole track; the end is met exactly.
  function run(target, seconds = 7) {
    stop();
    if (CALM()) { move({ t: target }); return; }
    const { scale } = slider(), from = scale.to(read().t), to = scale.to(target), begun = performance.now();
    const tick = (stamp) => {
      const p = from + Math.sign(to - from) * (scale.max - scale.min) * Math.max(0, stamp - begun) / (1000 * seconds);
      const there = (to - p) * Math.sign(to - from) <= 0;
      frame = there ? 0 : requestAnimationFrame(tick);
      move({ t: there ? target : scale.from(p) }); if (!frame) label();
    };
    frame = requestAnimationFrame(tick); label();
  }
  function start() {
    if (!slider()) return;
    if (CALM()) { move({ t: next() }); return; }
    const { scale } = slider();
    if (read().t >= scale.high) move({ t: scale.low });
    run(scale.high);
  }
  return { play, label, stop, next, run, playing: () => frame !== 0 };
}
