/** Predictions of counts with an equation of zeros. */
import { type FurtherEquation, furtherTerm, termIn } from '../../base/text/term-names.ts';
import type { NamedColumn } from '../design.ts';
import type { Estimated, Predict, Predicting } from '../estimator.ts';
import { offsetOf } from '../likelihood/offset-values.ts';
import type { PairMean } from '../margins/pair.ts';
import { likelihoodInfluence } from '../predict/coefficient-influence.ts';
import { offsetAt } from '../predict/generalised.ts';
import { coefficientsOf, indexOf } from '../predict/index-of.ts';
import { less, valuesOf } from '../predict/linear.ts';
import type { Place, PredictionName } from '../predictions.ts';
import { equationsOf } from './equations.ts';
import { inflated } from './inflated.ts';
import { type CountLaw, type LawOf, negativeBinomialLaw, poissonLaw } from './laws.ts';
import { type CountSlopes, logistic } from './likelihood.ts';

interface PredictedCounts {
  readonly equation: FurtherEquation;
  readonly slopes: CountSlopes;
  readonly mean: PairMean;
  /** P(y = 0) at both indices. */
  zero(law: CountLaw, index: number, second: number): number;
  /** The prediction that is the probability of the second equation. */
  readonly ofEquation?: PredictionName;
}

/** The index x'b + offset; the mean; the probability of 0, and that of the second equation, Λ(z'g); the outcome less the mean. */
export function predictCounts({ sample, fit, place }: Estimated, kind: PredictedCounts): Predicting {
  const { spec, design } = sample;
  const own = place(null);
  const of = (equation: FurtherEquation | undefined) =>
    coefficientsOf(
      fit.terms.flatMap((each) => {
        const further = furtherTerm(each.term);
        return further?.equation === equation ? [{ ...each, term: further?.name ?? each.term }] : [];
      }),
    );
  const [b, g] = [of(undefined), of(kind.equation)];
  const lnAlpha = fit.terms.find(({ term }) => term === '/lnalpha')?.estimate;
  const further = lnAlpha === undefined ? [] : [lnAlpha];
  const lawOf = (y: Float64Array): LawOf => (lnAlpha === undefined ? poissonLaw(y) : negativeBinomialLaw(y));
  const plain = (at: Place): Float64Array => indexOf(spec.terms, b, own, at);
  const index = (at: Place): Float64Array => {
    const shift = offsetAt(sample, at);
    return shift === null ? plain(at) : plain(at).map((value, i) => value + shift[i]!);
  };
  const second = (at: Place): Float64Array => indexOf(spec.estimator?.terms?.[kind.equation] ?? [], g, own, at);
  const both = (at: Place, value: (index: number, second: number) => number): Float64Array => {
    const others = second(at);
    return index(at).map((eta, i) => value(eta, others[i]!));
  };
  const fitted = (at: Place): Float64Array => both(at, (eta, other) => kind.mean(eta, other, further).value);
  const predictions: Partial<Record<PredictionName, (at: Place) => Float64Array>> = {
    index,
    fitted,
    residual: (at) => less(valuesOf(spec.outcome, at), fitted(at)),
    zero: (at) => {
      const law = lawOf(new Float64Array(0))(further)!;
      return both(at, (eta, other) => kind.zero(law, eta, other));
    },
    ...(kind.ofEquation && { [kind.ofEquation]: (at: Place) => second(at).map(logistic) }),
  };
  const influence = (): readonly NamedColumn[] => {
    const y = valuesOf(spec.outcome, own);
    const rows = { y, law: lawOf(y), offset: offsetOf(sample), weights: null };
    const { indices, further: byFurther } = kind.slopes(rows, [plain(own), second(own)], further)!;
    const { zeros } = equationsOf(sample, kind.equation);
    const names = ['_cons', ...zeros.terms.map(({ name }) => name)];
    const scores = names.map((name, j) => ({
      name: termIn(kind.equation, name),
      values: zeros.columns[j]!.map((value, i) => value * indices[1]![i]!),
    }));
    const alpha = byFurther.map((values) => ({ name: '/lnalpha', values }));
    return likelihoodInfluence(design, fit, indices[0]!, [...scores, ...alpha]);
  };
  return { own, predict: ({ name }, at) => predictions[name]!(at), influence };
}

/** Predictions of zero-inflated counts: P(0) = π + (1 − π)f(0). */
export const predictInflated: Predict = (estimated) =>
  predictCounts(estimated, {
    equation: inflated.equation,
    slopes: inflated.slopes,
    mean: inflated.mean,
    zero: (law, index, second) => {
      const p = logistic(second);
      return p + (1 - p) * Math.exp(law.zero(index).value);
    },
    ofEquation: 'inflation',
  });
