/**
 * Passes over rows of `src/econ/panel/placed-effects.ts`. Arrays are given by where they begin, codes as i32 and numbers as f64; `w` is 0 where there
 * are no weights. Callers go over long columns block by block: V8 replaces a kernel by its optimised form from one call to the next.
 */

/** Adds (w·)x to `out` at the codes. */
export function addByCode(out: usize, codes: usize, x: usize, w: usize, n: i32): void {
  const end = codes + ((<usize>n) << 2);
  if (w === 0) {
    for (; codes < end; codes += 4, x += 8) {
      const to = place(out, codes);
      store<f64>(to, load<f64>(to) + load<f64>(x));
    }
    return;
  }
  for (; codes < end; codes += 4, x += 8, w += 8) {
    const to = place(out, codes);
    store<f64>(to, load<f64>(to) + load<f64>(w) * load<f64>(x));
  }
}

/** Takes the means at the codes off x, and adds the squares of what is left to `squares`. */
export function shift(x: usize, codes: usize, means: usize, w: usize, n: i32, squares: f64): f64 {
  const end = codes + ((<usize>n) << 2);
  if (w === 0) {
    for (; codes < end; codes += 4, x += 8) {
      const value = load<f64>(x) - load<f64>(place(means, codes));
      store<f64>(x, value);
      squares += value * value;
    }
    return squares;
  }
  for (; codes < end; codes += 4, x += 8, w += 8) {
    const value = load<f64>(x) - load<f64>(place(means, codes));
    store<f64>(x, value);
    squares += load<f64>(w) * value * value;
  }
  return squares;
}

/** The same, adding up what is left by other codes on the way. */
export function shiftAndAdd(
  x: usize,
  codes: usize,
  means: usize,
  w: usize,
  others: usize,
  out: usize,
  n: i32,
  squares: f64,
): f64 {
  const end = codes + ((<usize>n) << 2);
  if (w === 0) {
    for (; codes < end; codes += 4, others += 4, x += 8) {
      const value = load<f64>(x) - load<f64>(place(means, codes));
      const to = place(out, others);
      store<f64>(x, value);
      squares += value * value;
      store<f64>(to, load<f64>(to) + value);
    }
    return squares;
  }
  for (; codes < end; codes += 4, others += 4, x += 8, w += 8) {
    const value = load<f64>(x) - load<f64>(place(means, codes));
    const own = load<f64>(w) * value;
    const to = place(out, others);
    store<f64>(x, value);
    squares += own * value;
    store<f64>(to, load<f64>(to) + own);
  }
  return squares;
}

/** Adds to each level of `out`, which the codes `to` name, what its rows have of `levels`. */
export function addLevels(out: usize, to: usize, levels: usize, codes: usize, w: usize, n: i32): void {
  const end = to + ((<usize>n) << 2);
  if (w === 0) {
    for (; to < end; to += 4, codes += 4) {
      const at = place(out, to);
      store<f64>(at, load<f64>(at) + load<f64>(place(levels, codes)));
    }
    return;
  }
  for (; to < end; to += 4, codes += 4, w += 8) {
    const at = place(out, to);
    store<f64>(at, load<f64>(at) + load<f64>(w) * load<f64>(place(levels, codes)));
  }
}

/** The same, taken off. */
export function takeOffLevels(out: usize, to: usize, levels: usize, codes: usize, w: usize, n: i32): void {
  const end = to + ((<usize>n) << 2);
  if (w === 0) {
    for (; to < end; to += 4, codes += 4) {
      const at = place(out, to);
      store<f64>(at, load<f64>(at) - load<f64>(place(levels, codes)));
    }
    return;
  }
  for (; to < end; to += 4, codes += 4, w += 8) {
    const at = place(out, to);
    store<f64>(at, load<f64>(at) - load<f64>(w) * load<f64>(place(levels, codes)));
  }
}

/** x less the levels at the codes. */
export function takeOffRows(x: usize, codes: usize, levels: usize, n: i32): void {
  const end = codes + ((<usize>n) << 2);
  for (; codes < end; codes += 4, x += 8) store<f64>(x, load<f64>(x) - load<f64>(place(levels, codes)));
}

/** x less the levels at the codes, which are themselves less the means at the other codes. */
export function takeOffCentred(x: usize, codes: usize, levels: usize, others: usize, means: usize, n: i32): void {
  const end = codes + ((<usize>n) << 2);
  for (; codes < end; codes += 4, others += 4, x += 8) {
    store<f64>(x, load<f64>(x) - (load<f64>(place(levels, codes)) - load<f64>(place(means, others))));
  }
}

function place(levels: usize, code: usize): usize {
  return levels + ((<usize>load<i32>(code)) << 3);
}
