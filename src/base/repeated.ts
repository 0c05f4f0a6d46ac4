/** The values that a list has more than once, each once, in the order of their second places. O(length). */
export function repeated<T>(list: readonly T[]): readonly T[] {
  const [seen, found] = [new Set<T>(), new Set<T>()];
  for (const each of list)
    if (seen.has(each)) found.add(each);
    else seen.add(each);
  return [...found];
}
