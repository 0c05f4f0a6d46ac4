/** Tobit likelihoods without a maximum. */
import { Refusal } from '../../base/problem.ts';
import { termsInShort } from '../../base/text/term-names.ts';
import type { NamedColumn } from '../design.ts';
import { separation } from '../likelihood/separation.ts';

export interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Refuses a likelihood that rises for ever in Olsen's (β, τ) = (b/σ, 1/σ): along a direction of it τy − x'β stays where y is not censored, x'β falls below τ lower, or
 * rises above τ upper, in no censored row comes nearer to its limit, and τ does not fall. Where τ stays, the direction separates censored rows (`separation`);
 * where it rises, σ falls to 0 since x'b fits y without error (`perfect-fit`). `columns`: K arrays of length N, as named. O(NK²).
 */
export function requireMaximum(
  columns: readonly Float64Array[],
  names: readonly string[],
  { name, values: y }: NamedColumn,
  { lower, upper }: Limits,
): void {
  const n = y.length;
  const isCensored = (i: number): boolean => y[i]! <= lower || y[i]! >= upper;
  const sign = (i: number): number => (y[i]! <= lower ? -1 : 1);
  // a further row is of τ itself
  const ofRows = (value: (i: number) => number, own: number): Float64Array =>
    Float64Array.from({ length: n + 1 }, (_, i) => (i === n ? own : sign(i) * value(i)));
  const slopes = columns.map((x) => ofRows((i) => x[i]!, 0));
  const tau = ofRows((i) => -Math.min(upper, Math.max(lower, y[i]!)), 1);
  const isFixed = Float64Array.from({ length: n + 1 }, (_, i) => (i === n || isCensored(i) ? 0 : 1));
  const found = separation([...slopes, tau], isFixed);
  if (found === null) return;
  if (found.rows.includes(n)) {
    const message = `the likelihood has no maximum: the terms fit \`${name}\` without error wherever it is not censored`;
    throw new Refusal('perfect-fit', message, { param: 'terms', hint: 'leave some of them out' });
  }
  const made = names.filter((name, j) => name !== '_cons' && found.columns.includes(j));
  const what = made.length > 1 ? `a combination of ${termsInShort(made)}` : `\`${made[0]}\``;
  const rows = found.rows.length === 1 ? '1 censored row' : `${found.rows.length} censored rows`;
  const message = `the likelihood has no maximum: ${what} tells ${rows} from all that are not (separation)`;
  const hint = `leave ${made.length > 1 ? 'one of them' : 'it'} out, or those rows with \`exclude\``;
  throw new Refusal('separation', message, { param: 'terms', hint });
}
