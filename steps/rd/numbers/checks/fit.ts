/**
 * Checks of a discontinuity as one fit, a term each: other bandwidths, donuts, placebo cut-offs on one side of the actual one, and covariates in place of
 * the outcome (Cattaneo, Idrobo & Titiunik 2020, A Practical Introduction to Regression Discontinuity Designs, section 5).
 */
import { Refusal } from '../../../../src/base/problem.ts';
import type { Data } from '../../../../src/econ/data.ts';
import type { Estimate, Fit, Warning } from '../../../../src/econ/fit.ts';
import type { Sides } from '../bandwidths.ts';
import { type Discontinuity, discontinuity } from '../discontinuity.ts';
import { designFor, errorsOf } from '../fit.ts';
import { type RdSample, rdSample } from '../sample.ts';
import { type RdColumns, sidesOf } from '../side.ts';
import type { Pair, RdDesign, RdSpec } from '../spec.ts';
import { type Check, type ChecksSpec, checksOf } from './spec.ts';

/** The bandwidths and rows of a check. */
export interface CheckRecord extends Check {
  readonly h: Pair;
  readonly b: Pair;
  /** Rows within h. */
  readonly below: number;
  readonly above: number;
}

export interface ChecksResult {
  readonly fit: Fit;
  readonly checks: readonly CheckRecord[];
}

/** Leaves out checks that are refused, with a warning each; refuses what the baseline does. */
export function checksFit(spec: ChecksSpec, data: Data): ChecksResult {
  const sample = rdSample(spec, data);
  const design = designFor(spec, sample.sides);
  const baseline = discontinuity(sample.sides, design);
  const warnings: Warning[] = [...sample.warnings];
  const found = checksOf(spec).flatMap((check) => {
    try {
      return [{ check, found: checked(check, spec, design, { sample, baseline, data }) }];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      warnings.push({ code: 'check-refused', message: `the check \`${check.term}\` was left out: ${error.message}` });
      return [];
    }
  });
  const terms = found.map(({ check, found: { effects } }): Estimate => {
    const { low, high, ...rest } = effects[spec.row];
    return { term: check.term, ...rest, confLow: low, confHigh: high };
  });
  return {
    fit: fitOf(spec, sample, baseline, terms, warnings),
    checks: found.map(({ check, found: { h, b, nobsH } }) => ({ ...check, h, b, below: nobsH[0], above: nobsH[1] })),
  };
}

interface Base {
  readonly sample: RdSample;
  readonly baseline: Discontinuity;
  readonly data: Data;
}

function checked(check: Check, spec: ChecksSpec, design: RdDesign, { sample, baseline, data }: Base): Discontinuity {
  const { value, term } = check;
  const times = ([below, above]: Pair): Pair => [below * value, above * value];
  switch (check.is) {
    case 'baseline':
      return baseline;
    case 'bandwidth':
      return discontinuity(sample.sides, { ...design, h: times(baseline.h), b: times(baseline.b), rho: null });
    case 'donut':
      return discontinuity(
        regrouped(sample.sides, spec, (d) => Math.abs(d) >= value, spec.cutoff),
        design,
      );
    case 'cutoff': {
      const isAbove = value >= spec.cutoff;
      return discontinuity(
        regrouped(sample.sides, spec, (d) => d >= 0 === isAbove, value),
        design,
      );
    }
    case 'balance': {
      const own: RdSpec = { ...spec, outcome: term, takeUp: null, covariates: [] };
      return discontinuity(rdSample(own, data).sides, { ...design, sharpBandwidth: false });
    }
  }
}

/** The rows that are kept, around another cut-off. */
function regrouped(sides: Sides, spec: RdSpec, keeps: (distance: number) => boolean, cutoff: number): Sides {
  const kept = sides.map(({ distances }) => Array.from(distances, (_, i) => i).filter((i) => keeps(distances[i]!)));
  const joined = (of: (side: Sides[0]) => Float64Array): Float64Array =>
    Float64Array.from(kept.flatMap((rows, i) => rows.map((row) => of(sides[i]!)[row]!)));
  const [first] = sides;
  const columns: RdColumns = {
    distances: joined((side) => side.distances).map((d) => d + spec.cutoff - cutoff),
    outcome: joined((side) => side.outcome),
    takeUp: first.takeUp && joined((side) => side.takeUp!),
    covariates: first.covariates.map((_, j) => joined((side) => side.covariates[j]!)),
    weights: first.weights && joined((side) => side.weights!),
    clusters:
      first.clusters && Int32Array.from(kept.flatMap((rows, i) => rows.map((row) => sides[i]!.clusters![row]!))),
  };
  return sidesOf(columns, spec.running, cutoff);
}

function fitOf(
  spec: ChecksSpec,
  { rowsLost }: RdSample,
  { nobs, clusters }: Discontinuity,
  terms: readonly Estimate[],
  warnings: readonly Warning[],
): Fit {
  const total = nobs[0] + nobs[1];
  const count = clusters?.[2] ?? null;
  return Object.freeze({
    estimator: 'rd',
    outcome: spec.outcome,
    terms,
    vcov: [],
    vcovInfo: errorsOf(spec, count),
    nobs: total,
    ngroups: null,
    nclusters: count,
    dfResid: null,
    inference: 'z' as const,
    absorbed: [],
    stats: { n: total, nBelow: nobs[0], nAbove: nobs[1] },
    tests: [],
    dropped: [],
    rowsLost,
    warnings,
  });
}
