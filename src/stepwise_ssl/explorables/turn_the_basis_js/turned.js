// turned.js: the numbers of a state. A symmetric matrix in turned axes, and a vector that grows by it.

const {
  algebraTurnedFirst: turnedFirst, algebraTurnedEntry: turnedEntry, algebraTurnedSecond: turnedSecond, algebraAngle: angleOf,
  algebraLargerEigenvalue: largerOf, algebraSmallerEigenvalue: smallerOf, algebraDecoupledFlow: grown,
} = formulas;

const START_LENGTH = 0.25; // turn_the_basis.py says the same
const SAME = 1e-9; // relative to the distance of the eigenvalues: below it an entry is zero
const axesAt = (degrees) => [[cosine(degrees), sine(degrees)], [-sine(degrees), cosine(degrees)]];
const inAxes = ([u, v], [x, y]) => [u[0] * x + u[1] * y, v[0] * x + v[1] * y];
const half = (degrees) => ((degrees % 180) + 180) % 180;

// y(t) for one start: apart in the axes of the eigenvectors, and together again.
function flowFrom({ a, b, c }, start) {
  const [u, v] = axesAt(angleOf(a, b, c) * 180 / Math.PI), [p, q] = inAxes([u, v], start), g1 = largerOf(a, b, c), g2 = smallerOf(a, b, c);
  return (t) => { const m = grown(g1, p, t), n = grown(g2, q, t); return [u[0] * m + v[0] * n, u[1] * m + v[1] * n]; };
}

function measureTurned(state) {
  const { a, b, c, theta, start, t } = state, turn = theta * Math.PI / 180, axes = axesAt(theta);
  const first = [START_LENGTH * cosine(start), START_LENGTH * sine(start)], flow = flowFrom(state, first), now = flow(t);
  const g11 = turnedFirst(a, b, c, turn), g12 = turnedEntry(a, b, c, turn), g22 = turnedSecond(a, b, c, turn);
  const begin = inAxes(axes, first), [y_1, y_2] = inAxes(axes, now), larger = largerOf(a, b, c), smaller = smallerOf(a, b, c);
  const angle_1 = half(angleOf(a, b, c) * 180 / Math.PI), angle_2 = half(angle_1 + 90), gap = larger - smaller;
  const away = Math.min(...[angle_1, angle_2].map((at) => Math.min(half(theta - at), half(at - theta))));
  return {
    ...state, axes, first, flow, begin, g11, g12, g22, larger, smaller, angle_1, angle_2, y_1, y_2, away,
    alone_1: grown(g11, begin[0], t), alone_2: grown(g22, begin[1], t), across: now[0], up: now[1],
    every: gap === 0, apart: gap === 0 || Math.abs(g12) <= SAME * gap,
    // Modes have colours: the axis of the larger eigenvalue is mode 1.
    modes: gap === 0 ? [1, 2] : half(theta - angle_1 + 45) < 90 ? [1, 2] : [2, 1],
  };
}
