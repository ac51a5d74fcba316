// dom.js: nodes, and what the page and the reader's settings say.

function html(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key in node && key !== "list") node[key] = value; else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

function button(text, action, className = "xp-button") {
  const node = html("button", { type: "button", className, textContent: text });
  node.addEventListener("click", action);
  return node;
}

const STATIC_PAGE = () => document.querySelector('script[type="application/vnd.jupyter.widget-view+json"]') !== null;
const CALM = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// In words for a screen reader: no glyph that speech software drops or misreads.
function spoken(value) {
  if (value === 0) return "0";
  const size = Math.abs(value), sign = value < 0 ? "minus " : "";
  if (size >= 1e-3 && size < 1e5) return sign + Number(size.toPrecision(3));
  const [mantissa, exponent] = size.toExponential(2).split("e");
  return `${sign}${Number(mantissa)} times ten to the ${exponent.replace("-", "minus ").replace("+", "")}`;
}
