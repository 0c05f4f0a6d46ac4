/** Samples of a linear regression as weights of its clusters: a draw goes over sums by cluster instead of copies of rows. */
import { mean } from '../../../src/base/number/sum.ts';
import { regressionDraws } from '../../../src/econ/draws/regression.ts';
import type { Prepared } from '../../../src/econ/estimate.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { compact, type Effect, isNested } from '../../../src/econ/panel/effects.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { isLinearInRows } from './spec.ts';

/** Estimates by the terms of the fit where each cluster stands so many times; null where a sample must be estimated from its rows. */
export type WeightedDraw = (times: Int32Array) => readonly number[] | null;

/**
 * Draws of `fit`, which was estimated on `ready`, by `clusters` of the rows used. Null where weights of clusters are not all that a sample changes:
 * percentiles, windows of event time and the coding of interactions hang on its rows, and other estimators have no sums that suffice.
 */
export function weightedDraw(model: ModelSpec, fit: Fit, ready: Prepared, clusters: Effect): WeightedDraw | null {
  const { design } = ready.sample;
  if (!isLinearInRows(model)) return null;
  const names = fit.terms.map(({ term }) => term);
  const effects = design.absorb.map(compact);
  const isMean = effects.length > 0 && names.includes('_cons');
  if (isMean && fit.rowsLost.some(({ cause }) => cause === 'singleton')) return null;
  const own = names.filter((name) => name !== '_cons' || !isMean);
  const columns = own.map((name) =>
    name === '_cons' ? new Float64Array(design.nobs).fill(1) : design.terms.find((term) => term.name === name)?.values,
  );
  if (columns.includes(undefined)) return null;
  const terms = columns as readonly Float64Array[];
  const weights = design.weights ?? null;
  const slopes = regressionDraws({ terms, outcome: design.outcome.values, effects, clusters, weights });
  if (slopes === null || !isMean) return slopes && ((times) => listed(slopes(times)));
  const constant = meanDraws([design.outcome.values, ...terms], effects, clusters, weights?.values);
  return (times) => {
    const found = slopes(times);
    const value = found && constant(times, found);
    return found && value !== null ? [...found, value] : null;
  };
}

const listed = (found: Float64Array | null): readonly number[] | null => found && [...found];

/** ȳ − x̄'b over the rows of a sample; null where a row is alone in an effect, which estimators may drop. O(N) a draw. */
function meanDraws(
  [outcome, ...terms]: readonly Float64Array[],
  effects: readonly Effect[],
  clusters: Effect,
  weights: Float64Array | undefined,
): (times: Int32Array, b: Float64Array) => number | null {
  const centres = [outcome!, ...terms].map((x) => mean(x));
  const sums = [outcome!, ...terms].map((x, k) => sumsOf(clusters, (i) => (weights?.[i] ?? 1) * (x[i]! - centres[k]!)));
  const sizes = sumsOf(clusters, (i) => weights?.[i] ?? 1);
  const across = effects.filter((effect) => !isNested(effect, clusters));
  return (times, b) => {
    if (across.some((effect) => hasSingleton(effect, clusters, times))) return null;
    const size = over(sizes, times);
    let value = centres[0]! + over(sums[0]!, times) / size;
    for (let j = 0; j < b.length; j++) value -= b[j]! * (centres[j + 1]! + over(sums[j + 1]!, times) / size);
    return value;
  };
}

function over(values: Float64Array, times: Int32Array): number {
  let total = 0;
  for (let g = 0; g < times.length; g++) total += times[g]! * values[g]!;
  return total;
}

function sumsOf({ codes, levels }: Effect, value: (row: number) => number): Float64Array {
  const out = new Float64Array(levels);
  for (let i = 0; i < codes.length; i++) out[codes[i]!] = out[codes[i]!]! + value(i);
  return out;
}

/** Ends where every level has two rows, which is soon. */
function hasSingleton({ codes, levels }: Effect, clusters: Effect, times: Int32Array): boolean {
  const counts = new Int32Array(levels);
  let few = levels;
  for (let i = 0; i < codes.length && few > 0; i++) {
    const before = counts[codes[i]!]!;
    const after = before + times[clusters.codes[i]!]!;
    counts[codes[i]!] = after;
    if (before < 2 && after >= 2) few--;
  }
  return few > 0 && counts.includes(1);
}
