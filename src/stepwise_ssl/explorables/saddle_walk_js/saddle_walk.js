// saddle_walk.js: chapter 7. One walk, linked views: embedding space, the map of flat places, the loss and the distance.

const heading = (title, ...keys) => html("p", { className: "xp-caption" }, html("strong", { textContent: title }), ...keys);
function sample(words, name, shape = "M1 6H17") {
  return html("span", { className: "xp-key" }, svg("svg", { width: 18, height: 12, viewBox: "0 0 18 12", "aria-hidden": "true" }, svg("path", { d: shape, class: name })), words);
}
const COLUMNS = ["modes", "loss", "index", "fastest way down", "closest approach", "at t"];

// Every critical subset, whether the walk came near it or not.
function makeSaddleTable() {
  const body = html("tbody"), table = html("table", { className: "xp-table md-modes" }, html("caption", { textContent: "Every subset of modes that an aligned flat place can hold; each stands for its rotations" }), html("thead", {}, html("tr", {}, ...COLUMNS.map((textContent) => html("th", { scope: "col", textContent })))), body);
  let key = "";
  return {
    node: html("div", { className: "md-scroll", tabIndex: 0, role: "group", "aria-label": "Table of the flat places" }, table),
    draw({ saddles, tour, stage }) {
      const now = saddles.map((s, i) => `${s.name} ${s.loss} ${s.index} ${s.rate} ${tour.closest[i].distance}`).join() + stage;
      if (now === key) return;
      key = now;
      body.replaceChildren(...saddles.map((s, i) => {
        const { distance, t } = tour.closest[i], cells = [String(s.loss), String(s.index), s.next === null ? "none" : `mode ${s.next + 1}, rate ${tell(s.rate)}`, Number.isFinite(distance) ? tell(distance) : "–", tell(t)];
        const row = html("tr", {}, html("th", { scope: "row", textContent: s.name }), ...cells.map((textContent) => html("td", { textContent })));
        Object.assign(row.dataset, { set: s.name, loss: s.loss, index: s.index, rate: s.rate, distance });
        return row;
      }));
    },
  };
}

function walkSentences(q) {
  if (q.t > q.walk.reached) return ["running"];
  if (q.p === 0) return ["nothing"];
  const out = [], near = q.distance < q.reach;
  if (near && q.now.minimum) out.push(q.floor ? "stays" : q.top ? "arrived" : "wrong");
  else if (near) out.push(q.k ? "near" : "origin", q.away ? "escape" : "stuck");
  else out.push(q.after ? "leaving" : q.loss < q.floor + 1e-3 ? "mixed" : "between");
  if (q.lost.length) out.push("lost");
  out.push(["passed_none", "passed_one"][q.passed] ?? "passed");
  return out;
}

function buildSaddleWalk({ id, play, sliders, choices, ask }) {
  const space = makeSpace(id), lattice = makeLattice(), times = makeTimes(id), table = makeSaddleTable(), worker = makeWorker(ask);
  const time = html("div", { className: "xp-time" }, play, sliders.get("t").node);
  const starts = html("div", { className: "xp-axes" }, choices.get("outputs").node, choices.get("start").node, choices.get("near").node);
  const node = html("div", { className: "xp-views sw-views" }, starts, html("div", { className: "sw-both" },
    html("div", { className: "xp-left" }, heading("Embedding space", sample("escape", "sw-escape md-1"), sample("rim: full length", "sw-rim")), space.node,
      heading("Flat places, by the modes they hold", sample("come near", "sw-node sw-seen", "M3 1h12v10h-12z"), sample("the nearest, in turn", "sw-way")), lattice.node),
    html("div", { className: "xp-right" }, heading("The loss"), times.loss.node, heading("Distance to the nearest of them", sample("above: its modes", "sw-strip md-1")), times.far.node, time, html("div", { className: "xp-axes" }, choices.get("time_axis").node))));

  function resize(width) {
    const wide = width >= 620, left = wide ? Math.round(width * 0.46) - 12 : width, right = wide ? width - left - 24 : width;
    node.querySelector(".sw-both").classList.toggle("xp-wide", wide); node.style.setProperty("--xp-left", left + "px");
    space.resize(Math.min(left, 260)); lattice.resize(left, 210); times.loss.resize(right, wide ? 212 : 170); times.far.resize(right, wide ? 222 : 180);
    node.style.setProperty("--xp-from", times.loss.left + "px"); node.style.setProperty("--xp-to", right - times.loss.right + "px");
  }
  function draw(state, q) {
    worker.work(q.walk);
    space.draw(q); lattice.draw(q); times.draw(state, q, sliders.get("t").control.windows[state.time_axis]); table.draw(q);
    const idle = state.start !== "saddle";
    for (const radio of choices.get("near").radios) if (radio.disabled !== idle) radio.disabled = idle;
    choices.get("near").node.classList.toggle("sw-idle", idle);
    const rank = (j) => (q.gammas[j] > 0 ? "" : "never learned");
    return {
      sentences: walkSentences(q),
      words: { ...Object.fromEntries(DIGITS.map((_, j) => [`gamma_${j + 1}`, rank(j)])), seed: state.start === "aligned" ? "not used by an aligned start" : "", head: "" },
      marks: Object.fromEntries(DIGITS.map((_, j) => [`gamma_${j + 1}`, [{ at: 0, text: "0" }]])),
    };
  }
  // The middle of every stay near a flat place, and the moment between two.
  function stations(state, q) {
    const { path, times: all } = q.tour, end = all[all.length - 1];
    return path.flatMap((step, i) => [step.t, ((path[i + 1]?.t ?? end) + step.t) / 2]);
  }
  return { node, resize, draw, stations, tables: [table.node], placed: ["t", "time_axis", "outputs", "start", "near"], close: worker.close,
    hint: "Play. Near which flat places does the walk stay, and which does it never see?" };
}

export default contract({ measure: measureSaddleWalk, build: buildSaddleWalk });
