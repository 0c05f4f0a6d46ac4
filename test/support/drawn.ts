/** The order in which units are drawn where outcomes are continuous and all units have as many rows, in few words: by their least outcome. */
export function byLeastOutcome(outcome: ArrayLike<number>, unitOf: (row: number) => number): number[] {
  const least = new Map<number, number>();
  for (let row = 0; row < outcome.length; row++) {
    const unit = unitOf(row);
    least.set(unit, Math.min(outcome[row]!, least.get(unit) ?? Number.POSITIVE_INFINITY));
  }
  return [...least.keys()].sort((a, b) => least.get(a)! - least.get(b)!);
}
