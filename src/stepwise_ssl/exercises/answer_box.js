// The answer box: one question, one field, one reply. No kernel, no network, no imports.
// The reading rules and the sentences come from Python (grammar.py, wording.py) in the model's data, so
// that the browser and the Python check say the same thing about the same answer.

class Unreadable extends Error {}
const NAME_STEPS = { log2: Math.log2, log10: Math.log10 };

// --- reading: text to tree, the same grammar as reading.py ----------------------------------------

const fill = (sentence, slots) => sentence.replace(/\{([a-z-]+)\}/g, (_, key) => slots[key]);

function reader(data) {
  const g = data.grammar;
  const refuse = (key, slots = {}) => {
    throw new Unreadable(fill(data.sentences[key], slots));
  };
  const sub = Object.keys(g.SUBSCRIPTS).join("");
  const greek = Object.keys(g.GREEK).join("");
  const token = new RegExp(
    String.raw`[ \t\r\n]*(?:((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)` +
      `|([A-Za-z][A-Za-z0-9_${sub}]*|[${greek}Γ](?:_?[0-9${sub}]+)?|√)` +
      String.raw`|(\*\*|[-+*/^()=,])|([^ \t\r\n]))`, "gu");
  const module = new RegExp(`\\b(?:${g.MODULES.join("|")})\\.(?=[A-Za-z])`, "g");
  const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : key);
  const canonical = (name) =>
    [...name].map((c) => own(g.GREEK, own(g.SUBSCRIPTS, c))).join("").replaceAll("_", "").replace("Γ", "Gamma");
  const names = new Map(data.names.map((n) => [canonical(n), n]));
  const lower = new Map(data.names.map((n) => [canonical(n).toLowerCase(), n]));

  function tokens(text) {
    if ([...text].length > g.MAX_CHARS) refuse("long", { limit: g.MAX_CHARS });
    const mixed = text.match(/[0-9.][ \t]*[½¼]/);
    if (mixed) refuse("ambiguous", { token: mixed[0] });
    const plain = [...text].map((c) => own(g.CHARACTERS, c)).join("").replace(module, "");
    return [...plain.matchAll(token)].map(([, number, name, op, bad]) => {
      if (bad) refuse("character", { token: bad });
      if (op === "=") refuse("equals");
      if (op === ",") refuse("comma");
      return number ? { number } : name ? { name } : { op: op === "**" ? "^" : op };
    });
  }

  return function read(text) {
    const found = tokens(text);
    let at = 0, nodes = 0;
    const show = (t) => t.number ?? t.name ?? t.op;
    const peek = () => found[at]?.op ?? "";
    const node = (...parts) => (++nodes > g.MAX_NODES ? refuse("large-tree") : parts);
    function sum(depth) {
      let left = product(depth + 1);
      while (peek() === "+" || peek() === "-") {
        const minus = found[at++].op === "-", right = product(depth + 1);
        left = node("+", left, minus ? node("neg", right) : right);
      }
      return left;
    }
    function product(depth) {
      let left = signed(depth + 1);
      while (peek() === "*" || peek() === "/") {
        const op = found[at++].op;
        left = node(op, left, signed(depth + 1, op === "/"));
      }
      return left;
    }
    // 2gamma and 2(1 - q) are products; directly after / or ^ ("alone") they could be read in two ways.
    function signed(depth, alone = false) {
      if (depth > 3 * g.MAX_DEPTH) refuse("deep");
      if (peek() === "+" || peek() === "-") {
        const minus = found[at++].op === "-", inner = signed(depth + 1, alone);
        return minus ? node("neg", inner) : inner;
      }
      const next = found[at + 1];
      if (!found[at]?.number || !next || !(next.name || next.op === "(")) return power(depth);
      const typed = found[at++].number;
      if (alone) refuse("ambiguous", { token: typed + show(next) });
      return node("*", node("number", number(typed)), power(depth + 1));
    }
    function power(depth) {
      const base = atom(depth);
      if (peek() !== "^") return base;
      at++;
      return node("^", base, signed(depth + 1, true));
    }
    function atom(depth) {
      if (at === found.length) refuse("end");
      const t = found[at++];
      if (t.number) return node("number", number(t.number));
      if (t.op === "(") return bracket(depth);
      if (t.op) refuse("operand", { token: t.op });
      return word(t.name, depth);
    }
    function bracket(depth) {
      const inner = sum(depth);
      if (at === found.length) refuse("bracket");
      if (peek() !== ")") refuse("times", { token: show(found[at]) });
      at++;
      return inner;
    }
    function word(typed, depth) {
      const name = canonical(typed), small = name.toLowerCase();
      if (names.has(name)) return node("name", names.get(name));
      const f = own(g.FUNCTION_ALIASES, small);
      if (g.FUNCTIONS.includes(f)) {
        if (peek() !== "(") refuse("call", { token: typed });
        at++;
        return node("call", f, bracket(depth));
      }
      if (lower.has(small)) return node("name", lower.get(small));
      if (g.CONSTANTS.includes(small)) return node("number", small === "pi" ? Math.PI : Math.E);
      return refuse(names.size ? "name" : "no-names", { token: typed, names: data.names.join(", ") });
    }
    function number(text) {
      const [digits, power = ""] = text.toLowerCase().split("e");
      if (digits.replace(".", "").length > g.MAX_DIGITS || power.length > 3 || Math.abs(Number(power)) > 30)
        refuse("number");
      return Number(text);
    }
    const tree = sum(0);
    if (at < found.length) refuse(peek() === ")" ? "operand" : "times", { token: show(found[at]) });
    degree(tree);
    return tree;

    function degree(n) {
      const below = children(n).map(degree);
      if (n[0] !== "^" || !constant(n[2])) return Math.max(1, ...below);
      const size = Math.abs(evaluate(n[2], {}, g.HUGE));
      if (!(size <= g.MAX_EXPONENT)) refuse("exponent");
      const total = below[0] * Math.max(1, size);
      return total > g.MAX_DEGREE ? refuse("nested") : total;
    }
  };
}

const children = (n) => (n[0] === "number" || n[0] === "name" ? [] : n.slice(n[0] === "call" ? 2 : 1));
const constant = (n) => n[0] !== "name" && children(n).every(constant);

// --- evaluating: NaN where there is no finite real value --------------------------------------------

function evaluate(n, point, huge) {
  if (n[0] === "number") return n[1];
  if (n[0] === "name") return point[n[1]];
  const v = children(n).map((c) => evaluate(c, point, huge));
  if (v.some(Number.isNaN)) return NaN;
  const [a, b] = v;
  let result;
  switch (n[0]) {
    case "+": result = a + b; break;
    case "*": result = a * b; break;
    case "/": result = b === 0 ? NaN : a / b; break;
    case "neg": result = -a; break;
    case "^": result = Math.pow(a, b); break;
    default: result = (NAME_STEPS[n[1]] ?? Math[n[1]])(a);
  }
  return Math.abs(result) <= huge ? result : NaN;
}

// --- comparing: the same order of questions as expression.py and number.py --------------------------

const size = (x) => (x === null || Number.isNaN(x) ? null : Math.abs(x));

function agree(found, wanted, tolerance) {
  const sizes = wanted.map(size).filter((s) => s !== null).sort((a, b) => a - b);
  const half = sizes.length >> 1;
  const median = !sizes.length ? 0 : sizes.length % 2 ? sizes[half] : (sizes[half - 1] + sizes[half]) / 2;
  let compared = 0;
  for (let k = 0; k < found.length; k++) {
    const none = Number.isNaN(found[k]), wantNone = size(wanted[k]) === null;
    if (none && wantNone) continue;
    if (none || wantNone) return false;
    const scale = Math.max(Math.abs(wanted[k]), median / 1000) || 1;
    if (!(Math.abs(found[k] - wanted[k]) <= tolerance * scale)) return false;
    compared++;
  }
  return 2 * compared >= wanted.length;
}

const CLOSE = 5e-3;

// -0.110/gamma for -log(1 + sqrt(2))/(8*gamma): the one decimal is the right one, rounded to its digits.
function rounds(text, found, data) {
  const decimals = text.match(/[0-9]*\.[0-9]*/g) ?? [];
  if (decimals.length !== 1 || /[0-9.][eE][-+0-9]/.test(text)) return false;
  const [whole, places] = decimals[0].split("."), size = Number(decimals[0]);
  if ((whole + places).replace(/^0+/, "").length < data.rounded || !(size > 0)) return false;
  const half = 0.5 * Math.pow(10, -places.length) / size;
  const ratio = found[0] / data.values[0];
  if (!(Math.abs(1 / ratio - 1) <= half)) return false;
  return agree(found, data.values.map((v) => ratio * v), data.tolerance);
}

function checkExpression(data, text) {
  const tree = reader(data)(text), say = data.sentences;
  const found = data.points.map((p) => evaluate(tree, p, data.grammar.HUGE));
  if (agree(found, data.values, data.tolerance)) return ["right", data.praise];
  for (const slip of data.slips) if (agree(found, slip.values, data.tolerance)) return ["not yet", slip.reply];
  const bad = found.findIndex(Number.isNaN);
  if (bad >= 0) {
    const where = data.shown.map((n) => `${n} = ${data.points[bad][n].toFixed(3)}`).join(", ");
    return ["not yet", fill(say.unreal, { point: where })];
  }
  if (data.rounded && rounds(text, found, data)) return ["right", `${say.rounded} ${data.praise}`.trim()];
  if (text.includes(".")) {
    if (agree(found, data.values, CLOSE)) return ["not yet", say.decimal];
    for (const slip of data.slips) if (agree(found, slip.values, CLOSE)) return ["not yet", slip.reply];
  }
  if (data.values.every((v) => v !== 0) && found[0] !== 0) {
    const ratio = found[0] / data.values[0];
    if (agree(found, data.values.map((v) => ratio * v), data.tolerance)) return ["not yet", say.factor];
  }
  return ["not yet", `${say.wrong} ${data.case}`];
}

function checkNumber(data, text) {
  const say = data.sentences, x = evaluate(reader(data)(text), {}, data.grammar.HUGE);
  if (Number.isNaN(x)) return ["not yet", say.infinite];
  const near = (v) => Math.abs(x - v) <= data.tolerance;
  if (near(data.value)) return ["right", data.praise];
  for (const slip of data.slips) if (near(slip.value)) return ["not yet", slip.reply];
  if (near(-data.value)) return ["not yet", say.sign];
  return ["not yet", x > data.value ? say.large : say.small];
}

function check(kind, data, answer) {
  const blank = ["", "...", "…"].includes(answer.trim());
  if (blank) return ["not answered yet", data.sentences[kind === "choice" ? "choose" : "blank"]];
  if (kind === "choice") {
    const option = data.options.find((o) => o.letter === answer);
    return [option.right ? "right" : "not yet", option.reply];
  }
  try {
    return (kind === "number" ? checkNumber : checkExpression)(data, answer);
  } catch (error) {
    if (error instanceof Unreadable) return ["cannot read", error.message];
    if (error instanceof RangeError) return ["cannot read", data.sentences.deep];
    throw error;
  }
}

// --- the box -----------------------------------------------------------------------------------------

const h = (tag, props = {}, ...kids) => {
  const { attrs = {}, ...rest } = props, n = Object.assign(document.createElement(tag), rest);
  for (const [key, value] of Object.entries(attrs)) n.setAttribute(key, value);
  n.append(...kids);
  return n;
};
let count = 0;

function choiceField(data, id, number, label) {
  const radios = data.options.map((o) =>
    h("input", { type: "radio", name: id, value: o.letter, id: `${id}-${o.letter}` }));
  const rows = data.options.map((o, k) =>
    h("label", { className: "ab-option", htmlFor: radios[k].id }, radios[k], h("span", { textContent: o.text })));
  const legend = h("legend", { className: "ab-label" }, number, label);
  return {
    element: h("fieldset", { className: "ab-choice" }, legend, ...rows),
    get: () => radios.find((r) => r.checked)?.value ?? "",
    set: (v) => radios.forEach((r) => (r.checked = r.value === v)),
    focus: () => (radios.find((r) => r.checked) ?? radios[0]).focus(),
    inputs: radios,
  };
}

function textField(kind, hint, id, number, label) {
  const input = h("input", {
    type: "text", id, className: "ab-input", autocomplete: "off", spellcheck: false,
    attrs: { autocapitalize: "off", autocorrect: "off", enterkeyhint: "done", "aria-describedby": `${id}-hint` },
  });
  return {
    element: h("div", {},
      h("label", { className: "ab-label", htmlFor: id }, number, label), input,
      h("p", { className: "ab-hint", id: `${id}-hint`, textContent: hint })),
    get: () => input.value,
    set: (v) => { if (input.value !== v) input.value = v; },
    focus: () => input.focus(),
    inputs: [input],
  };
}

function render({ model, el }) {
  const kind = model.get("kind"), data = model.get("data");
  const id = `ab-${++count}-${Math.random().toString(36).slice(2, 8)}`;
  const number = model.get("number") ? h("span", { className: "ab-number", textContent: model.get("number") }) : "";
  const label = h("span", { textContent: model.get("label") });
  const field = kind === "choice" ? choiceField(data, id, number, label)
    : textField(kind, model.get("hint"), id, number, label);
  const reply = h("div", { className: "ab-reply", attrs: { role: "status", "aria-live": "polite" } });
  const reset = h("button", { type: "button", className: "ab-reset", textContent: "Reset" });
  const form = h("form", { className: "ab-box", noValidate: true }, field.element,
    h("div", { className: "ab-row" }, h("button", { type: "submit", className: "ab-check", textContent: "Check" }), reset),
    reply);

  const tell = (values) => { for (const [k, v] of Object.entries(values)) model.set(k, v); model.save_changes(); };
  const draw = () => {
    const status = model.get("status");
    reply.dataset.status = status;
    if (!status) return reply.replaceChildren();
    reply.replaceChildren(
      h("span", { className: "ab-mark", textContent: data.marks[status], attrs: { "aria-hidden": "true" } }),
      h("p", {}, h("strong", { textContent: status[0].toUpperCase() + status.slice(1) + "." }), " " + model.get("message")));
  };
  // Status and message change together: draw once, so that a screen reader says it once.
  let waiting = false;
  const show = () => {
    if (!waiting) queueMicrotask(() => { waiting = false; draw(); });
    waiting = true;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const answer = field.get(), [status, message] = check(kind, data, answer);
    tell({ answer, status, message });
    show();
  });
  // A reply belongs to the answer that was checked: it goes when the answer changes.
  for (const input of field.inputs) input.addEventListener("input", () => {
    if (model.get("status")) tell({ status: "", message: "" });
    show();
  });
  reset.addEventListener("click", () => {
    tell({ answer: "", status: "", message: "" });
    field.set("");
    show();
    field.focus();
  });
  // JupyterLab takes keys for its own commands unless they stop here.
  form.addEventListener("keydown", (event) => event.stopPropagation());

  const onAnswer = () => field.set(model.get("answer"));
  model.on("change:answer", onAnswer);
  model.on("change:status", show);
  model.on("change:message", show);
  onAnswer();
  draw();
  el.append(form);
  return () => {
    model.off("change:answer", onAnswer);
    model.off("change:status", show);
    model.off("change:message", show);
  };
}

export default { render };
