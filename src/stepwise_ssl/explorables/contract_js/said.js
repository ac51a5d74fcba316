// said.js: a state in words, the same for a screen reader when the hand rests, and as a table.

function makeSentence() {
  const sentence = html("p", { className: "xp-sentence" });
  const live = html("p", { className: "xp-live", "aria-live": "polite", role: "status" });
  let speaking = 0, later = 0, told = 0;
  function write(text) {
    if (sentence.textContent === text) return;
    sentence.textContent = text;
    clearTimeout(speaking); speaking = setTimeout(() => (live.textContent = text), 600);
  }
  return {
    sentence, live,
    // Nobody reads sixty sentences a second, and each new one lays the whole page out again: ten are enough.
    say(text, stamp) {
      clearTimeout(later);
      if (stamp === undefined || stamp - told >= 100) { told = stamp ?? 0; write(text); } else later = setTimeout(write, 100, text);
    },
    close() { clearTimeout(speaking); clearTimeout(later); },
  };
}

function makeTable(about) {
  const cells = about.rows.map((row) => ({ row, cell: html("td") }));
  for (const { row, cell } of cells) cell.dataset.key = row.key;
  const heads = ["quantity", "letter", "value"].map((textContent) => html("th", { scope: "col", textContent }));
  const table = html("table", { className: "xp-table" }, html("caption", { textContent: "Every quantity of this state" }),
    html("thead", {}, html("tr", {}, ...heads)),
    html("tbody", {}, ...cells.map(({ row, cell }) => html("tr", {}, html("th", { scope: "row", textContent: row.label }), html("td", { textContent: row.letter }), cell))));
  return {
    table,
    show(q) { for (const { row, cell } of cells) showCell(cell, q[row.key] ?? null, row); },
  };
}

// A cell shows six digits (a count as it is) and holds all of them.
function showCell(cell, value, { infinite = "infinite", whole = false } = {}) {
  const full = String(value);
  if (cell.dataset.value === full) return;
  cell.dataset.value = full;
  cell.textContent = value === null ? "–" : !Number.isFinite(value) ? infinite : whole ? full : tell(value, 6);
}
