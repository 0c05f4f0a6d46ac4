/** Local randomisation as a fit: the difference of both sides of a window, with large-sample and randomisation p values. */
import { normal, twoSided } from '../../../../src/econ/distributions/distributions.ts';
import type { Fit, Stat } from '../../../../src/econ/fit.ts';
import type { RdSample } from '../sample.ts';
import type { Side } from '../side.ts';
import type { Pair } from '../spec.ts';
import { constant, effectOf } from './effect.ts';
import { randomised } from './randomised.ts';
import type { RandomisationSpec } from './spec.ts';
import { meanOf, rankSum, varianceOf } from './statistics.ts';
import { type BalanceWindow, balanceWindows, chosenWindow, requireRows, within } from './window.ts';

/** A window that was looked at, with the effect in it. */
export interface WindowRecord extends BalanceWindow {
  readonly isChosen: boolean;
  readonly estimate: number;
  readonly stdError: Stat;
  readonly confLow: Stat;
  readonly confHigh: Stat;
  /** P of the effect by large samples, and by randomisation. */
  readonly effectP: Stat;
  readonly randomisationP: Stat;
}

export interface RandomisationResult {
  readonly fit: Fit;
  /** Windows that were looked at; none where the window is given. */
  readonly windows: readonly WindowRecord[];
  readonly windowLevel: number | null;
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
  const chosen = spec.window === null ? chosenWindow(windows, search!.level) : undefined;
  const window = chosen === undefined ? spec.window! : spread(chosen);
  return {
    fit: fitOf(spec, sample, window, sidesIn(window, sample, cutoff)),
    windows: windows.map((each) => recordOf(spec, sample, each, each === chosen)),
    windowLevel: search?.level ?? null,
  };
}

const spread = ({ left, right }: BalanceWindow): Pair => [left, right];

/** Rows of both sides within the window. Refuses sides with fewer than two. */
function sidesIn(window: Pair, { sides }: RdSample, cutoff: number): readonly [below: Side, above: Side] {
  const reach: Pair = [window[0] - cutoff, window[1] - cutoff];
  const [below, above] = sides.map((side) => within(side, reach)) as [Side, Side];
  requireRows(below, above, Math.max(-reach[0], reach[1]));
  return [below, above];
}

function recordOf(spec: RandomisationSpec, sample: RdSample, window: BalanceWindow, isChosen: boolean): WindowRecord {
  const sides = sidesIn(spread(window), sample, spec.cutoff);
  const { estimate, stdError, confLow, confHigh, pValue, below, above } = effectOf(spec, sides);
  return {
    ...window,
    isChosen,
    ...{ estimate, stdError, confLow, confHigh, effectP: pValue },
    randomisationP: randomised(spec, below, above).randomisationP,
  };
}

function fitOf(spec: RandomisationSpec, sample: RdSample, window: Pair, sides: readonly [Side, Side]): Fit {
  const [below, above] = sides;
  const { below: ofBelow, above: ofAbove, ...effect } = effectOf(spec, sides);
  const [n, m] = [below.outcome.length, above.outcome.length];
  const total = sample.sides.map(({ distances }) => distances.length) as [number, number];
  const rows = n + m;
  return Object.freeze({
    estimator: 'rd',
    outcome: spec.outcome,
    terms: [{ term: 'effect', ...effect }],
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
      ...rankStats(ofBelow, ofAbove),
      ...randomised(spec, ofBelow, ofAbove),
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
  if (!Number.isFinite(z)) return { rankSumZ: constant, rankSumP: constant };
  return { rankSumZ: z, rankSumP: twoSided(normal, z) };
}
