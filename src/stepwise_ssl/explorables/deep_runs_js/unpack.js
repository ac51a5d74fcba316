// unpack.js: a run out of the JSON that deep_runs_pack.py writes. Pure functions.

function bytesOf(text) {
  const raw = atob(text), out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
  return out.buffer;
}

// Columns of a table of float32, each a Float64Array; no table, no columns.
function columnsOf(table, many) {
  if (!table) return [];
  const all = new Float32Array(bytesOf(table.data)), { columns } = table;
  if (all.length !== many * columns) throw new Error(`${all.length} numbers, expected ${many} x ${columns}`);
  return Array.from({ length: columns }, (_, j) => Float64Array.from({ length: many }, (_, k) => all[k * columns + j]));
}

function unpackRun(pack) {
  if (pack.format !== 1) throw new Error(`format ${pack.format}, expected 1`);
  const { steps } = pack, many = steps.length, eigenvalues = columnsOf(pack.eigenvalues, many);
  const run = {
    name: pack.name, steps, last: steps[many - 1], loss: columnsOf(pack.loss, many)[0] ?? null, eigenvalues,
    ranks: columnsOf(pack.ranks, many), layers: pack.layers, probe: pack.probe, cloud: null, detected: stepsOfRun(steps, eigenvalues, pack.loss_name),
  };
  if (pack.cloud) {
    const { scale, steps: at, labels } = pack.cloud, all = new Int8Array(bytesOf(pack.cloud.data)), size = 3 * labels.length;
    run.cloud = { scale, steps: at, labels, records: at.map((_, k) => all.subarray(k * size, (k + 1) * size)), now: new Float64Array(size) };
    run.cloud.edge = scale * edgeOf(run.cloud.records);
  }
  return run;
}

// The last place whose step is not after t.
function placeOf(steps, t) {
  let low = 0, high = steps.length - 1;
  while (low < high) { const middle = (low + high + 1) >> 1; if (steps[middle] <= t) low = middle; else high = middle - 1; }
  return low;
}

// The cloud at step t in units of its scale, into cloud.now: straight from one of its records to the next.
function cloudAt(cloud, t) {
  const { steps, records, now } = cloud, k = placeOf(steps, t), one = records[k], two = records[Math.min(k + 1, records.length - 1)];
  const part = two === one || t <= steps[k] ? 0 : (t - steps[k]) / (steps[k + 1] - steps[k]);
  for (let i = 0; i < now.length; i++) now[i] = one[i] + (two[i] - one[i]) * part;
  return now;
}

// Half the edge of the box that a cloud is shown in: 1.25 times what 98 of 100 coordinates stay below, in the middle
// one of the later half of the records. So one early jump does not make all the rest a point.
function edgeOf(records) {
  const low = (values, part) => values.sort((a, b) => a - b)[Math.floor(part * (values.length - 1))];
  const usual = low(records.slice(records.length >> 1).map((points) => low(Float64Array.from(points, Math.abs), 0.98)), 0.5);
  return 1.25 * usual;
}

// Standard deviations of points (x, y, z one after the other) along their own three axes, largest first.
function spreadsOf(points, scale) {
  const n = points.length / 3, mean = [0, 0, 0], matrix = new Float64Array(9);
  for (let i = 0; i < points.length; i++) mean[i % 3] += points[i] / n;
  for (let i = 0; i < points.length; i += 3) for (let a = 0; a < 3; a++) for (let b = 0; b <= a; b++) matrix[3 * a + b] += ((points[i + a] - mean[a]) * (points[i + b] - mean[b])) / n;
  for (let a = 0; a < 3; a++) for (let b = 0; b < a; b++) matrix[3 * b + a] = matrix[3 * a + b];
  return Array.from(symmetricValues(matrix, 3), (v) => scale * Math.sqrt(Math.max(0, v)));
}
