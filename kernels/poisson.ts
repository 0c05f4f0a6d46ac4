/**
 * Passes over rows of Poisson regressions with absorbed effects (`src/econ/poisson/absorbed-rows.ts`). Arrays of f64 are given by where they begin; one at
 * 0 is not there. The exponential is that of V8's `Math.exp`, to its bits: fdlibm's `e_exp.c` (Sun Microsystems 1993, freely granted), two rows at a time.
 */

/** exp(x + offset); x may be `out`. */
export function means(x: usize, offset: usize, out: usize, n: i32): void {
  const end = x + ((<usize>n) << 3);
  for (; x + 8 < end; x += 16, out += 16) {
    let value = v128.load(x);
    if (offset !== 0) {
      value = f64x2.add(value, v128.load(offset));
      offset += 16;
    }
    v128.store(out, exponentials(value));
  }
  if (x < end) store<f64>(out, exponential(offset === 0 ? load<f64>(x) : load<f64>(x) + load<f64>(offset)));
}

/**
 * η + share·change as `index`, and its means. `sums`: adds w(yη − μ), w(|yη| + μ) and wr²/μ, with r what the means differ by from the straight line
 * of the step.
 */
export function step(
  from: usize,
  fromMeans: usize,
  change: usize,
  share: f64,
  y: usize,
  offset: usize,
  weights: usize,
  index: usize,
  to: usize,
  n: i32,
  sums: usize,
): void {
  const bytes = (<usize>n) << 3;
  for (let i: usize = 0; i < bytes; i += 8) {
    store<f64>(index + i, load<f64>(from + i) + share * load<f64>(change + i));
  }
  means(index, offset, to, n);
  let kernel: f64 = 0;
  let size: f64 = 0;
  let gaps: f64 = 0;
  for (let i: usize = 0; i < bytes; i += 8) {
    const value = load<f64>(index + i);
    const eta = offset === 0 ? value : value + load<f64>(offset + i);
    const mean = load<f64>(to + i);
    const count = load<f64>(y + i);
    const w: f64 = weights === 0 ? 1 : load<f64>(weights + i);
    const events: f64 = count > 0 ? count * eta : 0;
    kernel += w * (events - mean);
    size += w * (abs<f64>(events) + mean);
    const gap = load<f64>(fromMeans + i) * (1 + load<f64>(change + i)) - mean;
    if (gap !== 0) gaps += (w * gap * gap) / mean;
  }
  store<f64>(sums, load<f64>(sums) + kernel);
  store<f64>(sums + 8, load<f64>(sums + 8) + size);
  store<f64>(sums + 16, load<f64>(sums + 16) + gaps);
}

/** (y − μ)/μ */
export function gaps(y: usize, means: usize, out: usize, n: i32): void {
  const end = y + ((<usize>n) << 3);
  for (; y < end; y += 8, means += 8, out += 8) {
    const mean = load<f64>(means);
    store<f64>(out, (load<f64>(y) - mean) / mean);
  }
}

/** Adds factor·x to `out`. */
export function addTo(out: usize, x: usize, factor: f64, n: i32): void {
  const end = x + ((<usize>n) << 3);
  const factors = f64x2.splat(factor);
  for (; x + 8 < end; x += 16, out += 16) {
    v128.store(out, f64x2.add(v128.load(out), f64x2.mul(factors, v128.load(x))));
  }
  if (x < end) store<f64>(out, load<f64>(out) + factor * load<f64>(x));
}

/** Takes `part` off x, and adds the squares of what is left, times w, to `squares`. */
export function lessSquares(x: usize, part: usize, w: usize, n: i32, squares: f64): f64 {
  const end = x + ((<usize>n) << 3);
  for (; x < end; x += 8, part += 8, w += 8) {
    const value = load<f64>(x) - load<f64>(part);
    store<f64>(x, value);
    squares += load<f64>(w) * value * value;
  }
  return squares;
}

/** Multiplies x by the ratios at the codes, and adds it, times the weights, to `sums` at the other codes. */
export function scaleAndAdd(
  x: usize,
  codes: usize,
  ratios: usize,
  others: usize,
  sums: usize,
  weights: usize,
  n: i32,
): void {
  const end = codes + ((<usize>n) << 2);
  for (; codes < end; codes += 4, others += 4, x += 8) {
    const value = load<f64>(x) * load<f64>(ratios + ((<usize>load<i32>(codes)) << 3));
    const to = sums + ((<usize>load<i32>(others)) << 3);
    store<f64>(x, value);
    if (weights === 0) store<f64>(to, load<f64>(to) + value);
    else {
      store<f64>(to, load<f64>(to) + load<f64>(weights) * value);
      weights += 8;
    }
  }
}

/** √w as `roots`, and √w (y − μ)/μ as `residuals`. */
export function scores(y: usize, means: usize, w: usize, roots: usize, residuals: usize, n: i32): void {
  const end = y + ((<usize>n) << 3);
  for (; y < end; y += 8, means += 8, w += 8, roots += 8, residuals += 8) {
    const root = sqrt<f64>(load<f64>(w));
    const mean = load<f64>(means);
    store<f64>(roots, root);
    store<f64>(residuals, ((load<f64>(y) - mean) / mean) * root);
  }
}

/** (x + centre)·root in place */
export function scale(x: usize, centre: f64, roots: usize, n: i32): void {
  const end = x + ((<usize>n) << 3);
  for (; x < end; x += 8, roots += 8) store<f64>(x, (load<f64>(x) + centre) * load<f64>(roots));
}

const ln2High: f64 = 0.6931471803691238;
const ln2Low: f64 = 1.9082149292705877e-10;
const inverseLn2: f64 = Math.LOG2E;
const p1: f64 = 0.16666666666666602;
const p2: f64 = -0.0027777777777015593;
const p3: f64 = 0.00006613756321437934;
const p4: f64 = -0.0000016533902205465252;
const p5: f64 = 4.1381367970572385e-8;
/** From here on the argument is reduced: the high word of ½ ln 2, and one more. */
const reducedFrom: f64 = reinterpret<f64>(0x3fd62e43_00000000);
/** Below, fdlibm has 1 + x. */
const tiny: f64 = reinterpret<f64>(0x3e300000_00000000);

/** Where neither is in a range that fdlibm handles apart: else one by one. */
function exponentials(x: v128): v128 {
  const size = f64x2.abs(x);
  const isPlain = v128.and(
    v128.and(f64x2.ge(size, f64x2.splat(tiny)), f64x2.lt(size, f64x2.splat(700))),
    f64x2.ne(x, f64x2.splat(1)),
  );
  if (!i64x2.all_true(isPlain)) {
    const first = f64x2.splat(exponential(f64x2.extract_lane(x, 0)));
    return f64x2.replace_lane(first, 1, exponential(f64x2.extract_lane(x, 1)));
  }
  const half = v128.or(f64x2.splat(0.5), v128.and(x, i64x2.splat(<i64>0x8000000000000000)));
  const rounded = f64x2.trunc(f64x2.add(f64x2.mul(f64x2.splat(inverseLn2), x), half));
  const k = v128.and(rounded, f64x2.ge(size, f64x2.splat(reducedFrom)));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(ln2High)));
  const low = f64x2.mul(k, f64x2.splat(ln2Low));
  const r = f64x2.sub(high, low);
  const t = f64x2.mul(r, r);
  let series = f64x2.add(f64x2.splat(p4), f64x2.mul(t, f64x2.splat(p5)));
  series = f64x2.add(f64x2.splat(p3), f64x2.mul(t, series));
  series = f64x2.add(f64x2.splat(p2), f64x2.mul(t, series));
  series = f64x2.add(f64x2.splat(p1), f64x2.mul(t, series));
  const c = f64x2.sub(r, f64x2.mul(t, series));
  const quotient = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  const y = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(low, quotient), high));
  const exponent = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  return f64x2.mul(y, i64x2.shl(i64x2.add(exponent, i64x2.splat(1023)), 52));
}

function exponential(x: f64): f64 {
  const size = abs<f64>(x);
  if (!(size >= 0)) return x;
  if (x > 709.782712893384) return f64.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  if (x === 1) return Math.E;
  if (size < tiny) return 1 + x;
  const k: f64 = size < reducedFrom ? 0 : trunc<f64>(inverseLn2 * x + copysign<f64>(0.5, x));
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const t = r * r;
  const c = r - t * (p1 + t * (p2 + t * (p3 + t * (p4 + t * p5))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k === 1024) return y * 2 * powerOf2(1023);
  return k >= -1021 ? y * powerOf2(<i64>k) : y * powerOf2(<i64>k + 1000) * powerOf2(-1000);
}

function powerOf2(k: i64): f64 {
  return reinterpret<f64>((k + 1023) << 52);
}
