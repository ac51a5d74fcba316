// model.js: a state of the staircase in numbers. Pure functions; every law comes from formulas.js.

const {
  oneWeightSolution: weightAt, oneWeightEigenvalueSolution: eigenvalueAt, oneWeightGap: gapAt, oneWeightStepTime: stepTime,
  oneWeightHalfRise: halfRise, oneWeightWidth: riseWidth, oneWeightLimitWeight: limitWeight, oneWeightEmbeddingEigenvalue: eigenvalueOf,
} = formulas;

// The embedding's own coordinates: column j of the orthonormal DCT-II matrix is the direction that mode j fills.
const rotations = [];
function rotation(d) {
  return (rotations[d] ??= Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => Math.sqrt((j ? 2 : 1) / d) * Math.cos((Math.PI * (2 * i + 1) * j) / (2 * d)))));
}

// Slots of the reader's list in order of value, largest first; equal ones keep their order.
const ranking = (gammas) => gammas.map((_, slot) => slot).sort((a, b) => gammas[b] - gammas[a] || a - b);

// What does not depend on t, one entry for each mode in order of value. Modes beyond d find every direction taken.
function stepsOf(gammas, alpha, d) {
  return gammas.map((gamma, j) => {
    const learnable = j < d, start = learnable ? eigenvalueOf(gamma, alpha) : 0, steps = learnable && gamma > 0 && start < 1;
    return {
      gamma, start, learnable, steps,
      limit: learnable ? limitWeight(gamma, alpha) : 0,
      tau: steps ? stepTime(gamma, alpha) : Infinity,
      half: steps ? halfRise(gamma, alpha) : Infinity,
      width: steps ? riseWidth(gamma) : Infinity,
    };
  });
}

// Two steps are seen as two when their step times are further apart than the later one is wide (staircase/visible).
const apart = (a, b) => b.tau - a.tau > b.width;

// Ranks of modes whose steps run into each other, as lists.
function groupsOf(steps) {
  const groups = [];
  steps.forEach((step, j) => {
    if (!step.steps) return;
    const last = groups[groups.length - 1];
    if (last && !apart(steps[last[last.length - 1]], step)) last.push(j); else groups.push([j]);
  });
  return groups;
}

const lossAt = (steps, alpha, t) => steps.reduce((sum, { learnable, gamma }) => (learnable ? sum + gapAt(gamma, alpha, t) ** 2 : sum), 0);

function measureStaircase(state) {
  const order = ranking(state.gammas), gammas = order.map((slot) => state.gammas[slot]);
  const { alpha, t } = state, m = gammas.length, d = Math.min(state.d, m);
  const steps = stepsOf(gammas, alpha, d), u = rotation(d);
  const s = steps.map(({ gamma, learnable }) => (learnable ? weightAt(gamma, alpha, t) : 0));
  const lam = steps.map(({ gamma, learnable }) => (learnable ? eigenvalueAt(gamma, alpha, t) : 0));
  const gap = steps.slice(0, d).map(({ gamma }) => gapAt(gamma, alpha, t));
  // I - C = U diag(1 - lambda) U^T, so that nothing cancels.
  const gate = u.map((row) => u.map((other) => row.reduce((sum, v, j) => sum + v * gap[j] * other[j], 0)));
  const weights = u.map((row) => s.map((value, j) => (j < d ? row[j] * value : 0)));
  const positive = steps.filter((step) => step.learnable && step.gamma > 0).length;
  const coming = steps.findIndex((step, j) => step.steps && step.half > t && lam[j] < 0.5);
  return {
    t, alpha, d, m, order, gammas, steps, s, lam, gap, gate, weights, positive, groups: groupsOf(steps),
    loss: gap.reduce((sum, g) => sum + g * g, 0),
    floor: d - positive,
    open: gap.filter((g) => g > 0.5).length,
    learned: lam.filter((l) => l >= 0.5).length,
    coming, next: coming < 0 ? Infinity : steps[coming].tau,
  };
}
