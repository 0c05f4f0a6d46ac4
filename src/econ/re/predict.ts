/** Predictions of random effects. */
import { groupSums } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Predict } from '../estimator.ts';
import { compact } from '../panel/effects.ts';
import { columnsOf, projected } from '../predict/coefficient-influence.ts';
import { coefficientsOf, indexOf } from '../predict/index-of.ts';
import { less, valuesOf } from '../predict/linear.ts';
import type { Place } from '../predictions.ts';
import { unitMeans } from '../regression/between.ts';
import { unitOf } from '../regression/written/unit.ts';

/**
 * The index x'b, from which residuals u + e are taken; the effect of a unit of T rows, σ_u²/(T σ_u² + σ_e²) times the sum of its residuals (Stata [XT]
 * xtreg, predict). σ_u² of 0 makes all effects 0.
 */
export const predict: Predict = ({ sample, fit, place }) => {
  const { spec } = sample;
  if (spec.estimator?.mundlak !== undefined)
    throw new Refusal('unsupported', 'predictions of `re` with `mundlak` are not built in', {
      param: 'spec',
      hint: 'derive the unit means in the data, and enter them as terms',
    });
  const own = place(null);
  const b = coefficientsOf(fit.terms);
  const index = (at: Place): Float64Array => indexOf(spec.terms, b, own, at);
  const residual = (at: Place): Float64Array => less(valuesOf(spec.outcome, at), index(at));
  const codes = unitOf(sample);
  const unit = compact(codes);
  const effects = (): Float64Array => {
    const sums = groupSums(residual(own), unit.codes, unit.levels);
    const [u, e] = [fit.stats.sigmaU as number, fit.stats.sigmaE as number];
    const shares = Float64Array.from(unit.counts, (count) => (u === 0 ? 0 : (u * u) / (count * u * u + e * e)));
    return Float64Array.from(unit.codes, (code) => shares[code]! * sums[code]!);
  };
  /** (X*′X*)⁻¹ x* e*, every row less its θ of the unit's mean. */
  const influence = () => {
    const [u, e] = [fit.stats.sigmaU as number, fit.stats.sigmaE as number];
    const theta = Float64Array.from(unit.counts, (count) => 1 - Math.sqrt((e * e) / (count * u * u + e * e)));
    const starred = (x: Float64Array): Float64Array => {
      const means = unitMeans(x, unit);
      return x.map((value, i) => value - theta[unit.codes[i]!]! * means[unit.codes[i]!]!);
    };
    const columns = columnsOf({ ...sample.design, absorb: [] }, fit);
    const names = columns.map(({ name }) => name);
    return projected(
      names,
      columns.map(({ values }) => starred(values)),
      starred(residual(own)),
    );
  };
  const of = { index, fitted: index, residual, effects };
  return { own, predict: ({ name }, at) => of[name as keyof typeof of](at), influence, groups: codes.name };
};
