/** Finds the periods of event studies that are ends of a window and also hold the periods beyond, as the results tell. */
import type { TestResult } from '../econ/fit.ts';
import type { BinnedEnd } from './words/labels.ts';

/** Holds what a label needs of a result. */
export interface Studied {
  readonly terms: readonly { readonly term: string }[];
  readonly tests?: readonly TestResult[] | undefined;
}

/** Holds what the pre-trend test of a fit with an event term says of its window. */
interface EventWindow {
  readonly of?: string;
  readonly binned?: readonly number[];
  readonly window?: readonly [low: number, high: number] | null;
}

/** Terms that are such ends in every result that has them; elsewhere the notes tell of which. */
export function binnedEnds(results: readonly Studied[]): Record<string, BinnedEnd> {
  const found = results.map(endsOf);
  const ends = Object.assign({}, ...found) as Record<string, BinnedEnd>;
  const isEverywhere = (term: string): boolean =>
    results.every(({ terms }, i) => found[i]![term] === ends[term] || !terms.some((each) => each.term === term));
  return Object.fromEntries(Object.entries(ends).filter(([term]) => isEverywhere(term)));
}

const endsOf = ({ tests }: Studied): Record<string, BinnedEnd> =>
  Object.fromEntries(windowEnds(tests ?? []).map(({ of, period, end }) => [`${of}::${period}`, end]));

export interface WindowEnd {
  /** The event term: `event(year - g)`. */
  readonly of: string;
  readonly period: number;
  readonly end: BinnedEnd;
}

/** The ends of one result that hold the periods beyond, the reference among them where it is one. */
export const windowEnds = (tests: readonly TestResult[]): WindowEnd[] =>
  tests
    .filter(({ name }) => name === 'pre-trend')
    .flatMap((test) => {
      const { of = '', binned = [], window } = test as EventWindow;
      return binned.map((period): WindowEnd => ({ of, period, end: period === window?.[0] ? 'low' : 'high' }));
    });
