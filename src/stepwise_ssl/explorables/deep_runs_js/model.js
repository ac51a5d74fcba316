// model.js: what is known of both runs at a training step.

const SIDES = ["left", "right"], LARGEST = [1, 2, 3, 4];
const CLOUDS = ["point", "line", "plane", "volume"];
const percentOf = (part) => (part === null || part === undefined ? "–" : `${(100 * part).toFixed(1)}%`);
const finite = (value) => (Number.isFinite(value) ? value : null);

// Runs of one loss share their axes, and the box of their clouds.
function boxesOf(both, shared) {
  const edges = both.map((run) => run?.cloud?.edge ?? 0);
  return edges.map((edge) => (shared ? Math.max(...edges) : edge));
}

function measureSide(side, name, status, run, t, labels, edge) {
  const key = (word) => `${side}_${word}`, out = { [key("label")]: labels[name], [key("status")]: run ? "ready" : status };
  if (!run) return out;
  const k = placeOf(run.steps, t), step = run.steps[k], { half, count, clearCount } = run.detected;
  Object.assign(out, {
    [key("step")]: step, [key("loss")]: run.loss ? finite(run.loss[k]) : null, [key("steps")]: count, [key("clear")]: clearCount,
    [key("done")]: half.filter((at) => at <= step).length, [key("rank")]: run.ranks.length ? finite(run.ranks[run.ranks.length - 1][k]) : null,
    [key("record")]: k, [key("ended")]: t > run.last,
  });
  for (const j of LARGEST) out[key(`lambda_${j}`)] = run.eigenvalues[j - 1] ? finite(run.eigenvalues[j - 1][k]) : null;
  if (run.cloud) {
    const spreads = spreadsOf(cloudAt(run.cloud, Math.min(t, run.last)), run.cloud.scale), dims = spreads.filter((v) => v > edge / 20).length;
    spreads.forEach((v, i) => (out[key(`spread_${i + 1}`)] = v));
    Object.assign(out, { [key("edge")]: edge, [key("dims")]: dims, [key("shape")]: CLOUDS[dims] });
  }
  if (run.probe?.steps.length && run.probe.steps[0] <= t) {
    const p = placeOf(run.probe.steps, t), hidden = run.probe.hidden[p], embedding = run.probe.embedding[p];
    Object.assign(out, { [key("probe_step")]: run.probe.steps[p], [key("hidden")]: hidden, [key("embedding")]: embedding, [key("hidden_words")]: percentOf(hidden), [key("embedding_words")]: percentOf(embedding) });
  }
  return out;
}

function sentencesOf(q, side) {
  const value = (word) => q[`${side}_${word}`], status = value("status");
  if (status !== "ready") return [`${side}_${status}`];
  const out = [value("loss") === null ? `${side}_nan` : side];
  if (value("lambda_1") !== null && value("lambda_1") !== undefined) out.push(value("steps") ? `${side}_done` : `${side}_flat`);
  if (value("shape")) out.push(`${side}_cloud`);
  if (value("hidden") !== null && value("hidden") !== undefined) out.push(`${side}_probe`);
  if (value("ended")) out.push(`${side}_ended`);
  return out;
}

// All records of the open runs in order: the places at which the slider stops. Before a run is here, a hundred steps.
function stopsOf(runs, high) {
  const steps = [...new Set(runs.flatMap((run) => run.steps))].sort((a, b) => a - b);
  return steps.length ? steps : [...new Set(Array.from({ length: 101 }, (_, k) => Math.round((k * high) / 100)))];
}

// A slider that stops at the given steps; the thumb moves evenly from record to record.
function stopScale(stops) {
  const last = stops.length - 1;
  return {
    low: stops[0], high: stops[last], log: false, min: 0, max: last, step: 1,
    to: (t) => placeOf(stops, t), from: (p) => stops[Math.min(last, Math.max(0, Math.round(p)))], show: String,
  };
}
