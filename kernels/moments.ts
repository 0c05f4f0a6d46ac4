/**
 * Sums over numbers of `src/econ/describe/moments.ts`, a block of 256 after the other: what `src/base/number/sum.ts` makes of each block, to its bits.
 * Arrays are given by where they begin; the last block may be short.
 */

const block: i32 = 256;

/** Σ x of each block, by four accumulators. */
export function sums(x: usize, n: i32, out: usize): void {
  for (; n > 0; n -= block, out += 8) {
    const end = x + ((<usize>min(n, block)) << 3);
    let ab = f64x2.splat(0);
    let cd = f64x2.splat(0);
    for (; x + 24 < end; x += 32) {
      ab = f64x2.add(ab, v128.load(x));
      cd = f64x2.add(cd, v128.load(x, 16));
    }
    let a = f64x2.extract_lane(ab, 0);
    for (; x < end; x += 8) a += load<f64>(x);
    store<f64>(out, joined(a, ab, cd));
  }
}

/** Σ (x − first) − second of each block, by two accumulators. */
export function sumsAbout(x: usize, n: i32, first: f64, second: f64, out: usize): void {
  const firsts = f64x2.splat(first);
  const seconds = f64x2.splat(second);
  for (; n > 0; n -= block, out += 8) {
    const end = x + ((<usize>min(n, block)) << 3);
    let ab = f64x2.splat(0);
    for (; x + 8 < end; x += 16) ab = f64x2.add(ab, f64x2.sub(f64x2.sub(v128.load(x), firsts), seconds));
    let a = f64x2.extract_lane(ab, 0);
    for (; x < end; x += 8) a += load<f64>(x) - first - second;
    store<f64>(out, a + f64x2.extract_lane(ab, 1));
  }
}

/** Of d = x − centre: Σ d and Σ d² by two accumulators, and Σ d by four, of each block. */
export function centred(x: usize, n: i32, centre: f64, excess: usize, squares: usize, out: usize): void {
  const centres = f64x2.splat(centre);
  for (; n > 0; n -= block, excess += 8, squares += 8, out += 8) {
    const end = x + ((<usize>min(n, block)) << 3);
    let two = f64x2.splat(0);
    let square = f64x2.splat(0);
    let ab = f64x2.splat(0);
    let cd = f64x2.splat(0);
    for (; x + 24 < end; x += 32) {
      const first = f64x2.sub(v128.load(x), centres);
      const second = f64x2.sub(v128.load(x, 16), centres);
      two = f64x2.add(f64x2.add(two, first), second);
      square = f64x2.add(f64x2.add(square, f64x2.mul(first, first)), f64x2.mul(second, second));
      ab = f64x2.add(ab, first);
      cd = f64x2.add(cd, second);
    }
    let a = f64x2.extract_lane(ab, 0);
    let i = 0;
    for (; x < end; x += 8, i++) {
      const d = load<f64>(x) - centre;
      a += d;
      const lane = i & 1 ? f64x2(0, d) : f64x2(d, 0);
      two = f64x2.add(two, lane);
      square = f64x2.add(square, f64x2.mul(lane, lane));
    }
    store<f64>(excess, f64x2.extract_lane(two, 0) + f64x2.extract_lane(two, 1));
    store<f64>(squares, f64x2.extract_lane(square, 0) + f64x2.extract_lane(square, 1));
    store<f64>(out, joined(a, ab, cd));
  }
}

/** Of z = ((x − centre) − rest) / scale: Σ z³ and Σ z⁴ of each block, by four accumulators each. */
export function powers(x: usize, n: i32, centre: f64, rest: f64, scale: f64, cubes: usize, fourths: usize): void {
  const centres = f64x2.splat(centre);
  const rests = f64x2.splat(rest);
  const scales = f64x2.splat(scale);
  for (; n > 0; n -= block, cubes += 8, fourths += 8) {
    const end = x + ((<usize>min(n, block)) << 3);
    let ab3 = f64x2.splat(0);
    let cd3 = f64x2.splat(0);
    let ab4 = f64x2.splat(0);
    let cd4 = f64x2.splat(0);
    for (; x + 24 < end; x += 32) {
      const first = f64x2.div(f64x2.sub(f64x2.sub(v128.load(x), centres), rests), scales);
      const second = f64x2.div(f64x2.sub(f64x2.sub(v128.load(x, 16), centres), rests), scales);
      const firstSquare = f64x2.mul(first, first);
      const secondSquare = f64x2.mul(second, second);
      ab3 = f64x2.add(ab3, f64x2.mul(firstSquare, first));
      cd3 = f64x2.add(cd3, f64x2.mul(secondSquare, second));
      ab4 = f64x2.add(ab4, f64x2.mul(firstSquare, firstSquare));
      cd4 = f64x2.add(cd4, f64x2.mul(secondSquare, secondSquare));
    }
    let a3 = f64x2.extract_lane(ab3, 0);
    let a4 = f64x2.extract_lane(ab4, 0);
    for (; x < end; x += 8) {
      const z = (load<f64>(x) - centre - rest) / scale;
      a3 += z * z * z;
      a4 += z * z * (z * z);
    }
    store<f64>(cubes, joined(a3, ab3, cd3));
    store<f64>(fourths, joined(a4, ab4, cd4));
  }
}

function joined(a: f64, ab: v128, cd: v128): f64 {
  return a + f64x2.extract_lane(ab, 1) + (f64x2.extract_lane(cd, 0) + f64x2.extract_lane(cd, 1));
}
