/** Fits of one effect, as all methods of synthetic controls report them. */
import { Refusal } from '../../../src/base/problem.ts';
import { normal, twoSided } from '../../../src/econ/distributions/distributions.ts';
import type { Estimate, Fit, Stat, Warning } from '../../../src/econ/fit.ts';
import type { Slope } from './projected.ts';
import type { Effect, PathRecord } from './result.ts';
import { requireValues, type SyntheticSample } from './sample.ts';
import type { SyntheticSpec } from './spec.ts';

export function pathsOf(
  { periods }: SyntheticSample,
  outcome: Float64Array,
  gaps: Float64Array,
  start: number,
): PathRecord[] {
  return Array.from(gaps, (gap, t) => ({
    period: periods[t]!,
    treated: outcome[t]!,
    synthetic: outcome[t]! - gap,
    gap,
    isTreated: t >= start,
  }));
}

/** Refuses a panel that lacks a value of the outcome or of a covariate, fewer than two controls, and fewer than two periods before treatment. */
export function requirePanel(spec: SyntheticSpec, sample: SyntheticSample, never: readonly number[]): void {
  const all = [...sample.units.keys()];
  const whole = [0, sample.periods.length] as const;
  requireValues(sample, sample.outcome, spec.outcome, all, whole);
  for (const { name, paths } of sample.covariates) requireValues(sample, paths, name, all, whole);
  requireBlock(sample, never);
}

function requireBlock({ starts, time }: SyntheticSample, never: readonly number[]): void {
  if (never.length < 2) {
    const message = `at least two units that are never treated are needed, and there are ${never.length}`;
    throw new Refusal('few-donors', message, { param: 'from', hint: 'read more units' });
  }
  if (starts.some((start) => start < 2)) {
    const message = `at least two periods of \`${time}\` before treatment are needed`;
    throw new Refusal('few-periods', message, { param: 'from', hint: 'read earlier periods, or leave such units out' });
  }
}

/** `pValue` of placebos stands as it is; otherwise it is of z. */
function estimateOf(term: string, { estimate, stdError, pValue }: Effect): Estimate {
  const none = typeof stdError === 'number' ? undefined : stdError;
  const z: Stat = none ?? (stdError === 0 ? { invalid: 'the standard error is 0' } : estimate / (stdError as number));
  const reach = none ?? normal.upperQuantile(0.025) * (stdError as number);
  return {
    term,
    estimate,
    stdError,
    statistic: z,
    pValue: pValue ?? (typeof z === 'number' ? twoSided(normal, z) : z),
    confLow: typeof reach === 'number' ? estimate - reach : reach,
    confHigh: typeof reach === 'number' ? estimate + reach : reach,
  };
}

const withoutErrors = { invalid: 'slopes that are projected out have no standard error here' };

const errorText: Readonly<Record<SyntheticSpec['errors'], string>> = {
  jackknife: 'Jackknife',
  placebo: 'Placebo',
  bootstrap: 'Bootstrap',
  parametric: 'Parametric',
  none: 'none',
};

export function fitOf(
  spec: SyntheticSpec,
  sample: SyntheticSample,
  effect: Effect,
  stats: Fit['stats'],
  slopes: readonly Slope[],
  warnings: readonly Warning[],
): Fit {
  return Object.freeze({
    estimator: 'synthetic_control',
    outcome: spec.outcome,
    terms: [
      estimateOf('att', effect),
      ...slopes.map(({ term, estimate, stdError = withoutErrors }) => estimateOf(term, { estimate, stdError })),
    ],
    vcov: [],
    vcovInfo: { type: errorText[spec.errors], text: spec.errors, clusters: [], small: '' },
    nobs: sample.nobs,
    ngroups: sample.units.length,
    nclusters: null,
    dfResid: null,
    inference: 'z' as const,
    absorbed: [],
    stats: { n: sample.nobs, ...stats },
    tests: [],
    dropped: [],
    rowsLost: sample.rowsLost,
    warnings: [...sample.warnings, ...warnings],
  });
}
