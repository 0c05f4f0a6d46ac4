/** The canonical specification of a difference in differences with treatment over time, which enters a node's key. */
import { variablesOfList } from '../../../src/econ/compile/variable-list.ts';
import type { VcovSpec } from '../../../src/econ/design.ts';
import { columnsOfLevels } from '../../../src/econ/spec.ts';

export const didMethods = [
  'callaway',
  'sun-abraham',
  'imputation',
  'two-stage',
  'etwfe',
  'stacked',
  'dcdh',
  'did-m',
  'cic',
  'continuous',
  'rings',
  'bacon',
  'twfe',
] as const;
export type DidMethod = (typeof didMethods)[number];

export interface DidSpec {
  readonly method: DidMethod;
  /** Canonical terms. */
  readonly outcome: string;
  readonly covariates: readonly string[];
  /** Column of the first treated period, missing or 0 for never; null where `treatment` says it. */
  readonly cohort: string | null;
  /** Column of zeros and ones: treated in the period. */
  readonly treatment: string | null;
  readonly sample: string | null;
  readonly exclude: string | null;
  /** The variable of the clusters; null: the unit. */
  readonly cluster: string | null;
  readonly control: 'never' | 'notyet' | 'last' | null;
  readonly estimate: 'dr' | 'ipw' | 'reg';
  readonly base: 'varying' | 'universal';
  readonly anticipation: number;
  /** Event times that the dynamic aggregation has; null: all. */
  readonly events: readonly [low: number, high: number] | null;
  /** Cohorts with fewer periods from treatment on are left out of the dynamic aggregation. */
  readonly balanceEvents: number | null;
  /** Units that are kept: those seen in every period, cell by cell those seen in both periods, or every row by itself, as in repeated cross sections. */
  readonly unbalanced: 'drop' | 'cell' | 'rows';
  /** Periods before treatment that are tested. */
  readonly pretrends: number;
  /** Replications of the multiplier bootstrap of simultaneous bands; 0: none. */
  readonly bands: number;
  /** Says whether standard errors treat the shares of cohorts as fixed or as estimated. */
  readonly shares: 'fixed' | 'estimated';
  /** The model of an extended two-way regression; absent where it is linear. */
  readonly family?: 'linear' | 'logit' | 'poisson';
  /** Draws of clusters with replacement; absent where errors are not theirs. */
  readonly draws?: number;
  /** Quantiles (0…1) at which changes in changes are told; absent where they are the default. */
  readonly quantiles?: readonly number[];
  /** The spline of the dose, for a continuous treatment alone: its degree, and its knots or how many are at quantiles. */
  readonly spline?: { readonly degree: number; readonly knots: number | readonly number[] };
  /** Doses at which effects are told; absent where they are percentiles of those of the treated. */
  readonly doses?: readonly number[];
  /** Columns of latitude and longitude, for rings alone. */
  readonly at?: readonly [latitude: string, longitude: string];
  /** Outer limits of rings around the treated in kilometres, ascending. */
  readonly rings?: readonly number[];
  /** Conley's errors; absent where they are clustered. */
  readonly vcov?: Extract<VcovSpec, { is: 'conley' }>;
  /** True where effects are divided by the treatment that they are of; absent elsewhere. */
  readonly normalized?: true;
  /** True where units count that have all effects; absent elsewhere. */
  readonly sameSwitchers?: true;
  /** Canonical term of the weights of rows; absent where all count alike. */
  readonly weights?: string;
}

/** The outcome, and the weights where there are any: terms of one column each. */
export const leavesOf = ({ outcome, weights }: DidSpec): readonly string[] =>
  weights === undefined ? [outcome] : [outcome, weights];

/** Tells whether treatments may be of any dose, and end: all of their values are read, also of rows without an outcome. */
export const readsPaths = ({ method }: Pick<DidSpec, 'method'>): boolean => method === 'dcdh' || method === 'did-m';

/** Columns of the places of rows, of which each used has all. */
export const placesOf = ({ at, vcov }: Pick<DidSpec, 'at' | 'vcov'>): readonly string[] => [
  ...new Set(vcov === undefined ? (at ?? []) : [...(at ?? []), vcov.latitude, vcov.longitude]),
];

/** Columns of the frame that are read, sorted, besides the panel's keys. */
export function didReads(spec: DidSpec): string[] {
  const { covariates, sample, exclude, cohort, treatment, cluster } = spec;
  const list = variablesOfList({ variables: [...leavesOf(spec), ...covariates], sample, exclude });
  const levels = cluster === null ? [] : columnsOfLevels(cluster);
  const own = [cohort, treatment, ...placesOf(spec)].filter((name) => name !== null);
  return [...new Set([...list, ...levels, ...own])].sort();
}
