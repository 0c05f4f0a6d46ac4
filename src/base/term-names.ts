/** Terms of a regression in words: levels of one factor are told together, and no more are named than a reader takes in. */

/** The factor whose level a term is: `i(year)` of `i(year)::2012`, `i(year):x` of `i(year)::2012:x`, and of any other term itself. */
export function familyOf(term: string): string {
  return term.replace(/::.*?(?=:(?!:)|$)/gs, '');
}

/** So many are named before the others are counted; a single further one is named too. */
const few = 3;

/** The first few items, and how many there are besides. */
export function firstOf<T>(items: readonly T[]): { readonly first: readonly T[]; readonly more: number } {
  const first = items.length <= few + 1 ? items : items.slice(0, few);
  return { first, more: items.length - first.length };
}

/** Terms in words, those of one factor together: `` `a`, `b`, terms of `i(year)` and 7 more ``. */
export function termsInShort(terms: readonly string[]): string {
  const texts = grouped(terms, familyOf).map(([term, ...others]) =>
    others.length === 0 ? `\`${term}\`` : `terms of \`${familyOf(term)}\``,
  );
  const { first, more } = firstOf(texts);
  return first.join(', ') + (more === 0 ? '' : ` and ${more} more`);
}

/** Items of equal keys together, in order of first appearance. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
