/** The fits behind a regression table, read once. */
import type { Estimate, Fit, Stat } from '../../econ/fit.ts';
import type { Source, SourceView } from './builder.ts';

export const fitParts = [
  'estimator',
  'outcome',
  'terms',
  'vcovInfo',
  'nobs',
  'ngroups',
  'nclusters',
  'dfResid',
  'inference',
  'absorbed',
  'stats',
  'dropped',
  'rowsLost',
  'warnings',
] as const;

export type ShownFit = Pick<Fit, (typeof fitParts)[number]>;

export interface FitColumn {
  readonly node: string;
  readonly view: SourceView;
  readonly fit: ShownFit;
  /** How notes name it: `(1)`, `East`, `A(1)`. */
  readonly name: string;
}

export function readFit(source: Source): ShownFit {
  return Object.fromEntries(fitParts.map((part) => [part, source.part(part)])) as unknown as ShownFit;
}

/** Terms by first appearance over the columns, the constant last. */
export function termsOf(columns: readonly FitColumn[]): string[] {
  const names = new Set(columns.flatMap((c) => c.fit.terms.map((t) => t.term)));
  const hasConstant = names.delete('_cons');
  return hasConstant ? [...names, '_cons'] : [...names];
}

export function estimateOf(column: FitColumn, term: string): Estimate | undefined {
  return column.fit.terms.find((t) => t.term === term);
}

/** A statistic or count of a fit by its name; undefined where this fit has none. */
export function statOf(fit: ShownFit, name: string): Stat | undefined {
  if (name === 'n') return fit.nobs;
  if (name === 'ngroups' || name === 'nclusters' || name === 'dfResid') return fit[name] ?? undefined;
  return fit.stats[name as keyof Fit['stats']];
}
