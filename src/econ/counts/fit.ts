/** Counts with an equation of zeros: from the sample to the record of a fit. */
import { Refusal } from '../../base/problem.ts';
import { termsInShort } from '../../base/text/term-names.ts';
import { chiSquared } from '../distributions/distributions.ts';
import type { Sample } from '../estimator.ts';
import type { Fit, Warning } from '../fit.ts';
import type { SlopedMaximum } from '../likelihood/by-slopes.ts';
import { byObservedInformation, type LikelihoodCovariance, likelihoodCovariance } from '../likelihood/covariance.ts';
import { offsetOf } from '../likelihood/offset-values.ts';
import { likelihoodRecord, reordered } from '../likelihood/record.ts';
import { separationAt } from '../likelihood/separation.ts';
import { compact } from '../panel/effects.ts';
import { type CountEquations, equationsOf, namesOf } from './equations.ts';
import type { CountKind } from './kind.ts';
import { negativeBinomialLaw, poissonLaw } from './laws.ts';
import type { CountRows } from './likelihood.ts';
import { withMarginsOfCounts } from './margins.ts';
import { type CountModel, highest, startsOf } from './maximum.ts';
import { requireCounts } from './rows.ts';

/** ln α below which the likelihood is that of the Poisson distribution. */
const POISSON_LIMIT = -15;
/** ln α at which a likelihood that rises from that of the Poisson distribution is seen to. */
const NEAR_POISSON = -10;
/** An index beyond which an event is as good as certain. */
const CERTAIN = 15;

/**
 * Estimates both equations, and ln α of negative binomial counts, by maximum likelihood together: K and L coefficients on N rows. V is the inverse observed
 * information, or N/(N − 1) and G/(G − 1) times a sandwich of scores. z throughout. ll₀ is of counts with a constant alone beside the same second equation, from which
 * χ² of the slopes of counts is under `iid`, else Wald's. That α is 0 is tested by half of χ²(1). Where α falls to 0 the fit is that of Poisson counts, and says so.
 * O(N(K + L)²) a step. Source: Lambert (1992, Technometrics 34:1); Greene (1994, NYU EC-94-10); Stata [R] zip, [R] zinb.
 */
export function fitCounts(sample: Sample, kind: CountKind): Fit {
  const { spec, design } = sample;
  const y = design.outcome.values;
  requireCounts(design.outcome);
  const equations = equationsOf(sample, kind.equation);
  kind.require(design.outcome.name, y, equations);
  const base = { y, offset: offsetOf(sample), weights: design.weights?.raw ?? null };
  const { at, poisson } = solved(kind, base, equations);
  const alone = solved(kind, base, { ...equations, counts: { ...equations.counts, columns: [ones(y.length)] } }).at;
  const isPoisson = kind.dispersed && at.further.length === 0;
  const { names, order } = namesOf(equations, kind.equation, at.further.length > 0 ? ['/lnalpha'] : []);
  const covariance = byObservedInformation(likelihoodCovariance(at, spec.vcov, sample.clusters.map(compact), design));
  const record = likelihoodRecord({
    estimator: kind.estimator,
    design,
    names,
    constants: 1,
    slopes: equations.counts.terms.length,
    values: order.map((j) => at.values[j]!),
    covariance: inOrder(covariance, order),
    df: null,
    ll: at.ll,
    ll0: alone.ll,
    ratio: true,
    dropped: equations.dropped,
    stats: {
      ...(kind.dispersed ? alphaStats(at, poisson, covariance) : {}),
      nZeros: countOf(y, 0, design.weights?.kind === 'frequency' ? design.weights.raw : null),
    },
    warnings: isPoisson ? [poissonLimit] : [],
  });
  const { pseudoR2: _, ...stats } = record.stats;
  return withMarginsOfCounts(Object.freeze({ ...record, stats }), sample, { kind, equations, at, covariance });
}

const poissonLimit: Warning = {
  code: 'poisson-limit',
  message: 'α is 0: the estimates are those of Poisson counts',
};

const ones = (n: number): Float64Array => new Float64Array(n).fill(1);

const countOf = (y: Float64Array, wanted: number, copies: Float64Array | null): number =>
  y.reduce((count, value, i) => count + (value === wanted ? (copies?.[i] ?? 1) : 0), 0);

/** The maximum, and that of Poisson counts. */
function solved(kind: CountKind, base: Omit<CountRows, 'law'>, { counts, zeros }: CountEquations) {
  const modelOf = (law: CountRows['law']): CountModel => ({
    slopes: kind.slopes,
    rows: { ...base, law },
    lists: [counts.columns, zeros.columns],
    separated: (index) => runaway(kind, index, zeros),
  });
  const of = modelOf(poissonLaw(base.y));
  const starts = startsOf(of.rows, kind.isOf);
  const poisson = highest(of, starts);
  if (!kind.dispersed) return { at: poisson, poisson };
  const dispersed = modelOf(negativeBinomialLaw(base.y));
  const [count, zero] = poisson.indices;
  const llAt = (lnAlpha: number): number =>
    dispersed.slopes(dispersed.rows, poisson.indices, [lnAlpha])?.ll ?? Number.NEGATIVE_INFINITY;
  const begins = [-2, 0].flatMap((lnAlpha) => [
    { indices: [count!, zero!] as const, further: [lnAlpha] },
    ...starts.slice(1, 2).map(({ indices }) => ({ indices, further: [lnAlpha] })),
  ]);
  try {
    const at = highest(dispersed, begins);
    if (at.further[0]! > POISSON_LIMIT && at.ll > poisson.ll) return { at, poisson };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'no-convergence' || llAt(NEAR_POISSON) > poisson.ll) throw error;
  }
  return { at: poisson, poisson };
}

/** Why an end of the iteration is no maximum: an event of the second equation is certain in all rows, or in some by a combination of its terms. */
function runaway(kind: CountKind, index: Float64Array, { terms, columns }: CountEquations['zeros']): Refusal | null {
  const sign = (value: number): 0 | 1 => (value > 0 ? 1 : 0);
  const found = separationAt(index, columns, index.map(sign), CERTAIN);
  if (found === null) return null;
  if (found.rows.length === index.length) return kind.runaway('all', '');
  const made = found.columns.filter((j) => j > 0).map((j) => terms[j - 1]!.name);
  return kind.runaway(found.rows.length, termsInShort(made));
}

/** Parameters in another order. */
function inOrder(whole: LikelihoodCovariance, order: readonly number[]): LikelihoodCovariance {
  const { matrix, cancelled, mended } = whole;
  return {
    ...whole,
    matrix: reordered(matrix, order),
    cancelled: order.map((j) => cancelled[j]!),
    mended: mended && { ...mended, from: reordered(mended.from, order) },
  };
}

/** α with its error by the delta method, and the likelihood-ratio test that it is 0, which lies at the end of its range: half of χ²(1). */
function alphaStats(at: SlopedMaximum, poisson: SlopedMaximum, { matrix, info }: LikelihoodCovariance): Fit['stats'] {
  const [lnAlpha] = at.further;
  if (lnAlpha === undefined) return { alpha: 0 };
  const alpha = Math.exp(lnAlpha);
  const alphaSe = alpha * Math.sqrt(Math.max(0, matrix.at(-1)!));
  if (info.type !== 'iid') return { alpha, alphaSe, lnAlpha };
  const alphaLr = Math.max(0, 2 * (at.ll - poisson.ll));
  return { alpha, alphaLr, alphaLrP: chiSquared(1).sf(alphaLr) / 2, alphaSe, lnAlpha };
}
