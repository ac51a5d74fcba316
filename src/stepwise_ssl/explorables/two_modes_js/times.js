// times.js: eigenvalues of C, the loss and the angle between the arrows against time; dashed what the theory says.

function makeTimes(id) {
  const rise = new Plot(id + "-rise", "Eigenvalues of C and the loss against time; the state is said in the sentence below.");
  const turn = new Plot(id + "-turn", "Angle between the arrows against time; the state is said in the sentence below.");
  for (const [plot, name] of [[rise, "rise"], [turn, "turn"]]) plot.node.dataset.view = name;
  const path = (plot, name, layer = plot.curves) => layer.appendChild(svg("path", { class: name }));
  const dot = (plot, name, role) => { const node = plot.curves.appendChild(svg("circle", { class: name, r: 5 })); node.dataset.role = role; return node; };
  const cursors = [rise, turn].map((plot) => path(plot, "xp-cursor", plot.under)), right = path(turn, "xp-limit", turn.under);
  const loss = path(rise, "xp-loss"), curves = [path(rise, "tm-curve"), path(rise, "tm-curve")], theory = [path(rise, "tm-theory"), path(rise, "tm-theory")];
  const marks = [path(rise, "tm-mark", rise.over), path(rise, "tm-mark", rise.over)];
  const angle = path(turn, "tm-angle"), atLoss = dot(rise, "xp-loss-dot", "loss"), at = [dot(rise, "tm-dot", "lambda-1"), dot(rise, "tm-dot", "lambda-2")], atAngle = dot(turn, "tm-angle-dot", "between");
  let key = "";

  function drawCurves(state, q, x) {
    const { run, theory: { gammas, starts } } = q;
    rise.axes(x, { low: Math.min(0, run.smaller[0] < -0.02 ? -0.25 : 0), high: 2.1, log: false, most: 4 });
    turn.axes(x, { low: 0, high: 2, log: false, most: 2 }); // counted in right angles, so that 90° gets a tick
    for (const label of turn.grid.querySelectorAll("[data-y]")) label.textContent = 90 * label.dataset.y + "°";
    put(curves[0], { d: rise.curve((t) => rowAt(run.larger, run, t), 1) });
    put(curves[1], { d: rise.curve((t) => rowAt(run.smaller, run, t), 1) });
    put(loss, { d: rise.curve((t) => (1 - rowAt(run.larger, run, t)) ** 2 + (1 - rowAt(run.smaller, run, t)) ** 2, 1) });
    theory.forEach((node, i) => put(node, { d: rise.curve((t) => predictedEigenvalue(gammas[i], starts[i], t), 4) }));
    put(right, { d: `M${turn.left} ${px(turn.y(1))}H${turn.right}` });
    put(angle, { d: turn.curve((t) => {
      const k = 4 * Math.min(run.last, Math.round(t / run.h)), [x1, y1, x2, y2] = run.path.subarray(k, k + 4);
      return Math.abs(inDegrees(x1 * x2 + y1 * y2, x1 * y2 - y1 * x2)) / 90;
    }) });
  }

  return {
    rise, turn,
    draw(state, q, [low, high]) {
      const x = { low, high, log: state.time_axis === "log", most: 5 }, { first, halves } = q.theory, now = [kept.key, low, high, rise.width].join();
      if (now !== key) { key = now; drawCurves(state, q, x); }
      const modes = q.theory.tie ? ["axis", "other"] : [first, 3 - first], here = px(Math.min(rise.right, Math.max(rise.left, x.log && !(q.t > 0) ? rise.left : rise.x(q.t)))), hidden = q.t < low || q.t > high;
      for (const [i, plot] of [rise, turn].entries()) put(cursors[i], { d: `M${here} ${plot.top}V${plot.bottom}` });
      // The axes of C are no modes where the eigenvalues are equal, and take none of their colours.
      modes.forEach((j, i) => {
        for (const [node, name] of [[curves[i], "tm-curve"], [theory[i], "tm-theory"], [marks[i], "tm-mark"], [at[i], "tm-dot"]]) put(node, { class: `${name} tm-${j}` });
        const inside = halves[i] > low && halves[i] < high;
        put(marks[i], { d: inside ? `M${px(rise.x(halves[i]))} ${rise.bottom}l-4.5 -8h9z` : "" });
      });
      const set = (node, plot, value) => put(node, { cx: here, cy: px(plot.ySafe(value)), visibility: hidden ? "hidden" : "visible" });
      set(at[0], rise, q.lambda_1); set(at[1], rise, q.lambda_2); set(atLoss, rise, q.loss); set(atAngle, turn, q.between / 90);
    },
  };
}
