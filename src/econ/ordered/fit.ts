/** Ordered outcomes: from the sample to the record of a fit, for any distribution of the latent error. */
import { sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { termsInShort } from '../../base/text/term-names.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import { byObservedInformation, type Influences, likelihoodCovariance } from '../likelihood/covariance.ts';
import { type IndexMaximum, maximise } from '../likelihood/index-model.ts';
import { likelihoodRecord } from '../likelihood/record.ts';
import { withMarginsByOutcome } from '../margins/by-outcome.ts';
import { compact } from '../panel/effects.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { type OrderedLatent, probabilityOfOutcome } from './latent.ts';
import { orderedLikelihood, orderedSeparation } from './likelihood.ts';
import { outcomesOf } from './outcomes.ts';

/**
 * Estimates P(y ≤ j|x) = F(cut_j − x'b) by maximum likelihood on N rows with J ≥ 3 outcomes in the order of their values, with the covariance from the observed information. Cut points stand
 * behind the slopes as `/cut1` … `/cut{J−1}`. χ² is the likelihood ratio's against cut points alone under `iid`, else Wald's of the slopes; z throughout. Weights weigh the log
 * likelihood as they are. O(N(K+J)²) a step. Source: McCullagh (1980, JRSS B 42:109), sections 2 and 5; Stata [R] ologit, oprobit.
 */
export function fitOrdered(sample: Sample, latent: OrderedLatent): Fit {
  const { spec, design } = sample;
  const { codes, values: outcomes } = outcomesOf(design.outcome, latent.ofTwo);
  const { weights, ...unweighted } = design;
  const w = weights?.raw ?? null;
  const { terms, columns, dropped } = regress(unweighted, [], true);
  requireOwnNames(terms);
  const names = terms.map(({ name }) => name);
  const slopes = columns.slice(1);
  const counts = outcomes.map((_, at) => sum(codes.map((code, i) => (code === at ? (w?.[i] ?? 1) : 0))));
  const total = sum(counts);
  const starts = counts.slice(0, -1).map((_, at) => latent.quantile(sum(counts.slice(0, at + 1)) / total));
  const at = maximise({
    columns,
    offset: null,
    likelihood: orderedLikelihood(codes, outcomes.length, w, latent),
    start: {
      index: new Float64Array(codes.length).fill(-starts[0]!),
      further: starts.slice(1).map((start) => start - starts[0]!),
    },
    separated: (index, further) => {
      const found = orderedSeparation(index, [0, ...further], codes, slopes, latent.certain);
      return found && separated(found.rows.length, termsInShort(found.columns.map((j) => names[j]!)));
    },
  });
  const solved = withCuts(at, terms.length);
  const covariance = byObservedInformation(
    likelihoodCovariance(solved, spec.vcov, sample.clusters.map(compact), design),
  );
  const record = likelihoodRecord({
    estimator: latent.estimator,
    design,
    names: [...names, ...solved.cuts.map((_, j) => `/cut${j + 1}`)],
    constants: 0,
    slopes: terms.length,
    values: [...solved.slopes, ...solved.cuts],
    covariance,
    df: null,
    ll: at.ll,
    ll0: sum(counts.map((count) => count * Math.log(count / total))),
    ratio: true,
    dropped,
    stats: { nOutcomes: outcomes.length },
  });
  const { ymean: _, ...stats } = record.stats;
  const cons = at.coefficients[0]!;
  return withMarginsByOutcome(
    Object.freeze({ ...record, stats }),
    spec,
    {
      sample,
      nobs: design.nobs,
      equation: design.terms,
      terms,
      constants: 0,
      coefficients: solved.slopes,
      further: solved.cuts,
      index: at.index.map((value) => value - cons),
      covariance,
      effects: [],
      constant: true,
      df: null,
      weights: w,
    },
    outcomes.map((value, j) => ({ outcome: value, mean: probabilityOfOutcome(latent, j) })),
  );
}

function separated(count: number, made: string): Refusal {
  const rows = count === 1 ? '1 row' : `${count} rows`;
  const message = `the likelihood rises for ever: a combination of ${made || 'the cut points'} predicts the outcomes of ${rows} perfectly`;
  const hint = 'leave one of them out, or join levels that determine the outcome with others';
  return new Refusal('separation', message, { param: 'terms', hint });
}

interface WithCuts extends Influences {
  readonly slopes: Float64Array;
  readonly cuts: readonly number[];
}

/** From (a, b, c₂ …), where the first cut point is 0, to (b, cut₁ …): cut₁ = −a and cut_j = c_j − a. */
function withCuts({ coefficients, further, inverse, influence }: IndexMaximum, k: number): WithCuts {
  const size = influence.length;
  // the positions in the solved parameters of what a told one is, and of what is subtracted from it
  const made = Array.from({ length: size }, (_, i): readonly [at: number | null, less: number | null] =>
    i < k ? [i + 1, null] : [i === k ? null : i, 0],
  );
  const entry = (i: number | null, j: number | null): number => (i === null || j === null ? 0 : inverse[i * size + j]!);
  return {
    slopes: coefficients.slice(1),
    cuts: [0, ...further].map((cut) => cut - coefficients[0]!),
    inverse: Float64Array.from({ length: size * size }, (_, position) => {
      const [i, j] = [made[Math.floor(position / size)]!, made[position % size]!];
      return entry(i[0], j[0]) - entry(i[0], j[1]) - entry(i[1], j[0]) + entry(i[1], j[1]);
    }),
    influence: made.map(([own, less]) =>
      influence[0]!.map(
        (_, row) => (own === null ? 0 : influence[own]![row]!) - (less === null ? 0 : influence[less]![row]!),
      ),
    ),
  };
}
