// tables.js: every mode and both matrices as tables, for readers who do not see the pictures.

function tablesView() {
  const columns = [["gamma", "γ"], ["s", "s"], ["lam", "λ"], ["gap", "1 − λ"], ["tau", "τ", "never"], ["half", "half rise", "never"], ["width", "10–90 %", "never"]];
  const head = (words) => html("thead", {}, html("tr", {}, ...words.map((textContent) => html("th", { scope: "col", textContent }))));
  const make = (caption, words) => { const body = html("tbody"); return { body, node: html("table", { className: "xp-table xp-wide-table" }, html("caption", { className: "xp-shown", textContent: caption }), head(words), body), cells: [] }; };
  const modes = make("Each mode", ["mode", ...columns.map((c) => c[1]), "state"]);
  const gate = make("The gate I − C, in the embedding's coordinates", []), weights = make("The weights W V", []);
  const box = ({ node }) => html("div", { className: "xp-scroll", tabindex: "0", role: "region", "aria-label": node.caption.textContent }, node);

  function grid(table, rows, count) {
    if (table.cells.length === rows && table.cells[0]?.length === count) return table.cells;
    table.cells = Array.from({ length: rows }, () => Array.from({ length: count }, () => html("td")));
    table.body.replaceChildren(...table.cells.map((cells, i) => html("tr", {}, html("th", { scope: "row", textContent: i + 1 }), ...cells)));
    return table.cells;
  }
  function matrix(table, values, key) {
    const cells = grid(table, values.length, values[0].length);
    const wanted = values[0].length + 1;
    if (table.wide !== wanted) { table.wide = wanted; table.node.tHead.replaceWith(head(["direction", ...values[0].map((_, j) => String(j + 1))])); }
    values.forEach((row, i) => row.forEach((value, j) => { cells[i][j].dataset[key] = `${i},${j}`; showCell(cells[i][j], value); }));
  }
  function draw(q) {
    const cells = grid(modes, q.m, columns.length + 1);
    q.steps.forEach((step, j) => {
      columns.forEach(([key, , infinite], c) => {
        const value = key === "s" ? q.s[j] : key === "lam" ? q.lam[j] : key === "gap" ? (step.learnable ? q.gap[j] : null) : step[key];
        cells[j][c].dataset.mode = `${key},${j}`; showCell(cells[j][c], value, { infinite });
      });
      const word = modeWord(q, j), last = cells[j][columns.length]; if (last.textContent !== word) last.textContent = word;
    });
    matrix(gate, q.gate, "gate"); matrix(weights, q.weights, "weight");
  }
  return { nodes: [modes, gate, weights].map(box), draw };
}
