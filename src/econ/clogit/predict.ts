/** Predictions of conditional logit. */
import { dot, groupSums } from '../../base/number/sum.ts';
import type { Predict } from '../estimator.ts';
import { pickDesign, pickNamedCodes } from '../likelihood/rows.ts';
import { compact } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import { atFirstRows, columnsOf } from '../predict/coefficient-influence.ts';
import { coefficientsOf, indexOf } from '../predict/index-of.ts';
import type { Place } from '../predictions.ts';
import { unitOf } from '../regression/written/unit.ts';
import { groupScores } from './conditional.ts';
import { varying } from './fit.ts';

/** The index x'b, and exp(x'b) over its sum in the group: the probability of the outcome where one row of a group has it (Stata [R] clogit, predict pc1). */
export const predict: Predict = ({ sample, fit, place }) => {
  const unit = unitOf(sample);
  const { rows } = varying(sample.design.outcome.values, compact(unit));
  const own = place(rows);
  const b = coefficientsOf(fit.terms);
  const index = (at: Place): Float64Array => indexOf(sample.spec.terms, b, own, at);
  const group = compact(pickNamedCodes(unit, rows));
  const probability = (): Float64Array => {
    const eta = index(own);
    const most = new Float64Array(group.levels).fill(Number.NEGATIVE_INFINITY);
    for (let i = 0; i < eta.length; i++) most[group.codes[i]!] = Math.max(most[group.codes[i]!]!, eta[i]!);
    const weights = eta.map((value, i) => Math.exp(value - most[group.codes[i]!]!));
    const totals = groupSums(weights, group.codes, group.levels);
    return weights.map((value, i) => value / totals[group.codes[i]!]!);
  };
  /** The influence of each group, at its first row. */
  const influence = () => {
    const design = pickDesign({ ...sample.design, absorb: [], constant: false }, rows);
    const columns = columnsOf(design, fit).map(({ values }) => withinTransform(values, [group]));
    const estimates = Float64Array.from(fit.terms, ({ estimate }) => estimate);
    const scores = groupScores(columns, design.outcome.values, group, estimates);
    const k = columns.length;
    return fit.terms.map(({ term }, i) => {
      const sums = Float64Array.from({ length: group.levels }, (_, g) =>
        dot(Float64Array.from(fit.vcov[i]!), scores.subarray(g * k, (g + 1) * k)),
      );
      return { name: term, values: atFirstRows(sums, group) };
    });
  };
  const of = { index, probability };
  return { own, predict: ({ name }, at) => of[name as keyof typeof of](at), influence, groups: unit.name };
};
