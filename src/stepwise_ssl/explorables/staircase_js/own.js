// own.js: the reader's own photograph. A file is read in this page; what comes of it becomes spectrum, modes and picture.

function ownView({ id, use, back }) {
  const input = html("input", { type: "file", accept: "image/*", id: id + "-file", className: "xp-file" });
  const label = html("label", { htmlFor: input.id, className: "xp-drop" }, html("strong", { textContent: "Your own photograph" }), html("span", { textContent: "choose a file or drop it here" }), input);
  const bar = html("progress", { max: 1, value: 0, "aria-label": "Progress of the analysis" });
  const cancel = button("Cancel", () => stop?.abort(), "xp-button xp-quiet"), home = button("Back to the five photographs", () => { home.hidden = true; words.textContent = ""; back(); }, "xp-button xp-quiet");
  const words = html("p", { className: "xp-own-words", role: "status", "aria-live": "polite" });
  const busy = html("div", { className: "xp-busy", hidden: true }, bar, cancel);
  const node = html("div", { className: "xp-own" }, label, html("p", { className: "xp-small", textContent: "It is read inside this page: nothing is uploaded." }), busy, words, home);
  home.hidden = true;
  let stop = null;

  async function take(file) {
    if (!file) return;
    stop?.abort();
    const mine = (stop = new AbortController());
    busy.hidden = false; bar.value = 0; let said = "";
    const onProgress = (part, text = "") => {
      if (mine !== stop) return;
      bar.value = part; const stage = text && text !== said ? (said = text) : "";
      if (stage) words.textContent = stage + " …";
    };
    try {
      const found = await analysePhotograph(file, { size: 10, nPairs: 1000, nModes: 8, seed: 3, onProgress, signal: mine.signal });
      if (mine !== stop) return;
      words.textContent = `${file.name}: 1,000 pairs of crops, their Γ and its eight leading modes, computed in this page. ` + use({ size: 10, ...found }, file.name);
      home.hidden = false;
    } catch (error) {
      if (mine === stop) words.textContent = mine.signal.aborted ? "Cancelled; nothing has changed." : error.message || "This file could not be read.";
    } finally {
      if (mine === stop) { busy.hidden = true; stop = null; }
      input.value = "";
    }
  }
  input.addEventListener("change", () => take(input.files[0]));
  for (const type of ["dragenter", "dragover"]) label.addEventListener(type, (event) => { event.preventDefault(); label.classList.add("xp-drop-over"); });
  for (const type of ["dragleave", "drop"]) label.addEventListener(type, (event) => { event.preventDefault(); label.classList.remove("xp-drop-over"); });
  label.addEventListener("drop", (event) => take(event.dataTransfer.files[0]));
  return { node, close: () => stop?.abort() };
}
