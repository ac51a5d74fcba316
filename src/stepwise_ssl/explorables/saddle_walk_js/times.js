// times.js: the loss with its plateaus, and the distance to the nearest flat place, against time.

function makeTimes(id) {
  const loss = new Plot(id + "-loss", "The loss against time, with plateaus at whole numbers; the state is said in the sentence below.");
  const far = new Plot(id + "-far", "Distance to the nearest flat place against time, on a logarithmic axis; the state is said in the sentence below.");
  for (const [plot, name] of [[loss, "loss"], [far, "far"]]) plot.node.dataset.view = name;
  const path = (layer, name) => layer.appendChild(svg("path", { class: name })), dot = (plot, name, role) => { const node = plot.curves.appendChild(svg("circle", { class: name, r: 5 })); node.dataset.role = role; return node; };
  const cursors = [loss, far].map((plot) => path(plot.under, "xp-cursor")), curve = path(loss.curves, "sw-loss"), way = path(far.curves, "sw-far"), strips = DIGITS.map((_, j) => path(far.over, `sw-strip md-${j + 1}`));
  const atLoss = dot(loss, "sw-dot", "loss"), atFar = dot(far, "sw-dot", "distance");
  far.margin.top = 34;
  let key = "";
  return {
    loss, far,
    draw(state, q, [low, high]) {
      const x = { low, high, log: state.time_axis === "log", most: 5 }, { tour, walk, saddles, d } = q;
      const now = [q.gammas, q.starts, q.stage, state.start, state.near, state.seed, d, low, high, loss.width].join();
      if (now !== key) {
        key = now;
        // A start beyond a limit is a loss above d.
        const most = Math.max(d, Math.ceil(walk.loss(low) - 1e-9)), floors = tour.nearest.map((n) => n.distance).filter((v) => v > 0), least = Math.max(1e-7, Math.min(...floors, 0.1));
        loss.axes(x, { low: 0, high: Math.min(most, 6) * 1.08, log: false, most: Math.min(most, 6) + 1 });
        far.axes(x, { low: Math.pow(10, Math.floor(Math.log10(least))), high: 5, log: true, most: 4 });
        put(curve, { d: loss.curve((t) => (t <= walk.reached ? walk.loss(t) : NaN), 1.5) });
        put(way, { d: tour.times.length ? "M" + tour.times.map((t, i) => `${px(far.x(t))} ${px(far.ySafe(tour.nearest[i].distance))}`).join("L") : "" });
        // Which modes the nearest flat place holds: one thin line for each.
        strips.forEach((node, j) => {
          let line = "", on = false;
          tour.times.forEach((t, i) => {
            const has = saddles[tour.nearest[i].at].set.includes(j), at = px(far.x(t)), y = 5 + 7 * j;
            if (has && !on) line += `M${at} ${y}`;
            if (on && (!has || i === tour.times.length - 1)) line += `H${at}`;
            on = has;
          });
          put(node, { d: line });
        });
      }
      const at = px(Math.min(loss.right, Math.max(loss.left, x.log && !(q.here > 0) ? loss.left : loss.x(q.here)))), hidden = q.here < low || q.here > high ? "hidden" : "visible";
      put(cursors[0], { d: `M${at} ${loss.top}V${loss.bottom}` }); put(cursors[1], { d: `M${at} 0V${far.bottom}` });
      put(atLoss, { cx: at, cy: px(loss.ySafe(q.loss)), visibility: hidden }); put(atFar, { cx: at, cy: px(far.ySafe(q.distance)), visibility: hidden });
    },
  };
}
