/** Local randomisation as a fit: the difference of both sides of a window, with large-sample and randomisation p values. */
import { createRng } from '../../../../src/base/number/rng.ts';
import { normal, twoSided } from '../../../../src/econ/distributions/distributions.ts';
import { arrangements, firstArrangement, nextArrangement, shuffled } from '../../../../src/econ/draws/assignments.ts';
import { summarise } from '../../../../src/econ/draws/permutation.ts';
import type { Fit, Stat } from '../../../../src/econ/fit.ts';
import type { RdSample } from '../sample.ts';
import type { Side } from '../side.ts';
import type { Pair } from '../spec.ts';
import type { RandomisationSpec } from './spec.ts';
import { differenceOfMeans, differenceOfPolynomials, meanOf, midranks, rankSum, varianceOf } from './statistics.ts';
import { type BalanceWindow, balanceWindows, chosenWindow, requireRows, within } from './window.ts';

export interface RandomisationResult {
  readonly fit: Fit;
  /** Windows that were looked at; none where the window is given. */
  readonly windows: readonly BalanceWindow[];
}

/** `covariates`: the rows that have all of these; absent where the window is given. */
export function randomisationFit(
  spec: RandomisationSpec,
  sample: RdSample,
  covariates?: Pick<RdSample, 'sides' | 'covariates'>,
): RandomisationResult {
  const { search, cutoff } = spec;
  const windows =
    search === null || covariates === undefined
      ? []
      : balanceWindows(covariates.sides, covariates.covariates, search, cutoff);
  const window = spec.window ?? spread(chosenWindow(windows, search!.level));
  const reach: Pair = [window[0] - cutoff, window[1] - cutoff];
  const [below, above] = sample.sides.map((side) => within(side, reach)) as [Side, Side];
  requireRows(below, above, Math.max(-reach[0], reach[1]));
  return { fit: fitOf(spec, sample, window, [below, above]), windows };
}

const spread = ({ left, right }: BalanceWindow): Pair => [left, right];

function fitOf(spec: RandomisationSpec, sample: RdSample, window: Pair, sides: readonly [Side, Side]): Fit {
  const [below, above] = sides;
  const means = { below: below.outcome, above: above.outcome };
  const found =
    spec.p === 0
      ? { ...differenceOfMeans(below.outcome, above.outcome), ...means }
      : differenceOfPolynomials(sides, spec.p);
  const { value, stdError, pValue } = found;
  const reach = normal.upperQuantile(0.025) * stdError;
  const constant = { invalid: 'the outcome does not vary within the window' };
  const known = (stat: number): Stat => (stdError > 0 ? stat : constant);
  const [n, m] = [below.outcome.length, above.outcome.length];
  const total = sample.sides.map(({ distances }) => distances.length) as [number, number];
  const rows = n + m;
  return Object.freeze({
    estimator: 'rd',
    outcome: spec.outcome,
    terms: [
      {
        term: 'effect',
        estimate: value,
        stdError: known(stdError),
        statistic: known(value / stdError),
        pValue: known(pValue),
        confLow: known(value - reach),
        confHigh: known(value + reach),
      },
    ],
    vcov: [],
    vcovInfo: { type: 'HC2', text: 'HC2', clusters: [], small: '' },
    nobs: rows,
    ngroups: null,
    nclusters: null,
    dfResid: null,
    inference: 'z' as const,
    absorbed: [],
    stats: {
      n: rows,
      windowLeft: window[0],
      windowRight: window[1],
      nBelow: total[0],
      nAbove: total[1],
      nWithinBelow: n,
      nWithinAbove: m,
      meanBelow: meanOf(below.outcome),
      meanAbove: meanOf(above.outcome),
      sdBelow: Math.sqrt(varianceOf(below.outcome)),
      sdAbove: Math.sqrt(varianceOf(above.outcome)),
      ...rankStats(found.below, found.above),
      ...randomised(spec, found.below, found.above),
    },
    tests: [],
    dropped: [],
    rowsLost: [
      ...sample.rowsLost,
      ...(total[0] + total[1] === rows
        ? []
        : [{ cause: 'window' as const, count: total[0] + total[1] - rows, detail: '' }]),
    ],
    warnings: sample.warnings,
  });
}

function rankStats(below: Float64Array, above: Float64Array): Record<string, Stat> {
  const z = rankSum(below, above);
  const constant = { invalid: 'the outcome does not vary within the window' };
  if (!Number.isFinite(z)) return { rankSumZ: constant, rankSumP: constant };
  return { rankSumZ: z, rankSumP: twoSided(normal, z) };
}

/** How often an assignment of rows to the sides, as many to each as there are, gives a difference as large: Fisher's sharp hypothesis of no effect. */
function randomised(
  { statistic, draws, seed }: RandomisationSpec,
  below: Float64Array,
  above: Float64Array,
): Record<string, Stat> {
  const all = Float64Array.from([...below, ...above]);
  const scores = statistic === 'ranksum' ? midranks(all) : all;
  const labels = Float64Array.from(all, (_, i) => (i < below.length ? 0 : 1));
  const total = scores.reduce((sum, score) => sum + score, 0);
  const difference = (treated: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < scores.length; i++) if (treated[i] === 1) sum += scores[i]!;
    return sum / above.length - (total - sum) / below.length;
  };
  const ways = arrangements(labels);
  const isExact = ways <= draws;
  const found: number[] = [];
  if (isExact) {
    const drawn = firstArrangement(labels);
    do found.push(difference(drawn));
    while (nextArrangement(drawn));
  } else {
    const rng = createRng(seed);
    for (let i = 0; i < draws; i++) found.push(difference(shuffled(labels, rng.stream('rd', i))));
  }
  const { countAbsGe } = summarise(difference(labels), found);
  return {
    randomisationP: isExact ? countAbsGe / ways : (1 + countAbsGe) / (1 + draws),
    assignments: isExact ? ways : draws,
  };
}
