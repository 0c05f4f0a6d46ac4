/** Predictions of the between estimator: its index at the values of rows. */
import type { Predict } from '../estimator.ts';
import { compact } from '../panel/effects.ts';
import { atFirstRows, columnsOf, projected } from '../predict/coefficient-influence.ts';
import { predictLinear } from '../predict/linear.ts';
import { unitMeans } from '../regression/between.ts';
import { unitOf } from '../regression/written/unit.ts';

export const predict: Predict = (estimated) => {
  const { sample, fit } = estimated;
  const { own, predict: predicted } = predictLinear(estimated);
  const codes = unitOf(sample);
  /** The influence of each unit, at its first row. */
  const influence = () => {
    const unit = compact(codes);
    const { outcome, nobs } = sample.design;
    const isWeighted = sample.spec.estimator?.wls === true;
    const roots = Float64Array.from(unit.counts, (count) => (isWeighted ? Math.sqrt((count * unit.levels) / nobs) : 1));
    const terms = columnsOf({ ...sample.design, absorb: [] }, fit);
    const columns = terms.map(({ values }) => unitMeans(values, unit).map((mean, g) => mean * roots[g]!));
    const e = unitMeans(outcome.values, unit).map((mean, g) => mean * roots[g]!);
    for (const [j, { name }] of terms.entries()) {
      const { estimate } = fit.terms.find(({ term }) => term === name)!;
      for (let g = 0; g < e.length; g++) e[g] = e[g]! - estimate * columns[j]![g]!;
    }
    const names = terms.map(({ name }) => name);
    return projected(names, columns, e).map(({ name, values }) => ({ name, values: atFirstRows(values, unit) }));
  };
  return { own, predict: predicted, influence, groups: codes.name };
};
