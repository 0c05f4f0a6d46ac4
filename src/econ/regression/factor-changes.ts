/** Tells what changed between two results of one model in how its factors are coded: why coefficients moved though no number of the data did. */
import { familyOf, firstOf } from '../../base/text/term-names.ts';
import type { Dropped, Estimate, Fit } from '../fit.ts';

export interface CodedFit extends Pick<Fit, 'bases'> {
  readonly terms: readonly Pick<Estimate, 'term'>[];
  readonly dropped: readonly Pick<Dropped, 'term'>[];
}

/** Sentences; none where both results have the same bases. */
export function factorChanges(before: CodedFit, after: CodedFit): string[] {
  return [...movedBases(before, after), ...formerCoding(before, after)];
}

function movedBases({ bases: was = {} }: CodedFit, { bases: is = {} }: CodedFit): string[] {
  return Object.keys(is).flatMap((factor) => {
    const [from, to] = [was[factor], is[factor]];
    if (from === undefined || from === to) return [];
    return [
      `the base of \`${factor}\` is \`${to}\` and was \`${from}\`: coefficients are differences from another level`,
    ];
  });
}

/** Results without bases are of versions in which an interaction could lose its last level as collinear, where the main effect had lost the first. */
function formerCoding(before: CodedFit, after: CodedFit): string[] {
  if (before.bases !== undefined || after.bases === undefined) return [];
  const families = new Set([...before.terms, ...before.dropped].map(({ term }) => familyOf(term)));
  const only = (fit: CodedFit, other: CodedFit): string[] =>
    fit.terms
      .map(({ term }) => term)
      .filter(
        (term) => term.includes('::') && families.has(familyOf(term)) && !other.terms.some((row) => row.term === term),
      );
  const [gone, added] = [only(before, after), only(after, before)];
  if (gone.length + added.length === 0) return [];
  const was = gone.length === 0 ? 'beside the others' : `instead of ${named(gone)}`;
  const is = added.length === 0 ? `without ${named(gone)}` : `${named(added)} ${was}`;
  return [`formulas mean other coefficients now, since a factor has one base in all terms of a model: ${is}`];
}

function named(terms: readonly string[]): string {
  const { first, more } = firstOf(terms);
  return first.map((term) => `\`${term}\``).join(', ') + (more === 0 ? '' : ` and ${more} more`);
}
