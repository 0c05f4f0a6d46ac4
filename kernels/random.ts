/** Draws of `src/base/number/rng.ts` by xoshiro128**, whose four words are at `state`. */

/** Integers from 0 to n − 1 without bias, as i32. */
export function ints(state: usize, out: usize, count: i32, n: u32): void {
  for (let i = 0; i < count; i++) store<u32>(out + ((<usize>i) << 2), below(state, n));
}

/** Shuffles n f64 in place (Fisher–Yates). */
export function shuffle(state: usize, items: usize, n: i32): void {
  for (let i = n - 1; i > 0; i--) {
    const one = items + ((<usize>i) << 3);
    const other = items + ((<usize>below(state, <u32>i + 1)) << 3);
    const held = load<f64>(one);
    store<f64>(one, load<f64>(other));
    store<f64>(other, held);
  }
}

/** Below n: draws at or above the largest multiple of n, which would favour small values, are left out; few are near enough that it is worth a division. */
function below(state: usize, n: u32): u32 {
  let value = next(state);
  while (<u64>value >= 4294967296 - <u64>n && <u64>value >= 4294967296 - (<u64>4294967296 % <u64>n))
    value = next(state);
  return value % n;
}

function next(state: usize): u32 {
  const b = load<u32>(state, 4);
  const c = load<u32>(state, 8) ^ load<u32>(state);
  const d = load<u32>(state, 12) ^ b;
  store<u32>(state, load<u32>(state) ^ d);
  store<u32>(state, b ^ c, 4);
  store<u32>(state, c ^ (b << 9), 8);
  store<u32>(state, rotl<u32>(d, 11), 12);
  return rotl<u32>(b * 5, 7) * 9;
}

/**
 * How often each of n was drawn among n integers, those of `ints`, by four streams at once. Word w of stream s is at `states` + 16 w + 4 s; its counts are u8 that are 0
 * before, at `out` + s `stride`. One of them would pass 255 with a chance below 10^-500. n is at most 2^30.
 */
export function tallies(states: usize, out: usize, stride: usize, n: i32): void {
  let a = v128.load(states);
  let b = v128.load(states, 16);
  let c = v128.load(states, 32);
  let d = v128.load(states, 48);
  const second = out + stride;
  const third = second + stride;
  const fourth = third + stride;
  const all = i32x4.splat(n);
  const last = i32x4.splat(<i32>lastOf(<u32>n));
  // a quotient by the product with this is at most one too small
  const inverse = i32x4.splat(<i32>min<u64>(((<u64>1) << 32) / <u64>n, 0xffffffff));
  let lost = i32x4.splat(0);
  for (let i = 0; i < n; i++) {
    const fifth = i32x4.add(b, i32x4.shl(b, 2));
    const turned = v128.or(i32x4.shl(fifth, 7), i32x4.shr_u(fifth, 25));
    const value = i32x4.add(turned, i32x4.shl(turned, 3));
    const mixed = v128.xor(c, a);
    d = v128.xor(d, b);
    c = v128.xor(mixed, i32x4.shl(b, 9));
    a = v128.xor(a, d);
    b = v128.xor(b, mixed);
    d = v128.or(i32x4.shl(d, 11), i32x4.shr_u(d, 21));
    const low = i64x2.extmul_low_i32x4_u(value, inverse);
    const high = i64x2.extmul_high_i32x4_u(value, inverse);
    let rest = i32x4.sub(value, i32x4.mul(v128.shuffle<i32>(low, high, 1, 3, 5, 7), all));
    rest = i32x4.sub(rest, v128.and(i32x4.ge_s(rest, all), all));
    const isLost = i32x4.gt_u(value, last);
    if (v128.any_true(isLost)) {
      lost = i32x4.sub(lost, isLost);
      if (i32x4.extract_lane(isLost, 0) === 0) count(out, i32x4.extract_lane(rest, 0));
      if (i32x4.extract_lane(isLost, 1) === 0) count(second, i32x4.extract_lane(rest, 1));
      if (i32x4.extract_lane(isLost, 2) === 0) count(third, i32x4.extract_lane(rest, 2));
      if (i32x4.extract_lane(isLost, 3) === 0) count(fourth, i32x4.extract_lane(rest, 3));
      continue;
    }
    count(out, i32x4.extract_lane(rest, 0));
    count(second, i32x4.extract_lane(rest, 1));
    count(third, i32x4.extract_lane(rest, 2));
    count(fourth, i32x4.extract_lane(rest, 3));
  }
  v128.store(states, a);
  v128.store(states, b, 16);
  v128.store(states, c, 32);
  v128.store(states, d, 48);
  drawMore(states, i32x4.extract_lane(lost, 0), out, n);
  drawMore(states + 4, i32x4.extract_lane(lost, 1), second, n);
  drawMore(states + 8, i32x4.extract_lane(lost, 2), third, n);
  drawMore(states + 12, i32x4.extract_lane(lost, 3), fourth, n);
}

function count(out: usize, member: i32): void {
  const at = out + <usize>member;
  store<u8>(at, load<u8>(at) + 1);
}

/** The largest of 2^32 values that favours none of n. */
function lastOf(n: u32): u32 {
  return 0xffffffff - <u32>(((<u64>1) << 32) % <u64>n);
}

/** Draws for what was lost, of a stream whose words lie 16 bytes apart. */
function drawMore(state: usize, times: i32, out: usize, n: i32): void {
  const last = lastOf(<u32>n);
  for (let left = times; left > 0; ) {
    const b = load<u32>(state, 16);
    const c = load<u32>(state, 32) ^ load<u32>(state);
    const d = load<u32>(state, 48) ^ b;
    store<u32>(state, load<u32>(state) ^ d);
    store<u32>(state, b ^ c, 16);
    store<u32>(state, c ^ (b << 9), 32);
    store<u32>(state, rotl<u32>(d, 11), 48);
    const value = rotl<u32>(b * 5, 7) * 9;
    if (value > last) continue;
    count(out, <i32>(value % <u32>n));
    left--;
  }
}
