/** The largest and the smallest of any number of values. */

/**
 * As `Math.max(...values)` and `Math.min(...values)`, of any number of them: arguments of a call lie on the stack, which holds some hundred
 * thousand.
 */
export function largest(values: Iterable<number>): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) most = Math.max(most, value);
  return most;
}

export function smallest(values: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) least = Math.min(least, value);
  return least;
}

/** The smallest and the largest of some values. */
export function extent(values: Float64Array): [low: number, high: number] {
  let [low, high] = [values[0]!, values[0]!];
  for (const x of values) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return [low, high];
}
