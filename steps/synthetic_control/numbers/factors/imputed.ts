/** Outcomes that treated units would have had by factors: the panel that they are imputed in, and what imputing gives. */
import { mean } from '../../../../src/base/number/sum.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import { among, type Panel } from '../cohorts.ts';
import type { Paths } from '../sample.ts';
import type { NamedPaths } from './interactive.ts';

/** A balanced panel with covariates. */
export interface FactorPanel extends Panel {
  readonly covariates: readonly NamedPaths[];
}

export interface Imputed {
  /** Places of the treated units, ascending. */
  readonly treated: readonly number[];
  /** For each unit what its outcome would be without treatment, over all periods. */
  readonly expected: Paths;
  readonly slopes: Float64Array;
  /** Over the periods. */
  readonly factors: readonly Float64Array[];
  /** For each factor one value a unit. */
  readonly loadings: readonly Float64Array[];
  readonly stats: Readonly<Record<string, number>>;
}

/** A number of factors or a penalty that was tried, with the mean squared error of periods before treatment that were left out. */
export interface Choice {
  readonly value: number;
  /** Why there is none, where a fit did not settle. */
  readonly mspe: Stat;
  /** The error variance with so many factors. */
  readonly sigma2?: number;
}

/** Errors that differ by less than this part of them are equal. */
const EQUAL = 1e-6;

/** The choice with the smallest error; of equal ones the first. */
export const best = (choices: readonly Choice[]): Choice =>
  choices.reduce((least, choice) => (errorOf(choice) < (1 - EQUAL) * errorOf(least) ? choice : least));

const errorOf = ({ mspe }: Choice): number => (typeof mspe === 'number' ? mspe : Number.POSITIVE_INFINITY);

/** The effect: the mean over treated rows of the outcome less what it would be; its mean in each period over the treated units; and the slopes of the covariates. */
export interface ImputedEffect {
  readonly effect: number;
  readonly gaps: Float64Array;
  readonly slopes: Float64Array;
}

export function effectOf({ paths, starts, periods }: Panel, { treated, expected, slopes }: Imputed): ImputedEffect {
  const own = treated.map((i) => paths[i]!.map((y, t) => y - expected[i]![t]!));
  const rows = own.flatMap((path, k) => [...path.slice(starts[treated[k]!]!)]);
  const gaps = Float64Array.from({ length: periods }, (_, t) => mean(Float64Array.from(own, (path) => path[t]!)));
  return { effect: mean(Float64Array.from(rows)), gaps, slopes };
}

/** The panel of some units, each as often as it is listed, with their covariates. */
export const factorsAmong = (panel: FactorPanel, units: readonly number[]): FactorPanel => ({
  ...among(panel, units),
  covariates: panel.covariates.map(({ name, paths }) => ({ name, paths: units.map((i) => paths[i]!) })),
});

/** Refuses treated units with fewer periods before treatment than `what` needs. */
export function requirePeriods({ starts, periods }: FactorPanel, least: number, what: string): void {
  const shortest = Math.min(...starts.filter((start) => start < periods));
  if (shortest >= least) return;
  const message = `${what} need ${least} periods before treatment, and a treated unit has ${shortest}`;
  const hint = 'ask for fewer factors by `factors` or `factors_max`, or leave out units that begin so early';
  throw new Refusal('few-periods', message, { param: 'factors', hint });
}
