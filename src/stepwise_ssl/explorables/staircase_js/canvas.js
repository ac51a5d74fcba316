// canvas.js: canvases that are sharp on every screen, and the page's colours as numbers and strings.

// A canvas of a size in CSS pixels; `draw` gets a context in the same units.
function canvasOf(label, className = "") {
  const node = html("canvas", { className: "xp-canvas " + className, role: "img", "aria-label": label });
  const context = node.getContext("2d");
  return {
    node, context, width: 0, height: 0,
    resize(width, height) {
      const ratio = Math.min(3, window.devicePixelRatio || 1);
      this.width = width; this.height = height;
      node.width = Math.round(width * ratio); node.height = Math.round(height * ratio);
      node.style.width = width + "px"; node.style.height = height + "px";
      context.setTransform(node.width / width, 0, 0, node.height / height, 0, 0);
    },
    clear() { context.clearRect(0, 0, this.width, this.height); },
  };
}

// The book's colours, read once for each theme: reading a style costs more than drawing with it.
function coloursOf(node, listen, changed) {
  const colours = { ink: "", paper: "", muted: "", grid: "", plus: "", minus: "", mode: [], font: "" };
  let known = "";
  const probe = document.createElement("canvas").getContext("2d");
  const rgb = (text) => { probe.fillStyle = text; const hex = probe.fillStyle; return [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16)); };
  function read() {
    const style = getComputedStyle(node), value = (name) => style.getPropertyValue(name).trim();
    for (const name of ["ink", "paper", "muted", "grid", "plus", "minus"]) colours[name] = value("--" + name);
    colours.mode = Array.from({ length: 8 }, (_, j) => value("--m" + (j + 1)));
    colours.font = style.fontFamily;
    Object.assign(colours, { inkRgb: rgb(colours.ink), paperRgb: rgb(colours.paper), plusRgb: rgb(colours.plus), minusRgb: rgb(colours.minus) });
    const key = JSON.stringify(colours);
    if (key !== known) { known = key; return true; }
    return false;
  }
  const look = () => { if (read()) changed(); };
  const watcher = new MutationObserver(look);
  // The book marks its theme on <html>, JupyterLab and Colab on <html> or <body>.
  for (const place of [document.documentElement, document.body]) watcher.observe(place, { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light", "class", "theme"] });
  listen(window.matchMedia("(prefers-color-scheme: dark)"), "change", look);
  return { colours, read, close: () => watcher.disconnect() };
}
