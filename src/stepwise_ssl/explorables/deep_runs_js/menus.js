// menus.js: menus instead of radio buttons where a choice has many options, and the tables beside the state's.

function makeMenu(id, choice, choose) {
  const select = html("select", { id: `${id}-${choice.name}`, className: "dr-select" }, ...Object.entries(choice.options).map(([value, textContent]) => html("option", { value, textContent })));
  select.addEventListener("keydown", (event) => event.stopPropagation()); // JupyterLab would take the keys for itself
  select.addEventListener("change", () => choose({ [choice.name]: select.value }));
  const node = html("div", { className: "dr-menu" }, html("label", { htmlFor: select.id, textContent: choice.label }), select);
  return { node, select, show(value) { if (select.value !== value) select.value = value; } };
}

// Every eigenvalue, every layer's rank and every probe of both runs at this step. Written when it is looked at.
function makeRecords() {
  const body = html("tbody"), heads = SIDES.map((side) => html("th", { scope: "col", textContent: side }));
  const table = html("table", { className: "xp-table dr-records" }, html("caption", { textContent: "Both runs at this step: all eigenvalues, the effective rank of every hidden layer, and all probes" }),
    html("thead", {}, html("tr", {}, html("th", { scope: "col", textContent: "quantity" }), ...heads)), body);
  const node = html("div", { className: "dr-scroll", tabIndex: 0, role: "group", "aria-label": "Table of both runs" }, table);
  let wanted = null, key = "";
  function lines(runs, q) {
    const at = SIDES.map((side) => q[`${side}_record`]), rows = [];
    const add = (name, f) => { const values = runs.map((run, i) => (run ? f(run, at[i]) : undefined)); rows.push([name, values]); };
    const many = (f) => Math.max(0, ...runs.map((run) => (run ? f(run).length : 0)));
    for (let j = 0; j < many((run) => run.eigenvalues); j++) add(`eigenvalue ${j + 1}`, (run, k) => run.eigenvalues[j]?.[k]);
    for (const layer of new Set(runs.flatMap((run) => run?.layers ?? []))) add(`rank of ${layer}`, (run, k) => run.ranks[run.layers.indexOf(layer)]?.[k]);
    const probed = [...new Set(runs.flatMap((run) => run?.probe?.steps ?? []))].sort((a, b) => a - b);
    for (const step of probed) for (const [part, words] of [["hidden", "last hidden layer"], ["embedding", "embedding"]]) add(`probe at step ${step}, ${words}`, (run) => run.probe?.[part][run.probe.steps.indexOf(step)]);
    return rows;
  }
  function write() {
    const details = node.closest("details");
    if (!wanted || (details && !details.open)) return;
    const rows = lines(...wanted), now = JSON.stringify(rows);
    if (now === key) return;
    key = now;
    body.replaceChildren(...rows.map(([name, values]) => html("tr", {}, html("th", { scope: "row", textContent: name }), ...values.map((v, i) => {
      const cell = html("td", { textContent: Number.isFinite(v) ? tell(v, 4) : "–" });
      cell.dataset.side = SIDES[i]; cell.dataset.value = String(v ?? null);
      return cell;
    }))));
  }
  let later = 0;
  return {
    node, write,
    // Not while the hand moves: sixty rows are not written sixty times a second.
    show(runs, q, stamp) { wanted = [runs, q]; clearTimeout(later); if (stamp === undefined) write(); else later = setTimeout(write, 120); },
    close() { clearTimeout(later); },
  };
}
