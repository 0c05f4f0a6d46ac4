/** Eigenvalues of a large symmetric matrix, without its eigenvectors. */

/** Householder's tridiagonal form, then implicit QL steps (Wilkinson & Reinsch 1971, II/2 and II/3). n×n row-major. O(4n³/3). */
export function symmetricValues(matrix: Float64Array, n: number): Float64Array {
  const rows = Array.from({ length: n }, (_, i) => matrix.slice(i * n, i * n + i + 1));
  const beside = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) beside[i] = reduced(rows, i);
  const values = Float64Array.from(rows, (row, i) => row[i]!);
  iterate(values, beside);
  return values.sort();
}

/** Turns what stands left of the diagonal of row i into one number beside it, and the rows above with it. */
function reduced(rows: readonly Float64Array[], i: number): number {
  const u = rows[i]!;
  let scale = 0;
  for (let k = 0; k < i; k++) scale += Math.abs(u[k]!);
  if (i === 1 || scale === 0) return u[i - 1]!;
  let h = 0;
  for (let k = 0; k < i; k++) {
    u[k] = u[k]! / scale;
    h += u[k]! * u[k]!;
  }
  const last = u[i - 1]!;
  const g = last >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
  h -= last * g;
  u[i - 1] = last - g;
  // p = A u/h − (u'A u/2h²) u, by rows of the lower triangle alone
  const p = new Float64Array(i);
  for (let j = 0; j < i; j++) {
    const row = rows[j]!;
    let total = row[j]! * u[j]!;
    for (let k = 0; k < j; k++) {
      total += row[k]! * u[k]!;
      p[k] = p[k]! + row[k]! * u[j]!;
    }
    p[j] = p[j]! + total;
  }
  let along = 0;
  for (let j = 0; j < i; j++) {
    p[j] = p[j]! / h;
    along += p[j]! * u[j]!;
  }
  const half = along / (2 * h);
  for (let j = 0; j < i; j++) p[j] = p[j]! - half * u[j]!;
  for (let j = 0; j < i; j++) {
    const row = rows[j]!;
    for (let k = 0; k <= j; k++) row[k] = row[k]! - u[j]! * p[k]! - p[j]! * u[k]!;
  }
  return scale * g;
}

/** QL steps with implicit shifts on the diagonal d and what stands beside it, `e[i]` between i − 1 and i. */
function iterate(d: Float64Array, e: Float64Array): void {
  const n = d.length;
  for (let i = 1; i < n; i++) e[i - 1] = e[i]!;
  if (n > 0) e[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let step = 0; step < 60; step++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      chase(d, e, l, m);
    }
  }
}

function chase(d: Float64Array, e: Float64Array, l: number, m: number): void {
  let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
  let r = Math.sqrt(1 + g * g);
  g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    r = Math.sqrt(f * f + g * g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] = d[i + 1]! - p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1]! - p;
    r = (d[i]! - g) * s + 2 * c * b;
    p = s * r;
    d[i + 1] = g + p;
    g = c * r - b;
  }
  d[l] = d[l]! - p;
  e[l] = g;
  e[m] = 0;
}
