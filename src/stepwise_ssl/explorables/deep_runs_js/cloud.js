// cloud.js: 300 embeddings in three fixed directions and at a fixed scale, turned by the hand or by two sliders.

const CLASS_SHAPES = ["circle", "square", "triangle", "diamond", "cross"];
// Class c has its own colour, and a shape of its own: five shapes, filled and then hollow.
function drawMark(context, shape, x, y, r) {
  if (shape === "circle") { context.moveTo(x + r, y); context.arc(x, y, r, 0, 2 * Math.PI); return; }
  const corners = { square: [[-1, -1], [1, -1], [1, 1], [-1, 1]], triangle: [[0, -1.25], [1.15, 0.85], [-1.15, 0.85]], diamond: [[0, -1.35], [1.35, 0], [0, 1.35], [-1.35, 0]] }[shape];
  if (shape === "cross") { context.moveTo(x - 1.2 * r, y); context.lineTo(x + 1.2 * r, y); context.moveTo(x, y - 1.2 * r); context.lineTo(x, y + 1.2 * r); return; }
  corners.forEach(([a, b], i) => (i ? context.lineTo(x + a * r, y + b * r) : context.moveTo(x + a * r, y + b * r)));
  context.closePath();
}
const SHAPE_PATHS = { circle: "M3 6a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", square: "M3.5 2.5h7v7h-7z", triangle: "M7 1l5 9h-10z", diamond: "M7 1l5 5l-5 5l-5 -5z", cross: "M2 6h10M7 1v10" };

const EDGES = [[0, 1], [0, 2], [0, 4], [1, 3], [1, 5], [2, 3], [2, 6], [3, 7], [4, 5], [4, 6], [5, 7], [6, 7]];
const CORNERS = Array.from({ length: 8 }, (_, k) => [k & 1 ? 1 : -1, k & 2 ? 1 : -1, k & 4 ? 1 : -1]);

function makeCloud(side, { read, move, listen }) {
  const canvas = canvasOf("", "dr-cloud"), { node, context } = canvas;
  node.dataset.view = `${side}-cloud`;
  let held = null, drawn = 0;
  // To the right turns, down tilts; a finger that moves up or down scrolls the page as ever.
  listen(node, "pointerdown", (event) => { const { azimuth, elevation } = read(); held = { x: event.clientX, y: event.clientY, azimuth, elevation }; node.setPointerCapture(event.pointerId); });
  listen(node, "pointermove", (event) => {
    if (!held) return;
    const turned = held.azimuth - 0.5 * (event.clientX - held.x), tilted = held.elevation + 0.5 * (event.clientY - held.y);
    move({ azimuth: Math.round(((((turned + 180) % 360) + 360) % 360) - 180), elevation: Math.round(Math.min(90, Math.max(-90, tilted))) });
  });
  for (const end of ["pointerup", "pointercancel"]) listen(node, end, () => (held = null));

  // `reach`: the unit of the cloud's coordinates as a part of the edge of the box.
  function draw({ cloud, points, reach, state, colours, classes }) {
    const { azimuth, elevation, marked } = state, [az, el] = [azimuth, elevation].map((v) => (v * Math.PI) / 180);
    const size = Math.min(canvas.width, canvas.height), rho = size / 3.2, cx = canvas.width / 2, cy = canvas.height / 2;
    const right = [-Math.sin(az), Math.cos(az), 0], up = [-Math.sin(el) * Math.cos(az), -Math.sin(el) * Math.sin(az), Math.cos(el)], near = [Math.cos(el) * Math.cos(az), Math.cos(el) * Math.sin(az), Math.sin(el)];
    const along = (v, x, y, z) => v[0] * x + v[1] * y + v[2] * z;
    const place = (x, y, z) => [cx + rho * along(right, x, y, z), cy - rho * along(up, x, y, z)];
    canvas.clear();
    context.lineWidth = 1; context.strokeStyle = colours.grid; context.beginPath();
    const corners = CORNERS.map((corner) => place(...corner));
    for (const [a, b] of EDGES) { context.moveTo(...corners[a]); context.lineTo(...corners[b]); }
    context.stroke();
    context.font = `600 13px ${colours.font}`; context.textAlign = "center"; context.textBaseline = "middle";
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]].forEach((axis, k) => {
      context.strokeStyle = context.fillStyle = classes[k]; context.lineWidth = 1.5; context.beginPath();
      context.moveTo(...place(...axis.map((v) => -v))); context.lineTo(...place(...axis)); context.stroke();
      context.fillText(String(k + 1), ...place(...axis.map((v) => 1.13 * v)));
    });
    drawn = 0;
    if (!cloud) return;
    const one = CLASSES.indexOf(marked), lists = Array.from({ length: 11 }, () => []);
    cloud.labels.forEach((label, i) => lists[one < 0 ? label : label === one ? one : 10].push(i));
    for (const c of [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]) {
      if (!lists[c].length) continue;
      const rest = c === 10, shape = rest ? "circle" : CLASS_SHAPES[c % 5], colour = rest ? colours.muted : classes[c];
      context.beginPath(); context.globalAlpha = rest ? 0.45 : 0.85; context.lineWidth = shape === "cross" ? 1.75 : 1.25; context.strokeStyle = context.fillStyle = colour;
      for (const i of lists[c]) {
        const x = points[3 * i] * reach, y = points[3 * i + 1] * reach, z = points[3 * i + 2] * reach, r = (rest ? 1.6 : one < 0 ? 2.3 : 3.2) * (1 + 0.25 * along(near, x, y, z));
        drawMark(context, shape, cx + rho * along(right, x, y, z), cy - rho * along(up, x, y, z), r); drawn++;
      }
      if (shape === "cross" || (c >= 5 && !rest)) context.stroke(); else context.fill();
    }
    context.globalAlpha = 1;
  }
  const say = (words) => { if (node.ariaLabel !== words) node.setAttribute("aria-label", words); };
  return { node, draw, say, resize: (width, height) => canvas.resize(width, height), drawn: () => drawn };
}

// What the marks mean: all ten classes, or the one that is picked out.
function makeLegend() {
  const entries = CLASSES.map((name, c) => {
    const shape = CLASS_SHAPES[c % 5], hollow = shape === "cross" || c >= 5;
    return html("span", { className: `xp-key dr-class-${c + 1}` }, svg("svg", { width: 14, height: 12, viewBox: "0 0 14 12", "aria-hidden": "true" }, svg("path", { d: SHAPE_PATHS[shape], class: hollow ? "dr-hollow" : "dr-filled" })), name);
  });
  const rest = html("span", { className: "xp-key dr-rest" }, svg("svg", { width: 14, height: 12, viewBox: "0 0 14 12", "aria-hidden": "true" }, svg("path", { d: SHAPE_PATHS.circle, class: "dr-filled" })), "the others");
  return {
    node: html("p", { className: "xp-caption dr-legend" }, ...entries, rest),
    show(marked) { entries.forEach((node, c) => (node.hidden = marked !== "all" && marked !== CLASSES[c])); rest.hidden = marked === "all"; },
  };
}
