/** Synthetic controls: weights of donors under which their predictors come nearest to those of the treated unit (Abadie, Diamond & Hainmueller 2010, JASA 105:493). */
import { mean } from '../../../src/base/number/sum.ts';
import { nestedWeights } from './nested.ts';
import { type PredictorRows, predictorRows, weightsUnder } from './predictors.ts';
import { withRidge } from './ridge.ts';
import { requireValues, type SyntheticSample } from './sample.ts';
import { simplexWeights } from './simplex.ts';
import type { SyntheticSpec } from './spec.ts';

/** A treated unit, the donors it is compared with, and the periods of both. */
export interface Comparison {
  readonly treated: number;
  readonly donors: readonly number[];
  /** Places of the periods that are fitted, [from, to). */
  readonly fit: readonly [number, number];
  /** Place of the first treated period, and of the first that is not looked at. */
  readonly start: number;
  readonly end: number;
}

export interface Control {
  /** One for each donor; those of a ridge may be below 0. */
  readonly weights: Float64Array;
  /** Outcome less synthetic outcome, up to the end of the comparison. */
  readonly gaps: Float64Array;
  readonly msePre: number;
  readonly msePost: number;
  readonly att: number;
  /** √(msePost / msePre); not finite where the outcome is fitted exactly. */
  readonly ratio: number;
  /** Weights of the predictors, which add up to 1; null where outcomes are fitted. */
  readonly v: Float64Array | null;
}

/** Refuses donors that lack an outcome, and predictors that a unit lacks or that do not vary. */
export function controlOf(sample: SyntheticSample, spec: SyntheticSpec, comparison: Comparison): Control {
  const { treated, donors, fit, end } = comparison;
  requireValues(sample, sample.outcome, spec.outcome, [treated, ...donors], [Math.min(fit[0], comparison.start), end]);
  if (spec.predictors === null) {
    const [target, columns] = outcomesOf(sample, comparison);
    const { weights } = simplexWeights(columns, target);
    const all = spec.ridge === null ? weights : withRidge(weights, columns, target, spec.ridge);
    return controlBy(sample, comparison, all, null);
  }
  const rows = predictorRows(sample, spec.predictors, comparison);
  const v = vOf(sample, spec, comparison, rows);
  return controlBy(sample, comparison, weightsUnder(rows, v), v);
}

function vOf(sample: SyntheticSample, { v }: SyntheticSpec, comparison: Comparison, rows: PredictorRows): Float64Array {
  const count = rows.treated.length;
  if (v === 'equal') return new Float64Array(count).fill(1 / count);
  if (v === 'nested') return nestedWeights(rows, ...outcomesOf(sample, comparison));
  const total = v.reduce((sum, each) => sum + each, 0);
  return Float64Array.from(v, (each) => each / total);
}

/** Outcomes of the fitted periods: of the treated unit, and of each donor. */
function outcomesOf(
  { outcome }: SyntheticSample,
  { treated, donors, fit }: Comparison,
): [target: Float64Array, columns: readonly Float64Array[]] {
  const of = (i: number): Float64Array => outcome[i]!.slice(...fit);
  return [of(treated), donors.map(of)];
}

function controlBy(
  { outcome }: SyntheticSample,
  { treated, donors, fit, start, end }: Comparison,
  weights: Float64Array,
  v: Float64Array | null,
): Control {
  const gaps = outcome[treated]!.slice(0, end);
  for (const [j, donor] of donors.entries()) {
    const [weight, path] = [weights[j]!, outcome[donor]!];
    if (weight !== 0) for (let t = 0; t < end; t++) gaps[t]! -= weight * path[t]!;
  }
  const squares = (from: number, to: number): number => mean(gaps.slice(from, to).map((gap) => gap * gap));
  const [msePre, msePost] = [squares(...fit), squares(start, end)];
  return { weights, gaps, msePre, msePost, att: mean(gaps.slice(start, end)), ratio: Math.sqrt(msePost / msePre), v };
}
