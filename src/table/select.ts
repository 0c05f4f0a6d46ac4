/** Chooses rows and their order, by raw names with globs (`*`, `?`), never by labels. */

import type { Names } from '../base/result.ts';
import { globTest } from '../base/text/glob.ts';
import { suggest } from '../base/text/suggest.ts';
import { familyOf, furtherTerm, isMargin } from '../base/text/term-names.ts';
import { withPeriodsInOrder } from './period-order.ts';

export interface Unmatched {
  readonly pattern: string;
  readonly hint: string | undefined;
}

export interface RowSelection {
  readonly order: readonly string[];
  readonly keep: readonly string[];
  readonly drop: readonly string[];
  readonly dropWhere?: readonly string[];
}

/** Keeps, drops, then moves the names in `order` to the front, in its order; the constant, and what follows it, stays last unless ordered. */
export function chooseRows(names: readonly string[], choice: RowSelection): string[] {
  const keep = choice.keep.map(nameTest);
  const general = (choice.dropWhere ?? []).filter((pattern) => !choice.keep.includes(pattern));
  const drop = [...choice.drop, ...general].map(nameTest);
  const left = names.filter((n) => (keep.length === 0 || keep.some((t) => t(n))) && !drop.some((t) => t(n)));
  const first: string[] = [];
  for (const test of choice.order.map(nameTest)) first.push(...left.filter((n) => test(n) && !first.includes(n)));
  const rest = left.filter((n) => !first.includes(n));
  return [...first, ...inOrder(rest)];
}

/** Terms as listed, periods in the order of time, then the constant, terms of a further equation, parameters (`/lnalpha`), and marginal effects. */
export function inOrder(names: readonly string[]): string[] {
  const listed = withPeriodsInOrder(names);
  return [0, 1, 2, 3, 4].flatMap((place) => listed.filter((name) => placeOf(name) === place));
}

function placeOf(term: string): number {
  if (term === '_cons') return 1;
  if (furtherTerm(term) !== undefined) return 2;
  if (term.startsWith('/') || term === 'mills:lambda') return 3;
  return isMargin(term) ? 4 : 0;
}

/** Patterns that no name matches, which are an error rather than a table that silently shows something else. */
export function unmatched(patterns: readonly string[], names: readonly string[]): Unmatched[] {
  return patterns
    .filter((pattern) => !names.some(nameTest(pattern)))
    .map((pattern) => ({ pattern, hint: suggest(pattern.replace(/[*?]/g, ''), names) }));
}

/**
 * Tells whether it is known before estimation which terms a pattern means. Where only data tell some of the names, such as levels of factors, a
 * pattern with signs that stand for others may mean those.
 */
export const isJudged = (pattern: string, names: readonly (Names | null)[]): boolean =>
  names.every((each) => {
    const { others } = each ?? {};
    if (/[*?]/.test(pattern)) return others?.as === undefined;
    return others?.is(pattern) !== true && others?.is(`${pattern}::`) !== true;
  });

/** Tests names by a pattern, in which `*` and `?` stand for others; the name of a factor, `i(year)`, is that of all its levels. */
export function nameTest(pattern: string): (name: string) => boolean {
  const test = globTest(pattern, '*?');
  return (name) => test(name) || (name.includes('::') && pattern === familyOf(name));
}
