/**
 * Passes over the rows of a panel threshold model (`src/econ/threshold/`): unit by unit, each unit's rows neighbours. Arrays are given by where they
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
