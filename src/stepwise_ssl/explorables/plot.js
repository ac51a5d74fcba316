// plot.js: axes, scales and paths for small linked SVG plots; no dependencies, no layout reads while drawing.

const SVG_NS = "http://www.w3.org/2000/svg";

function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG_NS, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function put(node, attributes) {
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  return node;
}

// A tenth of a pixel is finer than any screen shows and much quicker to print than 17 digits.
const px = (value) => Math.round(value * 10) / 10;

const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const superscript = (integer) => [...String(integer)].map((c) => SUPERSCRIPT[c]).join("");

// A number for people: `digits` significant digits, a real minus sign, powers of ten written out.
function tell(value, digits = 3) {
  if (value === null || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  if (value === 0) return "0";
  const size = Math.abs(value), sign = value < 0 ? "−" : "";
  if (size >= 1e-3 && size < 1e5) {
    const text = size.toPrecision(digits);
    return sign + (text.includes("e") ? String(Number(text)) : text);
  }
  let [mantissa, exponent] = size.toExponential(digits - 1).split("e");
  exponent = superscript(Number(exponent));
  return sign + (Number(mantissa) === 1 ? "" : mantissa + "\u00a0×\u00a0") + "10" + exponent;
}

// The same without trailing zeros, for numbers that the reader has chosen.
const trim = (text) => (text.includes(".") ? text.replace(/\.?0+(?=\u00a0×|$)/, "") : text);

// Ticks: at most `most` round numbers on a linear axis, whole decades on a logarithmic one.
function ticksOf(low, high, log, most) {
  const out = [];
  if (log) {
    const first = Math.ceil(Math.log10(low) - 1e-9), last = Math.floor(Math.log10(high) + 1e-9);
    const stride = Math.max(1, Math.ceil((last - first) / most));
    for (let e = last; e >= first; e -= stride) out.push([Math.pow(10, e), e > -3 && e < 4 ? String(Number(Math.pow(10, e).toPrecision(1))) : "10" + superscript(e)]);
    return out.reverse();
  }
  const rough = (high - low) / most, power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough - 1e-12);
  for (let i = Math.ceil(low / step - 1e-9); i <= high / step + 1e-9; i++) {
    const value = Number((i * step).toPrecision(12));
    out.push([value, String(value).replace("-", "−")]);
  }
  return out;
}

// One plot: an <svg> with a frame of ticks, a clipped layer for curves and a free layer for marks and labels.
class Plot {
  constructor(id, label) {
    this.margin = { left: 40, right: 14, top: 8, bottom: 24 };
    this.grid = svg("g", { class: "xp-grid" });
    this.under = svg("g");
    this.clip = svg("rect");
    this.curves = svg("g", { "clip-path": `url(#${id}-clip)` });
    this.over = svg("g");
    this.node = svg("svg", { class: "xp-plot", role: "img", "aria-label": label },
      svg("defs", {}, svg("clipPath", { id: id + "-clip" }, this.clip)), this.under, this.grid, this.curves, this.over);
    this.key = "";
  }
  resize(width, height) {
    this.width = width; this.height = height;
    this.left = this.margin.left; this.right = width - this.margin.right;
    this.top = this.margin.top; this.bottom = height - this.margin.bottom;
    put(this.node, { width, height, viewBox: `0 0 ${width} ${height}` });
    put(this.clip, { x: this.left - 6, y: this.top - 4, width: Math.max(0, this.right - this.left + 12), height: this.bottom - this.top + 8 });
    this.key = "";
  }
  // Set both axes; the grid is redrawn only when something about it has changed.
  axes(x, y) {
    this.xs = x; this.ys = y;
    this.xa = x.log ? Math.log(x.low) : x.low;
    this.xk = (this.right - this.left) / ((x.log ? Math.log(x.high) : x.high) - this.xa);
    this.ya = y.log ? Math.log(y.low) : y.low;
    this.yk = (this.bottom - this.top) / ((y.log ? Math.log(y.high) : y.high) - this.ya);
    const key = [x.low, x.high, x.log, y.low, y.high, y.log, x.name].join();
    if (key === this.key) return;
    this.key = key;
    const parts = [];
    for (const [value, text] of ticksOf(y.low, y.high, y.log, y.most ?? 4)) {
      const at = px(this.y(value));
      parts.push(svg("line", { x1: this.left, x2: this.right, y1: at, y2: at }));
      const label = svg("text", { x: this.left - 6, y: at + 4, "text-anchor": "end", "data-y": value });
      label.textContent = text; parts.push(label);
    }
    for (const [value, text] of ticksOf(x.low, x.high, x.log, x.most ?? 5)) {
      const at = px(this.x(value));
      parts.push(svg("line", { x1: at, x2: at, y1: this.bottom, y2: this.bottom + 4, class: "xp-tick" }));
      // The last label gives way to the axis name.
      if (x.name && at > this.right - 14 && this.width < 420) continue;
      const label = svg("text", { x: at, y: this.bottom + 17, "text-anchor": "middle", "data-x": value });
      label.textContent = text; parts.push(label);
    }
    parts.push(svg("line", { x1: this.left, x2: this.right, y1: this.bottom, y2: this.bottom, class: "xp-axis" }));
    this.grid.replaceChildren(...parts);
  }
  x(value) { return this.left + ((this.xs.log ? Math.log(value) : value) - this.xa) * this.xk; }
  y(value) { return this.bottom - ((this.ys.log ? Math.log(value) : value) - this.ya) * this.yk; }
  // A height in pixels that is safe to print: far outside is as good as just outside.
  ySafe(value) {
    if (this.ys.log && !(value > 0)) return this.bottom + 400;
    const at = this.y(value);
    return at < this.top - 400 ? this.top - 400 : at > this.bottom + 400 ? this.bottom + 400 : at;
  }
  inX(value) { return value >= this.xs.low * (1 - 1e-12) && value <= this.xs.high * (1 + 1e-12); }
  inY(value) { return value >= this.ys.low && value <= this.ys.high; }
  // Path of f over the whole width, one point every `stride` pixels.
  curve(f, stride = 2) {
    const n = Math.ceil((this.right - this.left) / stride);
    let path = "";
    for (let i = 0; i <= n; i++) {
      const at = Math.min(this.right, this.left + i * stride);
      const u = this.xa + (at - this.left) / this.xk;
      const value = f(this.xs.log ? Math.exp(u) : u);
      if (Number.isNaN(value)) continue;
      path += (path ? "L" : "M") + px(at) + " " + px(this.ySafe(value));
    }
    return path;
  }
}
