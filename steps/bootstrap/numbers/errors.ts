/** Draws of a linear regression whose regressors stand still: outcomes are what is fitted and residuals of other rows, or with other signs. */
import { dot, mean } from '../../../src/base/number/sum.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import { estimateOn, prepared } from '../../../src/econ/estimate.ts';
import { factored, solvedInPlace, takeOffAll } from '../../../src/econ/linalg/orthogonal.ts';
import { levelMarks, numberedByValues } from '../../../src/econ/panel/drawing-order.ts';
import { compact, eachRow } from '../../../src/econ/panel/effects.ts';
import { withinBy } from '../../../src/econ/panel/within.ts';
import { requireClusters } from './clusters.ts';
import type { Samples } from './inference.ts';
import type { DrawnNumerics } from './replicate.ts';
import type { DrawnModel } from './spec.ts';

/**
 * b* = b + (X'X)⁻¹X'e* within the effects, of which (X'X)⁻¹X' is made once. `residual`: e* are residuals of rows drawn with replacement, centred and times √(N/(N − K)), so that their
 * variance is s² (Davison & Hinkley 1997, 6.2.3). `wild`: each residual times a sign of its own, or of its cluster (Liu 1988, Annals of Statistics 16:1696; Cameron, Gelbach & Miller 2008, REStat
 * 90:414), not restricted by a null. O(NK²), then O(NK) a draw of residuals and O(GK) of signs.
 */
export function errorDraws(drawn: DrawnModel, data: Data, { fitModel }: DrawnNumerics): Samples {
  const { model, clusters: by } = drawn;
  const ready = prepared(model, data);
  const fit = estimateOn(ready, model, fitModel);
  const { design } = ready.sample;
  const { nobs, weights } = design;
  const effects = design.absorb.map(compact);
  const names = fit.terms.map(({ term }) => term);
  const isMean = effects.length > 0 && names.includes('_cons');
  const terms = names
    .filter((name) => name !== '_cons' || !isMean)
    .map((name) => valuesOf(name, design.terms) ?? new Float64Array(nobs).fill(1));
  const transform = withinBy(effects, weights?.values);
  const within = (x: Float64Array): Float64Array => {
    const left = transform(x).slice();
    if (weights !== undefined) for (let i = 0; i < nobs; i++) left[i] = left[i]! * weights.roots[i]!;
    return left;
  };
  const { columns, r } = factored([], terms.map(within));
  // residuals times the roots of the weights
  const residuals = within(design.outcome.values);
  takeOffAll(residuals, columns);
  const ones = weights?.roots ?? new Float64Array(nobs).fill(1);
  const size = dot(ones, ones);
  const means = terms.map((x) => (weights === undefined ? mean(x) : dot(ones, scaledBy(x, ones)) / size));
  /** `along`: e* along the orthonormal terms, then its sum. */
  const estimates = (along: Float64Array): number[] => {
    const change = solvedInPlace(r, along.slice(0, columns.length));
    const constant = along[columns.length]! / size - means.reduce((sum, centre, j) => sum + centre * change[j]!, 0);
    return fit.terms.map(({ estimate }, j) => estimate + (isMean && j === names.length - 1 ? constant : change[j]!));
  };
  const carried = isMean ? [...columns, ones] : columns;
  const effect = by === null ? eachRow(nobs) : compact(ready.levels(by));
  if (by !== null) requireClusters(effect.levels, by);
  const order = numberedByValues(effect, levelMarks([design.outcome, ...design.terms], effects));
  const alongOf = (e: Float64Array): Float64Array => {
    const out = new Float64Array(columns.length + 1);
    for (const [k, column] of carried.entries()) out[k] = dot(column, e);
    return out;
  };
  const shared = { fit, clusters: order.levels };
  if (drawn.scheme.is === 'residual') {
    const scale = Math.sqrt(nobs / (fit.dfResid ?? nobs));
    const centre = mean(residuals);
    const ranked = new Float64Array(nobs);
    for (let i = 0; i < nobs; i++) ranked[order.codes[i]!] = scale * (residuals[i]! - centre);
    return {
      ...shared,
      draw: (stream) => {
        const from = stream.sample(nobs, nobs);
        return estimates(alongOf(new Float64Array(nobs).map((_, i) => ranked[from[order.codes[i]!]!]!)));
      },
    };
  }
  const sums = carried.map((column) => {
    const out = new Float64Array(order.levels);
    for (let i = 0; i < nobs; i++) out[order.codes[i]!] = out[order.codes[i]!]! + column[i]! * residuals[i]!;
    return out;
  });
  return {
    ...shared,
    draw: (stream) => {
      const signs = Float64Array.from(stream.sample(2, order.levels), (bit) => 2 * bit - 1);
      const along = new Float64Array(columns.length + 1);
      for (const [k, own] of sums.entries()) along[k] = dot(own, signs);
      return estimates(along);
    },
  };
}

const valuesOf = (name: string, terms: readonly NamedColumn[]): Float64Array | undefined =>
  terms.find((term) => term.name === name)?.values;

const scaledBy = (x: Float64Array, by: Float64Array): Float64Array => x.map((value, i) => value * by[i]!);
