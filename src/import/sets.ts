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
  for (const [name, words] of sets) {
    const own = plainName(name);
    const holding = columns.filter((column) => withSet(column, own, words) !== undefined);
    if (holding.length < LEAST_COLUMNS || draft.sets.has(own)) continue;
    for (const column of holding) column.keys.set('fit', withSet(column, own, words)!);
    draft.sets.set(own, words);
  }
}

/** The formula with the set in the place of its variables; undefined where it does not hold them one after the other. */
function withSet({ keys }: DraftEntry, name: string, words: readonly string[]): string | undefined {
  const fit = keys.get('fit');
  if (typeof fit !== 'string') return undefined;
  const [left, right] = fit.split(' ~ ', 1).concat(fit.slice(fit.indexOf(' ~ ') + 3));
  const [exogenous = '', ...others] = right!.split(' | ');
  const terms = exogenous.split(' + ');
  const at = terms.findIndex((_, i) => words.every((word, j) => terms[i + j] === word));
  if (at < 0) return undefined;
  const written = [...terms.slice(0, at), `$${name}`, ...terms.slice(at + words.length)].join(' + ');
  return `${left} ~ ${[written, ...others].join(' | ')}`;
}
