// small_start.js: chapter 6. A random start, the descent from it, and the theory that reads everything off QR.

const heading = (title, ...keys) => html("p", { className: "xp-caption" }, html("strong", { textContent: title }), ...keys);
function sample(words, name, shape = "M1 6H17") {
  return html("span", { className: "xp-key" }, svg("svg", { width: 18, height: 12, viewBox: "0 0 18 12", "aria-hidden": "true" }, svg("path", { d: shape, class: name })), words);
}
const SQUARE = "M4 1h10v10h-10z", CIRCLE = "M4 6a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", DIAMOND = "M9 0l6 6l-6 6l-6 -6z";
const HEADS = ["mode", "γ", "R", "column", "σ", "due", "descent"];

// One line for each mode, and what rises when: the k-th rise of the theory beside the k-th of the descent.
function makeModes() {
  const body = html("tbody"), caption = html("caption", { textContent: "Every mode: its eigenvalue, its start by QR, by its column and by the singular values of the leading columns, in units of α; half rises in order, theory and descent" });
  const table = html("table", { className: "xp-table md-modes" }, caption, html("thead", {}, html("tr", {}, ...HEADS.map((textContent) => html("th", { scope: "col", textContent })))), body);
  let key = "";
  return {
    node: html("div", { className: "md-scroll", tabIndex: 0, role: "group", "aria-label": "Table of the modes" }, table),
    draw(q) {
      const rows = Array.from({ length: q.d }, (_, j) => [q.gammas[j], ...THEORIES.map((name) => q.starts[name][j]), q.shownHalves[j], q.run.halves[j]]), now = String(rows);
      if (now === key) return;
      key = now;
      body.replaceChildren(...rows.map((row, j) => html("tr", {}, html("th", { scope: "row", textContent: String(j + 1) }), ...row.map((v, k) => {
        const cell = html("td", { textContent: Number.isFinite(v) ? tell(v, 4) : "–" });
        cell.dataset.key = `${["gamma", "r", "norm", "sigma", "due", "run"][k]}_${j + 1}`; cell.dataset.value = String(v);
        return cell;
      }))));
    },
  };
}

function startSentences(q) {
  if (q.run.broken) return ["broken"];
  if (!q.run.finished) return ["running"];
  const out = [q.last === Infinity || q.due === null ? "late" : q.d > 1 ? "told" : "told_one", q.p > 1 ? "beyond" : q.pair === 1 && q.ties > 1 ? "tied" : "exponent", "measured"];
  if (q.power > 0.3) out.push("wide");
  if (q.theory === "norms") out.push(q.d === 1 ? "same" : q.off_norms === null ? "past" : "norms");
  if (q.theory === "svd") out.push(q.d === 1 ? "same" : q.off_svd === null ? "past" : "svd");
  if (q.clock === "flow" && q.lag !== null) out.push("flow");
  return out;
}

function buildSmallStart({ id, choices, ask }) {
  const rise = makeRise(id), starts = makeStarts(id), gaps = makeGaps(id), modes = makeModes(), worker = makeWorker(ask);
  const node = html("div", { className: "xp-views md-views" }, html("div", { className: "xp-axes" }, choices.get("shape").node, choices.get("tail").node), html("div", { className: "md-both" },
    html("div", { className: "xp-left" }, heading("Eigenvalues of C", sample("descent", "md-curve md-1"), sample("theory, ▾ half rise", "md-theory"), sample("band", "md-band md-1", "M1 2H17V10H1z")), rise.plot.node,
      html("div", { className: "xp-axes" }, choices.get("theory").node, choices.get("clock").node, choices.get("time_axis").node)),
    html("div", { className: "xp-right" }, heading("Starts / α", sample("Rⱼⱼ", "md-start md-qr md-1", SQUARE), sample("columns", "md-start md-norms md-1", CIRCLE), sample("SVD", "md-start md-svd md-1", DIAMOND)), starts.plot.node,
      heading("Gap at the end by α", sample("αᵖ", "md-law"), sample("measured", "md-dot", CIRCLE)), gaps.plot.node)));

  function resize(width) {
    const wide = width >= 620, left = wide ? Math.round(width * 0.6) - 12 : width, right = wide ? width - left - 24 : width;
    node.querySelector(".md-both").classList.toggle("xp-wide", wide); node.style.setProperty("--xp-left", left + "px");
    rise.plot.resize(left, wide ? 292 : 230); starts.plot.resize(right, 140); gaps.plot.resize(right, wide ? 150 : 140);
  }
  function draw(state, q) {
    worker.work(q.task);
    rise.draw(q); starts.draw(q); gaps.draw(q); modes.draw(q);
    q.pace = percent(q.lag ?? 0); q.off_words = q.off === null ? "" : Math.abs(q.off) < 5e-4 ? "the same to three digits" : `${percent(q.off)} ${q.off > 0 ? "later" : "earlier"}`;
    for (const name of ["norms", "svd"]) { const part = q["off_" + name]; q[name + "_words"] = part === null ? "" : `${percent(part)} ${part > 0 ? "too early" : "too late"}`; }
    return {
      sentences: startSentences(q),
      words: { rate: `a step is ${spoken(q.eta)}`, alpha: `alpha to the p is ${spoken(q.power)}` },
    };
  }
  return { node, resize, draw, tables: [modes.node], placed: ["shape", "tail", "theory", "clock", "time_axis"], close: worker.close,
    hint: "Move α: by how much does the gap shrink? Then change the seed: which step moves most?" };
}

export default contract({ measure: measureSmallStart, build: buildSmallStart });
