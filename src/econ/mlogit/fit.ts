/** Multinomial logit: from the sample to the record of a fit. */
import { sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { termsInShort } from '../../base/text/term-names.ts';
import { aside, datum } from '../../base/value.ts';
import type { NamedColumn } from '../design.ts';
import type { FitModel } from '../estimator.ts';
import type { Fit, Stat } from '../fit.ts';
import { likelihoodCovariance } from '../likelihood/covariance.ts';
import { likelihoodRecord, reordered } from '../likelihood/record.ts';
import { withMarginsByOutcome } from '../margins/by-outcome.ts';
import type { MeanFunction } from '../margins/effect.ts';
import { compact } from '../panel/effects.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { type Chosen, chosenSeparation, maximumOfChosen } from './likelihood.ts';

/** Outcomes beyond this are as good as a scale. */
const MOST_OUTCOMES = 50;
/** A lead of an index beyond which an outcome is as good as certain. */
const CERTAIN = 15;

/**
 * Estimates P(y = j|x) = exp(x'b_j)/Σ_l exp(x'b_l) with b = 0 for the base outcome by maximum likelihood on N rows with J outcomes, K coefficients in each of J − 1 equations. Terms are
 * `x | y=j`. The observed information is the expected one. χ² is the likelihood ratio's against constants under `iid`, else Wald's of all slopes; z throughout. O(N(JK)²) a step. Source: McFadden (1974,
 * Frontiers in Econometrics, section II); Stata [R] mlogit.
 */
export const fit: FitModel = (sample) => {
  const { spec, design } = sample;
  const { outcomes, others, chosen } = chosenOf(design.outcome, spec.estimator!.base as number, design.weights?.raw);
  const { weights: _, ...unweighted } = design;
  const { terms, columns, constants, dropped } = regress(unweighted, [], design.constant);
  requireOwnNames(terms);
  const names = [...(constants === 1 ? ['_cons'] : []), ...terms.map(({ name }) => name)];
  const solved = maximumOfChosen(chosen, columns, (indices) => {
    const found = chosenSeparation(chosen, indices, columns, CERTAIN);
    return found && separated(found.rows.length, termsInShort(found.columns.map((j) => names[j]!).filter(isSlope)));
  });
  const covariance = likelihoodCovariance(solved, spec.vcov, sample.clusters.map(compact), design);
  const k = columns.length;
  const named = others.flatMap((outcome) => names.map((name) => `${name} | ${design.outcome.name}=${outcome}`));
  // slopes stand before constants while they are tested
  const tested = named.map((_, at) => at).filter((at) => isSlope(names[at % k]!));
  const order = [...tested, ...named.map((_, at) => at).filter((at) => !tested.includes(at))];
  const record = likelihoodRecord({
    estimator: 'mlogit',
    design,
    names: order.map((at) => named[at]!),
    constants: 0,
    slopes: tested.length,
    values: order.map((at) => solved.values[at]!),
    covariance: {
      ...covariance,
      matrix: reordered(covariance.matrix, order),
      cancelled: order.map((at) => covariance.cancelled[at]!),
    },
    df: null,
    ll: solved.ll,
    ll0: constants === 1 ? constantsAlone(chosen) : noConstant,
    ratio: true,
    dropped,
    stats: { nOutcomes: outcomes.length },
  });
  return withMarginsByOutcome(
    byEquation(record, order, k, constants),
    spec,
    {
      sample,
      nobs: design.nobs,
      equation: design.terms,
      terms,
      constants,
      coefficients: solved.values,
      further: [],
      index: solved.indices[0]!,
      covariance,
      effects: [],
      constant: design.constant,
      df: null,
      weights: chosen.weights,
    },
    outcomes.map((outcome) => ({
      outcome,
      mean: unread,
      several: {
        coefficients: others.map((_, e) => solved.values.slice(e * k, (e + 1) * k)),
        outcome: others.indexOf(outcome),
      },
    })),
  );
};

const isSlope = (name: string): boolean => name !== '_cons';

const noConstant: Stat = { invalid: 'the model has no constant, and does not hold the one of a constant alone' };

const unread: MeanFunction = () => {
  throw new Error('a probability of several indices was read as one of one index');
};

/** The terms of each equation together, its constant last; without the mean of outcomes that are no scale. */
function byEquation(record: Fit, order: readonly number[], k: number, constants: 0 | 1): Fit {
  const equations = order.length / k;
  const solvedOrder = Array.from({ length: equations }, (_, e) => [
    ...Array.from({ length: k - constants }, (_, j) => e * k + constants + j),
    ...(constants === 1 ? [e * k] : []),
  ]).flat();
  const at = solvedOrder.map((place) => order.indexOf(place));
  const { ymean: _, ...stats } = record.stats;
  return Object.freeze({
    ...record,
    terms: at.map((i) => record.terms[i]!),
    vcov: at.map((i) => at.map((j) => record.vcov[i]![j]!)),
    stats,
  });
}

/** Σ w ln of the share of each outcome. */
function constantsAlone({ equations, count, weights }: Chosen): number {
  const counts = new Float64Array(count + 1);
  for (const [i, own] of equations.entries()) counts[own + 1] = counts[own + 1]! + (weights?.[i] ?? 1);
  const total = sum(counts);
  return sum(counts.map((each) => each * Math.log(each / total)));
}

/** The outcomes ascending, those that are not the base, and which each row has. */
function chosenOf({ name, values }: NamedColumn, base: number, weights: Float64Array | undefined) {
  const outcomes = [...new Set(values)].sort((a, b) => a - b);
  if (outcomes.length === 1) {
    const message = `\`${name}\` is ${datum(name, outcomes[0]!)} in all ${values.length} rows used`;
    throw new Refusal('no-variation', message, { param: 'outcome', hint: 'are all outcomes in the sample?' });
  }
  if (outcomes.length > MOST_OUTCOMES) {
    const message = `expected at most ${MOST_OUTCOMES} outcomes, got \`${name}\` with ${outcomes.length} values`;
    const hint = 'is it a scale? Leave `estimator` out, or join values in the data step';
    throw new Refusal('too-many-outcomes', message, { param: 'outcome', hint });
  }
  if (!outcomes.includes(base)) {
    const message = `no row used has the base outcome, \`${name}\` = ${base}`;
    const hint = `\`base\` names one of the outcomes${aside(name, `: ${outcomes.join(', ')}`)}`;
    throw new Refusal('no-base-outcome', message, { param: 'estimator', hint });
  }
  const others = outcomes.filter((outcome) => outcome !== base);
  const positions = new Map(others.map((outcome, e) => [outcome, e]));
  const equations = Int32Array.from(values, (value) => positions.get(value) ?? -1);
  return { outcomes, others, chosen: { equations, count: others.length, weights: weights ?? null } };
}

function separated(count: number, made: string): Refusal {
  const rows = count === 1 ? '1 row' : `${count} rows`;
  const message = `the likelihood rises for ever: a combination of ${made || 'the constants'} predicts the outcomes of ${rows} perfectly`;
  const hint = 'leave one of them out, or join levels that determine the outcome with others';
  return new Refusal('separation', message, { param: 'terms', hint });
}
