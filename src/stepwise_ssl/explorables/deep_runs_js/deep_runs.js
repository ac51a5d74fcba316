// deep_runs.js: chapter 12. Two stored runs side by side, everything on one slider of training steps.

const heading = (title, ...keys) => html("p", { className: "xp-caption" }, html("strong", { textContent: title }), ...keys);
const CLASSES = ["airplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
const NOTES = { loading: "This run is being opened.", failed: "This run could not be opened.", silent: "Nothing answers: run this notebook to open this run.", none: "Choose a run." };

function makeSide(side, host, menu, again) {
  const cloud = makeCloud(side, host), curves = makeCurves(host.id, side);
  const said = html("span"), retry = button("Try again", again, "xp-button"), note = html("p", { className: "dr-note", role: "status" }, said, retry);
  const facts = html("p", { className: "dr-facts" }), box = html("span"), which = html("span", { className: "dr-which" });
  const top = html("section", { className: "dr-side", "aria-label": `${side} run` }, menu.node, facts, note, html("div", { className: "dr-room" }, heading("300 test images", box), cloud.node));
  const below = html("section", { className: "dr-side dr-room", "aria-label": `curves of the ${side} run` },
    heading("Eigenvalues", which), curves.plots.eigen.node, heading("Loss"), curves.plots.loss.node, heading("Effective ranks", curves.legend), curves.plots.ranks.node);
  let shown = "";
  const write = (part, text) => { if (part.textContent !== text) part.textContent = text; };
  return {
    top, below, cloud, curves,
    resize(width) { cloud.resize(width, Math.min(width, 300)); curves.resize(width, 190); },
    status(status, entry) {
      if (status !== shown) {
        shown = status; note.hidden = status === "ready"; retry.hidden = status !== "failed" && status !== "silent";
        for (const part of [top, below]) part.classList.toggle("dr-idle", status !== "ready");
        write(said, NOTES[status] ?? "");
      }
      write(facts, entry?.facts ?? ""); write(which, entry?.label ?? "");
    },
    box: (text) => write(box, text),
  };
}

function buildDeepRuns(host, runs, entries, sharedBy) {
  const { id, about, play, sliders, choices, choose, move, listen, ask, read } = host;
  const [leftChoice, rightChoice, marked] = ["left", "right", "marked"].map((name) => about.choices.find((choice) => choice.name === name));
  const menus = Object.fromEntries([leftChoice, rightChoice, marked].map((choice) => [choice.name, makeMenu(id, choice, choose)]));
  const sides = Object.fromEntries(SIDES.map((side) => [side, makeSide(side, host, menus[side], () => { runs.retry(read()[side]); ask(); })]));
  const legend = makeLegend(), records = makeRecords(), slider = sliders.get("t");
  const time = html("div", { className: "xp-time dr-time" }, play, slider.node);
  const turning = html("div", { className: "dr-turn" }, sliders.get("azimuth").node, sliders.get("elevation").node, menus.marked.node);
  const node = html("div", { className: "xp-views dr-views" }, html("div", { className: "dr-both" }, ...SIDES.map((side) => sides[side].top)), turning, legend.node,
    html("div", { className: "dr-both" }, ...SIDES.map((side) => sides[side].below)), html("div", { className: "xp-axes" }, choices.get("value_axis").node, choices.get("time_axis").node), time);
  const palette = coloursOf(node, listen, () => { classes = null; ask(); });
  let classes = null, near = false, arranged = {}, scale = null;
  records.node.addEventListener("focus", records.write);

  // A run is fetched when the figure comes near the window, and any that the reader chooses at once.
  const watch = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) { near = true; watch.disconnect(); ask(); } }, { rootMargin: "800px" });
  watch.observe(node);

  function resize(width) {
    const wide = width >= 560, one = wide ? Math.floor((width - 24) / 2) : width;
    node.classList.toggle("dr-wide", wide); node.style.setProperty("--dr-one", one + "px");
    node.style.setProperty("--xp-from", "50px"); node.style.setProperty("--xp-to", "10px");
    for (const side of SIDES) sides[side].resize(one);
  }
  // What does not depend on the step: where the slider stops, and the axes. Runs of one loss share theirs.
  function arrange(state, both) {
    const now = [...both.map((run) => run?.name), state.value_axis].join();
    if (now === arranged.key) return arranged;
    const open = both.filter(Boolean), shared = sharedBy(state, both);
    const together = both.map((run) => (shared ? open : [run])), stops = stopsOf(open, slider.control.high);
    if (stops.join() !== arranged.stops?.join()) slider.own = scale = stopScale(stops);
    return (arranged = {
      key: now, stops, high: Math.max(1, ...open.map((run) => run.last)),
      ranges: both.map((run, i) => (run ? rangesOf(together[i], state.value_axis === "log") : null)),
    });
  }
  function draw(state, q, stamp) {
    if (near) for (const side of SIDES) runs.want(state[side]);
    if (!classes) { palette.read(); const style = getComputedStyle(node); classes = CLASSES.map((_, c) => style.getPropertyValue(`--m${c + 1}`).trim()); }
    const both = SIDES.map((side) => runs.run(state[side])), { high, ranges } = arrange(state, both), log = state.time_axis === "log", x = { low: log ? 1 : 0, high, log, most: 4 };
    SIDES.forEach((side, i) => {
      const run = both[i], { cloud, curves } = sides[side], status = q[`${side}_status`];
      menus[side].show(state[side]); sides[side].status(status, entries.get(state[side]));
      const edge = q[`${side}_edge`];
      cloud.draw({ cloud: run?.cloud, points: run?.cloud?.now, reach: edge > 0 ? run.cloud.scale / edge : 0, state, colours: palette.colours, classes });
      cloud.say(run?.cloud ? `The embeddings of ${run.cloud.labels.length} test images, ${side} run: a ${q[`${side}_shape`]}.` : `No cloud of the ${side} run.`);
      sides[side].box(run ? (run.cloud ? edge > 0 ? `in a box of ±${trim(tell(edge, 2))}` : "all in one place" : "not recorded") : "");
      curves.draw(run, q, ranges[i], x, state.t);
    });
    menus.marked.show(state.marked); legend.show(state.marked); records.show(both, q, stamp);
    return { sentences: SIDES.flatMap((side) => sentencesOf(q, side)), words: { t: SIDES.filter((side) => q[`${side}_ended`]).map((side) => `the ${side} run has ended`).join(", ") } };
  }
  // The half rises of both runs.
  const stations = (state) => SIDES.flatMap((side) => runs.run(state[side])?.detected.half.filter(Number.isFinite) ?? []).map((t) => scale.from(Math.min(scale.max, scale.to(t) + 1)));
  return { node, resize, draw, stations, tables: [records.node], placed: ["t", "azimuth", "elevation", "left", "right", "marked", "value_axis", "time_axis"],
    close() { watch.disconnect(); palette.close(); records.close(); },
    hint: "Play. When does each cloud get its next direction, and what does the eigenvalue do then?" };
}

// The contract knows states; the runs that a state names come later, so each view has a store of its own.
export default {
  render({ model, el }) {
    const about = model.get("declaration"), entries = new Map((model.get("runs") ?? []).map((entry) => [entry.name, entry]));
    const labels = about.choices.find((choice) => choice.name === "left").options;
    let ask = () => {};
    const runs = makeRuns(model, () => ask());
    const sharedBy = ({ left, right }, both) => both.every(Boolean) && entries.get(left)?.loss === entries.get(right)?.loss;
    const measure = (state) => {
      const both = SIDES.map((side) => runs.run(state[side])), edges = boxesOf(both, sharedBy(state, both));
      return Object.assign({ t: state.t }, ...SIDES.map((side, i) => measureSide(side, state[side], runs.status(state[side]), both[i], state.t, labels, edges[i])));
    };
    const build = (host) => { ask = host.ask; return buildDeepRuns(host, runs, entries, sharedBy); };
    const close = contract({ measure, build }).render({ model, el });
    return () => { close(); runs.close(); };
  },
};
