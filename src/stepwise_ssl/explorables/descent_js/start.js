// start.js: a random start, and what three theories make of it. Columns are stored one after the other: a[j * d + i].

// Standard normal numbers (Box and Muller 1958) for 8 rows and 32 columns, of which the first d and m are taken: entry
// (i, j) depends on the seed alone. stepwise_ssl.explorables.descent.random_start has the same.
const NORMALS = { rows: 8, columns: 32 };
function randomStart(seed, d, m) {
  const next = mulberry(seed), { rows, columns } = NORMALS, all = new Float64Array(rows * columns), out = new Float64Array(d * m);
  for (let k = 0; k < all.length; k += 2) {
    const r = Math.sqrt(-2 * Math.log(1 - next())), angle = 2 * Math.PI * next();
    all[k] = r * Math.cos(angle); all[k + 1] = r * Math.sin(angle);
  }
  for (let j = 0; j < m; j++) for (let i = 0; i < d; i++) out[j * d + i] = all[j * rows + i];
  return out;
}

// Gram-Schmidt on the first d columns, twice for the rounding: columns q, and the positive diagonal of R.
function gramSchmidt(a, d) {
  const q = a.slice(0, d * d), r = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    for (let twice = 0; twice < 2; twice++) for (let k = 0; k < j; k++) {
      let inner = 0;
      for (let i = 0; i < d; i++) inner += q[k * d + i] * q[j * d + i];
      for (let i = 0; i < d; i++) q[j * d + i] -= inner * q[k * d + i];
    }
    r[j] = Math.hypot(...q.subarray(j * d, j * d + d));
    for (let i = 0; i < d; i++) q[j * d + i] /= r[j];
  }
  return { q, r };
}

// Lengths of the first d columns: what a mode has before the others get in its way.
const columnNorms = (a, d) => Float64Array.from({ length: d }, (_, j) => Math.hypot(...a.subarray(j * d, j * d + d)));

// Singular values of a, largest first.
function singularValues(a, d) {
  const gram = new Float64Array(d * d);
  for (let j = 0; j < a.length; j += d) for (let i = 0; i < d; i++) for (let k = 0; k < d; k++) gram[i * d + k] += a[j + i] * a[j + k];
  return symmetricValues(gram, d).map((v) => Math.sqrt(Math.max(0, v)));
}
