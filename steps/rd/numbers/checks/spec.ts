/** The canonical specification of checks of a discontinuity, and their names. */
import type { RdSpec, RowName } from '../spec.ts';

export interface ChecksSpec extends RdSpec {
  readonly method: 'checks';
  /** Placebo cut-offs. */
  readonly cutoffs: readonly number[];
  /** Donuts around the cut-off. */
  readonly donuts: readonly number[];
  /** Multiples of the bandwidths. */
  readonly multiples: readonly number[];
  /** Terms in place of the outcome: covariates, which should not jump. */
  readonly balance: readonly string[];
  /** The estimate that each check has. */
  readonly row: RowName;
}

/** A check by what it changes. */
export interface Check {
  readonly is: 'baseline' | 'cutoff' | 'donut' | 'bandwidth' | 'balance';
  readonly term: string;
  /** The cut-off, the donut, or the multiple; 0 where no number is changed. */
  readonly value: number;
}

/** Checks in the order of tables. */
export const checksOf = ({ cutoffs, donuts, multiples, balance }: ChecksSpec): readonly Check[] => [
  { is: 'baseline', term: 'baseline', value: 0 },
  ...multiples.map((value): Check => ({ is: 'bandwidth', term: `bandwidth × ${value}`, value })),
  ...donuts.map((value): Check => ({ is: 'donut', term: `donut ${value}`, value })),
  ...cutoffs.map((value): Check => ({ is: 'cutoff', term: `cutoff ${value}`, value })),
  ...balance.map((term): Check => ({ is: 'balance', term, value: 0 })),
];
