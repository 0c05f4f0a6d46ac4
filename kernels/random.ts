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

/** How often each of n was drawn among so many integers, those of `ints`, as f64 that are 0 before. */
export function tally(state: usize, out: usize, count: i32, n: u32): void {
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  const limit = <u64>4294967296 - (<u64>4294967296 % <u64>n);
  const inverse = 1 / <f64>n;
  for (let i = 0; i < count; ) {
    const value = rotl<u32>(b * 5, 7) * 9;
    const mixed = c ^ a;
    d ^= b;
    c = mixed ^ (b << 9);
    a ^= d;
    b ^= mixed;
    d = rotl<u32>(d, 11);
    if (<u64>value >= limit) continue;
    // the quotient by a product is at most one off
    let rest = value - <u32>(<f64>value * inverse) * n;
    if (<i32>rest < 0) rest += n;
    else if (rest >= n) rest -= n;
    const at = out + ((<usize>rest) << 3);
    store<f64>(at, load<f64>(at) + 1);
    i++;
  }
  store<u32>(state, a);
  store<u32>(state, b, 4);
  store<u32>(state, c, 8);
  store<u32>(state, d, 12);
}
