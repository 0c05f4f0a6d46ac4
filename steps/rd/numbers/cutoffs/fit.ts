/** A discontinuity at several cut-offs as one fit: the jump at each, their mean by rows near each, and the pooled jump. */
import { Refusal } from '../../../../src/base/problem.ts';
import { nameOfResult } from '../../../../src/base/value.ts';
import type { Data } from '../../../../src/econ/data.ts';
import { chiSquared, normal, twoSided } from '../../../../src/econ/distributions/distributions.ts';
import type { Estimate, Fit, Stat, Warning } from '../../../../src/econ/fit.ts';
import { type Discontinuity, discontinuity } from '../discontinuity.ts';
import { designFor, errorsOf } from '../fit.ts';
import { lost } from '../sample.ts';
import type { Pair } from '../spec.ts';
import { type CutoffRows, type CutoffSample, cutoffRows, sampleAt } from './samples.ts';
import { type CutoffsSpec, cutoffTerm } from './spec.ts';

/** The bandwidths and rows of the jump at a cut-off. */
export interface CutoffRecord {
  readonly term: string;
  readonly h: Pair;
  readonly b: Pair;
  /** Rows within h. */
  readonly below: number;
  readonly above: number;
  /** The share in the mean; absent of the pooled jump. */
  readonly weight?: number;
}

export interface CutoffsResult {
  readonly fit: Fit;
  readonly cutoffs: readonly CutoffRecord[];
}

interface Found {
  readonly place: number;
  readonly term: string;
  readonly sample: CutoffSample;
  readonly jump: Discontinuity;
}

/** Leaves out cut-offs that are refused, with a warning each; refuses where fewer than two are left. */
export function cutoffsFit(spec: CutoffsSpec, data: Data): CutoffsResult {
  const all = cutoffRows(spec, data);
  const warnings: Warning[] = [...all.rows.warnings];
  const found = all.cutoffs.flatMap((cutoff, place): Found[] => {
    try {
      const sample = sampleAt(spec, all, [place], all.isOf, cutoff);
      return [
        {
          place,
          term: cutoffTerm(spec, cutoff),
          sample,
          jump: discontinuity(sample.sides, designFor(spec, sample.sides)),
        },
      ];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const name = spec.by === null ? String(cutoff) : nameOfResult(spec.by, cutoff);
      warnings.push({ code: 'cutoff-refused', message: `the cut-off ${name} was left out: ${error.message}` });
      return [];
    }
  });
  if (found.length < 2) {
    const message = `${found.length} of ${all.cutoffs.length} cut-offs can be estimated, and several are at least 2`;
    const hint = warnings.at(-1)?.message ?? 'estimate one cut-off by `cutoff`';
    throw new Refusal('several-cutoffs', message, { param: 'cutoffs', hint });
  }
  const places = found.map(({ place }) => place);
  const pooledSample = sampleAt(spec, all, places, all.isPooledAt, spec.cutoff);
  const pooled = discontinuity(pooledSample.sides, designFor(spec, pooledSample.sides));
  const mean = meanOf(spec, all, found);
  const terms = [
    ...found.map(({ term, jump }) => estimateOf(spec, term, jump)),
    mean.estimate,
    estimateOf(spec, 'pooled', pooled),
  ];
  const clusters = pooled.clusters?.[2] ?? null;
  const total = pooled.nobs[0] + pooled.nobs[1];
  const others = all.rows.running.length - total - pooledSample.donut;
  return {
    fit: Object.freeze({
      estimator: 'rd',
      outcome: spec.outcome,
      terms,
      vcov: [],
      vcovInfo: errorsOf(spec, clusters),
      nobs: total,
      ngroups: null,
      nclusters: clusters,
      dfResid: null,
      inference: 'z' as const,
      absorbed: [],
      stats: {
        n: total,
        nBelow: pooled.nobs[0],
        nAbove: pooled.nobs[1],
        cutoffCount: found.length,
        ...mean.equality,
      },
      tests: [],
      dropped: [],
      rowsLost: [...all.rows.rowsLost, ...lost('donut', pooledSample.donut, ''), ...lost('cutoff', others, '')],
      warnings,
    }),
    cutoffs: [
      ...found.map(({ term, jump }, i) => ({ ...recordOf(term, jump), weight: mean.weights[i]! })),
      recordOf('pooled', pooled),
    ],
  };
}

function estimateOf({ row }: CutoffsSpec, term: string, { effects }: Discontinuity): Estimate {
  const { low, high, ...rest } = effects[row];
  return { term, ...rest, confLow: low, confHigh: high };
}

const recordOf = (term: string, { h, b, nobsH: [below, above] }: Discontinuity): CutoffRecord => ({
  term,
  h,
  b,
  below,
  above,
});

interface Mean {
  readonly estimate: Estimate;
  readonly weights: readonly number[];
  /** The test that all jumps are the same. */
  readonly equality: Readonly<Record<'equalChi2' | 'equalP', Stat>>;
}

/** The mean of jumps by rows within h of each cut-off, with an error where the jumps have no row, or cluster, in common. */
function meanOf(spec: CutoffsSpec, all: CutoffRows, found: readonly Found[]): Mean {
  const rows = found.map(({ jump: { nobsH } }) => nobsH[0] + nobsH[1]);
  const weights = rows.map((count) => count / rows.reduce((sum, each) => sum + each, 0));
  const effects = found.map(({ jump }) => jump.effects[spec.row]);
  const value = effects.reduce((sum, { estimate }, i) => sum + weights[i]! * estimate, 0);
  const shared = sharedBy(spec, all, found);
  if (shared !== null) {
    const why = { invalid: shared };
    const unknown = { stdError: why, statistic: why, pValue: why, confLow: why, confHigh: why };
    return {
      estimate: { term: 'weighted', estimate: value, ...unknown },
      weights,
      equality: { equalChi2: why, equalP: why },
    };
  }
  const variances = effects.map(({ stdError }) => stdError * stdError);
  const stdError = Math.sqrt(variances.reduce((sum, variance, i) => sum + weights[i]! * weights[i]! * variance, 0));
  const reach = normal.upperQuantile(0.025) * stdError;
  const estimate: Estimate = {
    ...{ term: 'weighted', estimate: value, stdError, statistic: value / stdError },
    ...{ pValue: twoSided(normal, value / stdError), confLow: value - reach, confHigh: value + reach },
  };
  return {
    estimate,
    weights,
    equality: equalityOf(
      effects.map((effect) => effect.estimate),
      variances,
    ),
  };
}

/** Cochran's Q (1954, Biometrics 10:101). */
function equalityOf(values: readonly number[], variances: readonly number[]): Mean['equality'] {
  const precision = variances.reduce((sum, variance) => sum + 1 / variance, 0);
  const centre = values.reduce((sum, value, i) => sum + value / variances[i]!, 0) / precision;
  const equalChi2 = values.reduce((sum, value, i) => sum + ((value - centre) * (value - centre)) / variances[i]!, 0);
  return { equalChi2, equalP: chiSquared(values.length - 1).sf(equalChi2) };
}

/** Why jumps at different cut-offs are not independent; null where they are. */
function sharedBy({ by }: CutoffsSpec, { cutoffs }: CutoffRows, found: readonly Found[]): string | null {
  const clusters = found.map(({ sample: { sides } }) => new Set(sides.flatMap((side) => [...(side.clusters ?? [])])));
  const count = clusters.reduce((sum, { size }) => sum + size, 0);
  if (count > new Set(clusters.flatMap((codes) => [...codes])).size) return 'clusters have rows at several cut-offs';
  if (by !== null) return null;
  const reach = found.map(({ jump: { h, b } }) => [Math.max(h[0], b[0]), Math.max(h[1], b[1])] as const);
  const overlap = found.some(({ place }, i) => {
    const next = found[i + 1];
    return next !== undefined && cutoffs[place]! + reach[i]![1] > cutoffs[next.place]! - reach[i + 1]![0];
  });
  return overlap ? 'rows lie within the bandwidths of several cut-offs' : null;
}
