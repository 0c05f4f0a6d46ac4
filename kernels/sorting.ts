/**
 * Passes over numbers of `src/base/number/sort-numbers.ts`, of which none is NaN. Arrays are given by where they begin; `ends` are i32. Callers go over
 * long columns block by block: V8 replaces a kernel by its optimised form from one call to the next.
 */

/** So few are put in order by moving each past those that are larger. */
const few: i32 = 24;
/** A range is divided into so many of equal width, */
const buckets: i32 = 1024;
/** and so often at most. */
const levels: i32 = 4;

/** Moves n numbers to `to`, which may lie before them, but for those that are NaN, and says where the next number goes. */
export function leaveOutNaN(x: usize, n: i32, to: usize): usize {
  for (const end = x + ((<usize>n) << 3); x < end; x += 8) {
    const value = load<f64>(x);
    store<f64>(to, value);
    to += value <= Infinity ? 8 : 0;
  }
  return to;
}

/** What n numbers add to what was seen: the least, the largest, how many are less than the one before, how many are −0. There is one before the first. */
export function look(x: usize, n: i32, seen: usize): void {
  const minusZero = i64x2.splat(0x8000000000000000);
  let low = v128.splat<f64>(load<f64>(seen));
  let high = v128.splat<f64>(load<f64>(seen + 8));
  let steps = i64x2.splat(0);
  let zeros = i64x2.splat(0);
  const end = x + ((<usize>n) << 3);
  for (; x + 8 < end; x += 16) {
    const value = v128.load(x);
    low = f64x2.pmin(low, value);
    high = f64x2.pmax(high, value);
    steps = i64x2.sub(steps, f64x2.lt(value, v128.load(x - 8)));
    zeros = i64x2.sub(zeros, i64x2.eq(value, minusZero));
  }
  if (x < end) {
    const value = v128.splat<f64>(load<f64>(x));
    low = f64x2.pmin(low, value);
    high = f64x2.pmax(high, value);
    const first = i64x2(1, 0);
    steps = i64x2.add(steps, v128.and(first, f64x2.lt(value, v128.splat<f64>(load<f64>(x - 8)))));
    zeros = i64x2.add(zeros, v128.and(first, i64x2.eq(value, minusZero)));
  }
  store<f64>(seen, min(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1)));
  store<f64>(seen + 8, max(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1)));
  add(seen + 16, steps);
  add(seen + 24, zeros);
}

/** Counts numbers by which step of 1/`unit` they are, from `first` on. 0 where one is no whole step. */
export function countSteps(x: usize, n: i32, unit: f64, first: f64, counts: usize): i32 {
  const units = v128.splat<f64>(unit);
  const firsts = v128.splat<f64>(first);
  const end = x + ((<usize>n) << 3);
  for (; x + 8 < end; x += 16) {
    const value = v128.load(x);
    const step = f64x2.nearest(f64x2.mul(value, units));
    if (!i64x2.all_true(f64x2.eq(f64x2.div(step, units), value))) return 0;
    const places = i32x4.trunc_sat_f64x2_s_zero(f64x2.sub(step, firsts));
    countOne(counts, i32x4.extract_lane(places, 0));
    countOne(counts, i32x4.extract_lane(places, 1));
  }
  if (x < end) {
    const step = nearest(load<f64>(x) * unit);
    if (step / unit !== load<f64>(x)) return 0;
    countOne(counts, <i32>(step - first));
  }
  return 1;
}

/** Writes each step from `from` to `to` as often as it was counted, and says where the next number stands. */
export function fillSteps(x: usize, counts: usize, from: i32, to: i32, unit: f64, first: f64): usize {
  for (let step = from; step < to; step++) {
    const value = (first + <f64>step) / unit;
    for (const end = x + ((<usize>load<i32>(counts + ((<usize>step) << 2))) << 3); x < end; x += 8)
      store<f64>(x, value);
  }
  return x;
}

/** Counts numbers by bucket, at the place behind it. */
export function tally(x: usize, n: i32, low: f64, scale: f64, ends: usize): void {
  for (const end = x + ((<usize>n) << 3); x < end; x += 8) countOne(ends + 4, bucketOf(load<f64>(x), low, scale));
}

/** Moves numbers to the places in `moved` at which their buckets begin, which go on by one with each. */
export function scatter(x: usize, n: i32, low: f64, scale: f64, ends: usize, moved: usize): void {
  for (const end = x + ((<usize>n) << 3); x < end; x += 8) {
    const value = load<f64>(x);
    const own = ends + ((<usize>bucketOf(value, low, scale)) << 2);
    const at = load<i32>(own);
    store<i32>(own, at + 1);
    store<f64>(moved + ((<usize>at) << 3), value);
  }
}

/** Puts `from` to `to` of `values` in order by buckets within buckets. 0 where that is not done, since so many divisions leave them together. */
export function divide(values: usize, from: i32, to: i32, moved: usize, ends: usize, level: i32): i32 {
  if (to - from <= few) {
    insert(values, from, to);
    return 1;
  }
  let low = load<f64>(values + ((<usize>from) << 3));
  let high = low;
  let before = low;
  let inOrder = true;
  for (let i = from; i < to; i++) {
    const value = load<f64>(values + ((<usize>i) << 3));
    if (value < before) inOrder = false;
    if (value < low) low = value;
    if (value > high) high = value;
    before = value;
  }
  if (inOrder) return 1;
  const scale = <f64>(buckets - 1) / (high - low);
  if (level === levels || !(scale > 0 && scale < Infinity)) return 0;
  const own = ends + <usize>level * <usize>(4 * (buckets + 1));
  memory.fill(own, 0, 4 * (buckets + 1));
  tally(values + ((<usize>from) << 3), to - from, low, scale, own);
  store<i32>(own, from);
  for (let b = 0; b < buckets; b++) {
    const next = own + ((<usize>b) << 2) + 4;
    store<i32>(next, load<i32>(next) + load<i32>(next - 4));
  }
  scatter(values + ((<usize>from) << 3), to - from, low, scale, own, moved);
  memory.copy(values + ((<usize>from) << 3), moved + ((<usize>from) << 3), (<usize>(to - from)) << 3);
  // Filling a bucket has moved its start to its end.
  let start = from;
  for (let b = 0; b < buckets; b++) {
    const end = load<i32>(own + ((<usize>b) << 2));
    if (divide(values, start, end, moved, ends, level + 1) === 0) return 0;
    start = end;
  }
  return 1;
}

function insert(values: usize, from: i32, to: i32): void {
  const first = values + ((<usize>from) << 3);
  const end = values + ((<usize>to) << 3);
  for (let at = first + 8; at < end; at += 8) {
    const value = load<f64>(at);
    let place = at;
    for (; place > first && load<f64>(place - 8) > value; place -= 8) store<f64>(place, load<f64>(place - 8));
    store<f64>(place, value);
  }
}

function bucketOf(value: f64, low: f64, scale: f64): i32 {
  return <i32>((value - low) * scale);
}

function countOne(counts: usize, place: i32): void {
  const at = counts + ((<usize>place) << 2);
  store<i32>(at, load<i32>(at) + 1);
}

function add(to: usize, pair: v128): void {
  store<f64>(to, load<f64>(to) + <f64>(i64x2.extract_lane(pair, 0) + i64x2.extract_lane(pair, 1)));
}
