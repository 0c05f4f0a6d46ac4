/** What draws take of sums by unit and cluster (`src/econ/draws/`, `src/econ/placebo/`): arrays of f64, and codes as i32, by where they begin. */

/** What rounding may leave of a sum of products beside its terms: some hundred roundings of a double. */
const ROUNDING: f64 = 3e-14;

/** Σ xy as `dot` of `src/base/number/sum.ts` adds it up. */
export function dot(x: usize, y: usize, n: i32): f64 {
  if (n > 256) {
    const half = (((n + 255) / 256 + 1) / 2) * 256;
    const bytes = (<usize>half) << 3;
    return dot(x, y, half) + dot(x + bytes, y + bytes, n - half);
  }
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  const end = x + ((<usize>n) << 3);
  for (; x + 24 < end; x += 32, y += 32) {
    even = f64x2.add(even, f64x2.mul(v128.load(x), v128.load(y)));
    odd = f64x2.add(odd, f64x2.mul(v128.load(x, 16), v128.load(y, 16)));
  }
  let first = f64x2.extract_lane(even, 0);
  for (; x < end; x += 8, y += 8) first += load<f64>(x) * load<f64>(y);
  return first + f64x2.extract_lane(even, 1) + (f64x2.extract_lane(odd, 0) + f64x2.extract_lane(odd, 1));
}

/** `dot` of x with each of so many y, which follow one another. */
export function dots(x: usize, y: usize, out: usize, count: i32, n: i32): void {
  for (let k = 0; k < count; k++, out += 8, y += (<usize>n) << 3) store<f64>(out, dot(x, y, n));
}

/**
 * Cholesky factor of p×p in place, lower triangle row by row; the columns of null pivots, this small beside their own squares, are left out. A pivot that
 * is small beside its own square has lost as many digits, and what is taken from later ones by it has no more: so much smaller may these be.
 */
export function choleskySkipping(a: usize, p: i32, tiny: f64): void {
  let row = a;
  let least = tiny;
  for (let i = 0; i < p; i++) {
    const own = load<f64>(row + ((<usize>i) << 3));
    let other = a;
    for (let j = 0; j <= i; j++) {
      const at = row + ((<usize>j) << 3);
      const pivot = load<f64>(other + ((<usize>j) << 3));
      let value = load<f64>(at);
      for (let k: usize = 0; k < (<usize>j) << 3; k += 8) value -= load<f64>(row + k) * load<f64>(other + k);
      if (i === j) {
        const isNull = !(value > least * own && own > 1e-20);
        if (!isNull) least = max<f64>(least, (ROUNDING * own) / value);
        store<f64>(at, isNull ? 0 : sqrt<f64>(value));
      } else store<f64>(at, pivot === 0 ? 0 : value / pivot);
      other += (<usize>(j + 1)) << 3;
    }
    row += (<usize>(i + 1)) << 3;
  }
}

/**
 * Counts the units by start, lists the treated, and adds up `after` of their starts: units × (periods + 1) × columns, of which the first is
 * returned and the others are added to `along`.
 */
export function treatedSums(
  starts: usize,
  after: usize,
  units: i32,
  periods: i32,
  columns: i32,
  counts: usize,
  treated: usize,
  along: usize,
): f64 {
  let first: f64 = 0;
  for (let i = 0; i < units; i++, starts += 8) {
    const start = <i32>load<f64>(starts);
    const count = counts + ((<usize>start) << 2);
    store<i32>(count, load<i32>(count) + 1);
    if (start === periods) continue;
    store<i32>(treated, i);
    treated += 4;
    const at = place(after, i, start, periods, columns);
    first += load<f64>(at);
    for (let k: usize = 8; k < (<usize>columns) << 3; k += 8) {
      const to = along + k - 8;
      store<f64>(to, load<f64>(to) + load<f64>(at + k));
    }
  }
  return first;
}

/** Σ weight·row of so many rows of length n, which follow one another. */
export function combine(rows: usize, weights: usize, count: i32, out: usize, n: i32): void {
  const bytes = (<usize>n) << 3;
  memory.fill(out, 0, bytes);
  for (let m = 0; m < count; m++, weights += 8, rows += bytes) {
    const weight = load<f64>(weights);
    for (let g: usize = 0; g < bytes; g += 8) store<f64>(out + g, load<f64>(out + g) + weight * load<f64>(rows + g));
  }
}

/** Adds to the scores of their clusters what treated units have beside what all have. */
export function addTreated(
  scores: usize,
  clusters: usize,
  starts: usize,
  treated: usize,
  count: i32,
  after: usize,
  ofStart: usize,
  along: usize,
  periods: i32,
  columns: i32,
  estimate: f64,
): void {
  const never = load<f64>(ofStart + ((<usize>periods) << 3));
  for (let m = 0; m < count; m++, treated += 4) {
    const i = load<i32>(treated);
    const start = <i32>load<f64>(starts + ((<usize>i) << 3));
    const at = place(after, i, start, periods, columns);
    let square = load<f64>(ofStart + ((<usize>start) << 3)) - never;
    for (let k: usize = 8; k < (<usize>columns) << 3; k += 8)
      square -= 2 * load<f64>(along + k - 8) * load<f64>(at + k);
    const score = scores + ((<usize>load<i32>(clusters + ((<usize>i) << 2))) << 3);
    store<f64>(score, load<f64>(score) + load<f64>(at) - estimate * square);
  }
}

function place(after: usize, unit: i32, start: i32, periods: i32, columns: i32): usize {
  return after + (((<usize>unit * <usize>(periods + 1) + <usize>start) * <usize>columns) << 3);
}
