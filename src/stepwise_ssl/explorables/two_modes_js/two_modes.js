// two_modes.js: chapter 4. One state, linked views: arrows and gate, eigenvalues and loss, and the angle between the arrows.

function caseOfModes(q) {
  const { theory: { gammas, line, tie, right }, lambda_1: one, lambda_2: two } = q;
  if (gammas[0] === 0 && gammas[1] === 0) return "still";
  if (!(gammas[0] > 0)) return "nothing";
  if (one >= 0.9 && two >= 0.9) return "done";
  if (line) return one < 0.1 ? "line_before" : one < 0.9 ? "line_first" : "line";
  if (one < 0.1) return "before";
  if (tie) return right ? "equal_right" : "equal";
  if (one < 0.9) return "first";
  if (!(gammas[1] > 0)) return "never";
  return two >= 0.1 ? "second" : right ? "across" : "aside";
}
function theoryCase(q) {
  const { gammas, line } = q.theory;
  if (!(gammas[0] > 0)) return [];
  if (line || !(gammas[1] > 0)) return q.exact && !line ? ["exact"] : ["one"];
  if (!q.exact && q.run_2 === Infinity) return ["late"];
  return [q.exact ? "exact" : q.exponent < 0.35 ? "rough" : "theory"];
}

function sample(words, name) {
  const key = name === "tm-gate" ? svg("circle", { cx: 9, cy: 6, r: 5, class: name }) : svg("path", { d: "M1 6H17", class: name });
  return html("span", { className: "xp-key" }, svg("svg", { width: 18, height: 12, viewBox: "0 0 18 12", "aria-hidden": "true" }, key), words);
}
const heading = (title, ...keys) => html("p", { className: "xp-caption" }, html("strong", { textContent: title }), ...keys);

function buildTwoModes({ id, play, sliders, choices }) {
  const plane = makePlane(id), times = makeTimes(id), { rise, turn } = times;
  const time = html("div", { className: "xp-time" }, play, sliders.get("t").node);
  const node = html("div", { className: "xp-views tm-views" },
    html("div", { className: "xp-left" }, heading("Embedding space", sample("mode 1", "tm-curve tm-1"), sample("mode 2", "tm-curve tm-2"), sample("gate; rim: open", "tm-gate")), plane.node,
      html("div", { className: "xp-axes" }, choices.get("lengths").node)),
    html("div", { className: "xp-right" }, heading("Eigenvalues of C", sample("loss", "xp-loss"), sample("theory, ▾ its half rise", "tm-theory")), rise.node,
      heading("Angle between the arrows, degrees"), turn.node, time, html("div", { className: "xp-axes" }, choices.get("time_axis").node)));

  function resize(width) {
    const wide = width >= 640, left = wide ? Math.round(width * 0.46) - 12 : width, right = wide ? width - left - 24 : width;
    node.classList.toggle("xp-wide", wide); node.style.setProperty("--xp-left", left + "px");
    plane.resize(Math.min(left, 380)); rise.resize(right, wide ? 206 : 180); turn.resize(right, wide ? 104 : 96);
    node.style.setProperty("--xp-from", rise.left + "px"); node.style.setProperty("--xp-to", right - rise.right + "px");
  }

  function draw(state, q) {
    const now = caseOfModes(q);
    plane.draw(q); times.draw(state, q, sliders.get("t").control.windows[state.time_axis]);
    const never = (gamma) => (gamma > 0 ? "" : "its step never comes");
    return {
      sentences: [now, ...(["still", "never", "line"].includes(now) ? [] : ["loss"]), ...theoryCase(q)],
      words: { gamma_1: never(q.gamma_1), gamma_2: never(q.gamma_2), direction: "turns arrows and gate, no eigenvalue", angle: q.theory.line ? "on one line" : q.theory.right ? "right angle" : "" },
      marks: { angle: [{ at: 90, text: "90°" }], gamma_1: [{ at: 0, text: "0" }], gamma_2: [{ at: 0, text: "0" }] },
    };
  }
  // Half rises as simulated, and between them the plateau on which the second arrow turns.
  function stations(state, { run_1, run_2 }) {
    return [run_1, (run_1 + run_2) / 2, run_2].filter(Number.isFinite);
  }
  return { node, resize, draw, placed: ["t", "time_axis", "lengths"], stations,
    hint: "Play. Which arrow is stopped, in which direction, and what is left for it to do?" };
}

export default contract({ measure: measureTwoModes, build: buildTwoModes });
