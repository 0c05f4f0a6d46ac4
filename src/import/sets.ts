/** Gives lists of variables that formulas repeat the name of the script's macro: `$controls`. */
import { type Draft, type DraftEntry, plainName } from './draft.ts';

/** A list that one column has needs no name. */
const LEAST_COLUMNS = 2;
const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

/** `lists`: words by the name that the script has for them. The longest list that a formula holds goes first. */
export function nameSets(draft: Draft, lists: ReadonlyMap<string, readonly string[]>): void {
  const columns = draft.steps.flatMap(({ kind, entries }) => (kind === 'models' ? entries : []));
  const sets = [...lists]
    .filter(([name, words]) => NAME.test(plainName(name)) && words.length > 1 && words.every((word) => NAME.test(word)))
    .sort(([, a], [, b]) => b.length - a.length);
  const holders = holdersOf(columns, new Set(sets.map(([, words]) => words.length)));
  for (const [name, words] of sets) {
    const own = plainName(name);
    const holding = (holders.get(words.join(' ')) ?? []).filter((column) => withSet(column, own, words) !== undefined);
    if (draft.sets.has(own)) continue;
    // another macro of the same words finds none
    holders.delete(words.join(' '));
    if (holding.length < LEAST_COLUMNS) continue;
    for (const column of holding) column.keys.set('fit', withSet(column, own, words)!);
    draft.sets.set(own, words);
  }
}

/** Columns by the lists of some lengths that their formulas hold, so that each list need not look at each column. */
function holdersOf(columns: readonly DraftEntry[], lengths: ReadonlySet<number>): Map<string, DraftEntry[]> {
  const holders = new Map<string, DraftEntry[]>();
  for (const column of columns) {
    const terms = partsOf(column)?.terms ?? [];
    for (const length of lengths)
      for (let i = 0; i + length <= terms.length; i++) {
        const list = terms.slice(i, i + length).join(' ');
        const found = holders.get(list);
        if (found === undefined) holders.set(list, [column]);
        else if (found.at(-1) !== column) found.push(column);
      }
  }
  return holders;
}

/** Parts a formula into the text before its exogenous terms, these terms, and the text behind them. */
function partsOf({ keys }: DraftEntry) {
  const fit = keys.get('fit');
  if (typeof fit !== 'string') return undefined;
  const [left = '', right = ''] = fit.split(/ ~ (.*)/s);
  const [exogenous = '', ...others] = right.split(' | ');
  return { left, terms: exogenous.split(' + '), others };
}

/** The formula with the set in the place of its variables; undefined where it does not hold them one after the other. */
function withSet(column: DraftEntry, name: string, words: readonly string[]): string | undefined {
  const { left, terms, others } = partsOf(column) ?? { left: '', terms: [], others: [] };
  const at = terms.findIndex((_, i) => words.every((word, j) => terms[i + j] === word));
  if (at < 0) return undefined;
  const written = [...terms.slice(0, at), `$${name}`, ...terms.slice(at + words.length)].join(' + ');
  return `${left} ~ ${[written, ...others].join(' | ')}`;
}
