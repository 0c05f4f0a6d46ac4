/** The canonical specification of local randomisation: rows in a window around a cut-off are as if assigned to its sides at random. */
import type { Pair } from '../spec.ts';

export const randomisedStatistics = ['difference', 'ranksum'] as const;
export type RandomisedStatistic = (typeof randomisedStatistics)[number];

/** Nested windows among which the balance of covariates chooses. */
export interface WindowSearch {
  /** Half of the least window, and what each further one adds to it. */
  readonly first: number;
  readonly step: number;
  readonly count: number;
  /** A window whose least p value is below this is not balanced. */
  readonly level: number;
}

export interface RandomisationSpec {
  readonly method: 'randomisation';
  readonly outcome: string;
  readonly running: string;
  readonly cutoff: number;
  readonly sample: string | null;
  readonly exclude: string | null;
  /** Values of the running variable, both within; null: chosen by `search`. */
  readonly window: Pair | null;
  readonly search: WindowSearch | null;
  /** Whose balance chooses the window. */
  readonly covariates: readonly string[];
  /** Order of the polynomials of each side that are taken off; 0: means. */
  readonly p: number;
  readonly statistic: RandomisedStatistic;
  /** All assignments where they are no more than these, else so many at random. */
  readonly draws: number;
  readonly seed: string;
}

/** Halves of the windows that are looked at, from the least on. */
export const reachesOf = ({ first, step, count }: WindowSearch): readonly number[] =>
  Array.from({ length: count }, (_, k) => first + k * step);

/** A window's name: its ends, without what adding up steps leaves of rounding. */
export const windowName = (cutoff: number, reach: number): string =>
  `[${Number((cutoff - reach).toPrecision(10))}, ${Number((cutoff + reach).toPrecision(10))}]`;
