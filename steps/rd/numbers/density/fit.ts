/** Tests of the density at a cut-off as fits, which tables, claims and figures read as those of any model. */
import { normal, twoSided } from '../../../../src/econ/distributions/distributions.ts';
import type { Estimate, Fit, Stat } from '../../../../src/econ/fit.ts';
import type { Sides } from '../bandwidths.ts';
import type { RdSample } from '../sample.ts';
import type { KernelName, Pair } from '../spec.ts';
import { windowOf } from '../window.ts';
import { densityBandwidths } from './bandwidth.ts';
import { type DensityPlot, densityPlot, heightsPlot } from './curves.ts';
import { ranksOf, restricted, unrestricted } from './local-density.ts';
import { mccrary } from './mccrary.ts';
import type { DensityErrors, DensitySpec, McCrarySpec } from './spec.ts';
import { binomialWindows, type Window } from './windows.ts';

/** Holds what stands beside the fit. */
export interface DensityRecords {
  readonly density: DensityPlot;
  readonly windows: readonly Window[];
}

export interface DensityResult extends DensityRecords {
  readonly fit: Fit;
}

/** The jump of the density by local polynomials of the distribution function. */
export function densityFit(spec: DensitySpec, sample: RdSample): DensityResult {
  const { sides } = sample;
  const ranks = ranksOf(sides);
  const h = spec.h ?? densityBandwidths(sides, ranks, spec, spec.bandwidth, spec.restricted);
  const design = { order: spec.p + 1, kernel: spec.kernel };
  const found = spec.restricted
    ? restricted(sides, ranks, { ...design, h: h[0] })
    : unrestricted(sides, ranks, { ...design, h, errors: spec.errors });
  const [below, above] = found.density;
  const [varBelow, varAbove] = found.variance;
  const error = Math.sqrt(varBelow + varAbove - 2 * found.covariance);
  const terms = [
    estimate('density_below', below, Math.sqrt(varBelow)),
    estimate('density_above', above, Math.sqrt(varAbove)),
    estimate('difference', above - below, error),
  ];
  const windows = binomialWindows(sides, Math.min(...h));
  const fit = fitOf(spec, sample, terms, {
    errors: spec.errors,
    stats: { ...bandwidthStats(sides, h, spec.kernel), ...windowStats(windows) },
  });
  return { fit, windows, density: densityPlot(spec, sides, ranks, h) };
}

/** The jump of the log density by lines through the heights of bins. */
export function mccraryFit(spec: McCrarySpec, sample: RdSample): DensityResult {
  const { sides } = sample;
  const found = mccrary(sides, spec.bin, spec.h?.[0] ?? null);
  const h: Pair = [found.bandwidth, found.bandwidth];
  const windows = binomialWindows(sides, found.bandwidth);
  const [below, above] = found.density;
  const fit = fitOf(spec, sample, [estimate('log_difference', found.estimate, found.stdError)], {
    errors: 'plugin',
    stats: {
      ...bandwidthStats(sides, h, 'triangular'),
      bin: found.bin,
      densityBelow: below,
      densityAbove: above,
      ...windowStats(windows),
    },
  });
  return { fit, windows, density: heightsPlot(spec, found, fit.nobs) };
}

function estimate(term: string, value: number, stdError: number): Estimate {
  const statistic = value / stdError;
  const reach = normal.upperQuantile(0.025) * stdError;
  return {
    term,
    estimate: value,
    stdError,
    statistic,
    pValue: twoSided(normal, statistic),
    confLow: value - reach,
    confHigh: value + reach,
  };
}

interface DensityEstimate {
  readonly errors: DensityErrors;
  readonly stats: Readonly<Record<string, Stat>>;
}

function fitOf(
  { running }: DensitySpec | McCrarySpec,
  { rowsLost, warnings, sides }: RdSample,
  terms: readonly Estimate[],
  { errors, stats }: DensityEstimate,
): Fit {
  const [below, above] = sides.map(({ distances }) => distances.length) as [number, number];
  return Object.freeze({
    estimator: 'rd',
    outcome: running,
    terms,
    vcov: [],
    vcovInfo: { type: errors === 'plugin' ? 'Plugin' : 'Jackknife', text: errors, clusters: [], small: '' },
    nobs: below + above,
    ngroups: null,
    nclusters: null,
    dfResid: null,
    inference: 'z' as const,
    absorbed: [],
    stats: { n: below + above, nBelow: below, nAbove: above, ...stats },
    tests: [],
    dropped: [],
    rowsLost,
    warnings,
  });
}

function bandwidthStats(sides: Sides, h: Pair, kernel: KernelName): Record<string, Stat> {
  const [below, above] = sides.map((side, i) => {
    const { from, to } = windowOf(side, h[i]!, kernel);
    return to - from;
  }) as [number, number];
  return {
    h: h[0] === h[1] ? h[0] : { invalid: 'the sides have bandwidths of their own' },
    hBelow: h[0],
    hAbove: h[1],
    nWithin: below + above,
    nWithinBelow: below,
    nWithinAbove: above,
  };
}

/** The least window, as a number that claims may name. */
const windowStats = ([first]: readonly Window[]): Record<string, Stat> => ({ binomialP: first!.pValue });
