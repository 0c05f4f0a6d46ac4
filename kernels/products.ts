/** Sums of products of columns of f64, which are given by where they begin. */

/** Σ (w·x)·z, of even rows and of odd ones. */
export function weightedDot(w: usize, x: usize, z: usize, n: i32): f64 {
  let sums = f64x2.splat(0);
  const end = w + ((<usize>n) << 3);
  for (; w + 8 < end; w += 16, x += 16, z += 16) {
    sums = f64x2.add(sums, f64x2.mul(f64x2.mul(v128.load(w), v128.load(x)), v128.load(z)));
  }
  const both = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  return w < end ? both + load<f64>(w) * load<f64>(x) * load<f64>(z) : both;
}
