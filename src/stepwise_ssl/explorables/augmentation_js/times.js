// times.js: the staircase that these eigenvalues predict for a linear network with five outputs.

function augTimes(id) {
  const plot = new Plot(id + "-times", "Predicted loss of a linear network with five outputs against time, on a logarithmic time axis; the step times stand in the table below.");
  plot.node.dataset.view = "times";
  const curve = plot.curves.appendChild(svg("path", { class: "xp-loss" }));
  const marks = Array.from({ length: AUG_OUTPUTS }, (_, j) => {
    const line = plot.under.appendChild(svg("path", { class: "aug-step", style: `--c:var(--m${j + 1})` })), label = plot.over.appendChild(svg("text", { class: "xp-label aug-rank", "text-anchor": "middle", style: `--c:var(--m${j + 1})` }));
    label.textContent = j + 1;
    return { line, label };
  });
  return {
    node: plot.node,
    resize(width) { plot.margin = { left: 42, right: 14, top: 16, bottom: 22 }; plot.resize(width, 118); },
    draw({ gammas, steps }) {
      plot.axes({ low: 0.003, high: 3000, log: true, most: 7 }, { low: 0, high: 5, log: false, most: 5 });
      const loss = (t) => { let sum = 0; for (let j = 0; j < AUG_OUTPUTS; j++) sum += formulas.oneWeightGap(gammas[j], AUG_ALPHA, t) ** 2; return sum; };
      put(curve, { d: plot.curve(loss, 2) });
      let last = -99;
      marks.forEach(({ line, label }, j) => {
        const seen = steps[j] <= 3000 && steps[j] >= 0.003, x = seen ? px(plot.x(steps[j])) : 0;
        put(line, { d: seen ? `M${x} ${plot.top}V${plot.bottom}` : "" });
        put(label, { x, y: 11, visibility: seen && x - last > 7 ? "visible" : "hidden" });
        if (seen && x - last > 7) last = x;
      });
    },
  };
}
