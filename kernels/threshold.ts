/**
 * Passes over the rows of a panel threshold model (`steps/threshold/numbers/`): unit by unit, each unit's rows neighbours. Arrays are given by where they
 * begin, numbers as f64 and counts and positions as i32; those of slopes are row-major, `p` to a row.
 */

/**
 * Σ r_i (W s_f)_i' of the rows that enter with each candidate, p×p, for f = `first` and the candidate after it: added to `out`, where the numbers of
 * the two stand side by side. `sums`: room for 2p numbers.
 */
export function crossed(
  r: usize,
  within: usize,
  means: usize,
  bin: usize,
  counts: usize,
  units: i32,
  p: i32,
  first: i32,
  sums: usize,
  out: usize,
): void {
  const splits = i64x2.replace_lane(i64x2.splat(first), 1, <i64>first + 1);
  const one = f64x2.splat(1);
  const width = (<usize>p) << 3;
  const block = (<usize>p * <usize>p) << 4;
  for (let u = 0; u < units; u++, counts += 4, means += width) {
    const count = load<i32>(counts);
    const total = f64x2.splat(count);
    const end = bin + ((<usize>count) << 2);
    let inside = f64x2.splat(0);
    for (let l: usize = 0; l < width; l += 8) {
      let sum = f64x2.splat(0);
      inside = sum;
      for (let b = bin, w = within + l; b < end; b += 4, w += width) {
        const is = i64x2.le_s(i64x2.splat(load<i32>(b)), splits);
        inside = f64x2.add(inside, v128.and(is, one));
        sum = f64x2.add(sum, v128.and(is, v128.load64_splat(w)));
      }
      v128.store(sums + 2 * l, f64x2.div(sum, total));
    }
    const share = f64x2.div(inside, total);
    for (; bin < end; bin += 4, r += width, within += width) {
      const at = load<i32>(bin);
      const is = i64x2.le_s(i64x2.splat(at), splits);
      const apart = f64x2.sub(v128.and(is, one), share);
      let to = out + <usize>at * block;
      for (let j: usize = 0; j < width; j += 8) {
        const value = v128.load64_splat(r + j);
        for (let l: usize = 0; l < width; l += 8, to += 16) {
          const moved = f64x2.sub(v128.and(is, v128.load64_splat(within + l)), v128.load(sums + 2 * l));
          const split = f64x2.add(moved, f64x2.mul(v128.load64_splat(means + l), apart));
          v128.store(to, f64x2.add(v128.load(to), f64x2.mul(value, split)));
        }
      }
    }
  }
}

/**
 * Adds to p×p products of rows what units take off: Σ_u (m S' + S m' + m m' n)(1 − n / T) − S S' / T, of their `sums` S over `inside` n of their T
 * rows, and their means m.
 */
export function lessMeans(
  sums: usize,
  inside: usize,
  means: usize,
  counts: usize,
  units: i32,
  p: i32,
  out: usize,
): void {
  const width = (<usize>p) << 3;
  for (let u = 0; u < units; u++, inside += 4, counts += 4, sums += width, means += width) {
    const n: f64 = load<i32>(inside);
    if (n === 0) continue;
    const total: f64 = load<i32>(counts);
    const outside = 1 - n / total;
    let to = out;
    for (let j: usize = 0; j < width; j += 8) {
      const sum = load<f64>(sums + j);
      const mean = load<f64>(means + j);
      for (let l: usize = 0; l < width; l += 8, to += 8) {
        const other = load<f64>(sums + l);
        const otherMean = load<f64>(means + l);
        const apart = (mean * other + otherMean * sum + mean * otherMean * n) * outside;
        store<f64>(to, load<f64>(to) + apart - (sum * other) / total);
      }
    }
  }
}

/** Rows at a time: as many as `dot` of `src/base/number/sum.ts` adds without a branch in its tree. */
const BLOCK: i32 = 256;

/**
 * Two drawn outcomes y = `fitted` + errors of the units drawn, whose numbers stand side by side: Σ r·y of the rows that enter with each candidate, p to one,
 * added to `sums`; products of y with each of the k columns of `basis` and with itself, as `dot` adds them, in `products`. `drawn`: units of the one outcome and, after
 * as many as there are, of the other. `y`: room for a block of both; `parts`: for 2(k + 1) numbers a block.
 */
export function draw(
  fitted: usize,
  errors: usize,
  drawn: usize,
  bin: usize,
  r: usize,
  basis: usize,
  units: i32,
  periods: i32,
  p: i32,
  k: i32,
  y: usize,
  parts: usize,
  sums: usize,
  products: usize,
): void {
  const nobs = units * periods;
  const blocks = (nobs + BLOCK - 1) / BLOCK;
  const column = (<usize>blocks) << 4;
  const other = (<usize>units) << 2;
  const bytes = (<usize>periods) << 3;
  let unit = drawn;
  let t: usize = 0;
  let part = parts;
  for (let from = 0; from < nobs; from += BLOCK, part += 16, basis += BLOCK << 3) {
    const n = min(BLOCK, nobs - from);
    const end = y + ((<usize>n) << 4);
    for (let at = y; at < end; ) {
      const one = errors + <usize>load<i32>(unit) * bytes;
      const two = errors + <usize>load<i32>(unit + other) * bytes;
      for (; t < bytes && at < end; t += 8, at += 16, fitted += 8) {
        const error = v128.load_lane<f64>(two + t, v128.load64_splat(one + t), 1);
        v128.store(at, f64x2.add(v128.load64_splat(fitted), error));
      }
      if (t === bytes) {
        t = 0;
        unit += 4;
      }
    }
    let to = part;
    let x = basis;
    for (let c = 0; c < k; c++, to += column, x += (<usize>nobs) << 3) v128.store(to, dotOfBoth(x, y, n));
    v128.store(to, squaresOfBoth(y, n));
    if (p === 1) {
      for (let at = y; at < end; at += 16, bin += 4, r += 8) {
        const sum = sums + ((<usize>load<i32>(bin)) << 4);
        v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(v128.load64_splat(r), v128.load(at))));
      }
    } else {
      for (let at = y; at < end; at += 16, bin += 4) {
        let sum = sums + ((<usize>(load<i32>(bin) * p)) << 4);
        const own = v128.load(at);
        for (let j = 0; j < p; j++, r += 8, sum += 16)
          v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(v128.load64_splat(r), own)));
      }
    }
  }
  for (let c = 0; c <= k; c++, parts += column, products += 16) v128.store(products, joined(parts, 0, blocks));
}

function dotOfBoth(x: usize, y: usize, n: i32): v128 {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  const end = x + ((<usize>n) << 3);
  for (; x + 24 < end; x += 32, y += 64) {
    a = f64x2.add(a, f64x2.mul(v128.load64_splat(x), v128.load(y)));
    b = f64x2.add(b, f64x2.mul(v128.load64_splat(x, 8), v128.load(y, 16)));
    c = f64x2.add(c, f64x2.mul(v128.load64_splat(x, 16), v128.load(y, 32)));
    d = f64x2.add(d, f64x2.mul(v128.load64_splat(x, 24), v128.load(y, 48)));
  }
  for (; x < end; x += 8, y += 16) a = f64x2.add(a, f64x2.mul(v128.load64_splat(x), v128.load(y)));
  return f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
}

function squaresOfBoth(y: usize, n: i32): v128 {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  const end = y + ((<usize>n) << 4);
  for (; y + 48 < end; y += 64) {
    a = f64x2.add(a, square(v128.load(y)));
    b = f64x2.add(b, square(v128.load(y, 16)));
    c = f64x2.add(c, square(v128.load(y, 32)));
    d = f64x2.add(d, square(v128.load(y, 48)));
  }
  for (; y < end; y += 16) a = f64x2.add(a, square(v128.load(y)));
  return f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
}

function square(x: v128): v128 {
  return f64x2.mul(x, x);
}

/** Sums of blocks as `dot` joins them. */
function joined(parts: usize, from: i32, to: i32): v128 {
  if (to - from < 2) return from < to ? v128.load(parts + ((<usize>from) << 4)) : f64x2.splat(0);
  const middle = from + (to - from + 1) / 2;
  return f64x2.add(joined(parts, from, middle), joined(parts, middle, to));
}
