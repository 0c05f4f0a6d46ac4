/** Binary outcomes, and fractions: from the sample to the record of a fit, for any distribution of the latent error. */
import { dot, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { termsInShort } from '../../base/text/term-names.ts';
import { aside, datum } from '../../base/value.ts';
import type { Design, NamedCodes, NamedColumn, VcovSpec } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import type { MeanFunction } from '../margins/effect.ts';
import { withMargins } from '../margins/margins.ts';
import { compact } from '../panel/effects.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { byObservedInformation, type LikelihoodCovariance, likelihoodCovariance } from './covariance.ts';
import { type IndexMaximum, maximise, type RowDerivatives } from './index-model.ts';
import { offsetOf } from './offset-values.ts';
import { type Perfect, withoutPerfect } from './perfect.ts';
import { likelihoodRecord } from './record.ts';
import { pickDesign, pickNamedCodes, pickSample } from './rows.ts';
import { separationAt } from './separation.ts';

/** A distribution of the latent error. */
export interface Latent {
  readonly estimator: string;
  /** ln F(qη) and its first derivative and negative second derivative in qη. */
  logLikelihood(index: number): { readonly value: number; readonly slope: number; readonly curvature: number };
  /** F and its derivatives in η. */
  readonly mean: MeanFunction;
  /** Says whether the observed information is the expected one. */
  readonly isCanonical: boolean;
  /** An index beyond which an outcome is as good as certain. */
  readonly certain: number;
  /** F⁻¹ of a share, at which the iteration starts. */
  start(share: number): number;
}

/** Says of which sort the outcomes of a model are, and what follows from that. */
export interface OutcomeKind {
  /** Refuses other outcomes. */
  require(outcome: NamedColumn): void;
  /** The rows and terms that stay beside those that are predicted perfectly. */
  perfect(design: Design): Perfect;
  /** Is true where the slopes may be tested by the likelihood ratio. */
  readonly ratio: boolean;
  stats(y: Float64Array): Fit['stats'];
}

const binaryOutcomes: OutcomeKind = {
  require: requireBinary,
  perfect: withoutPerfect,
  ratio: true,
  stats: (y) => ({ nOnes: y.reduce((count, value) => count + value, 0) }),
};

/**
 * Estimates P(y = 1|x) = F(x'b + offset) by maximum likelihood on N rows and K columns, with the covariance from the observed information. A 0/1 term
 * that determines the outcome of its rows is dropped with them, in the order listed, again and again, as Stata's `logit` and `probit` do.
 * Other separation is refused. Weights weigh the log likelihood as they are. z throughout. O(NK²) a step. Source: Stata [R] logit, probit.
 */
export function fitBinary(sample: Sample, latent: Latent, kind: OutcomeKind = binaryOutcomes): Fit {
  const { design: given, spec } = sample;
  const { rows, ...found } = binaryFit(given, spec.vcov, sample.clusters, latent, offsetOf(sample), kind);
  const { at, terms, constants, covariance, weights, offset } = found;
  return withMargins(found.fit, spec, {
    mean: latent.mean,
    sample: pickSample(sample, rows),
    nobs: at.index.length,
    equation: (rows === null ? given : pickDesign(given, rows)).terms,
    terms,
    constants,
    coefficients: at.coefficients,
    further: [],
    index: at.index,
    offset,
    covariance,
    effects: [],
    constant: given.constant,
    df: null,
    weights,
  });
}

export interface BinaryFit {
  readonly fit: Fit;
  readonly at: IndexMaximum;
  /** Regressors as solved, the constant first. */
  readonly columns: readonly Float64Array[];
  readonly terms: readonly NamedColumn[];
  readonly constants: 0 | 1;
  readonly covariance: LikelihoodCovariance;
  readonly weights: Float64Array | null;
  /** Holds what the index adds to x'b in each row that stays; null where it adds nothing. */
  readonly offset: Float64Array | null;
  /** Rows that stay where some predict perfectly; null for all. */
  readonly rows: Int32Array | null;
}

/** Fits the model to a design, and returns the fit with the state of its maximisation. */
export function binaryFit(
  given: Design,
  vcov: VcovSpec,
  clusterCodes: readonly NamedCodes[],
  latent: Latent,
  offsets: Float64Array | null = null,
  kind: OutcomeKind = binaryOutcomes,
): BinaryFit {
  kind.require(given.outcome);
  const perfect = kind.perfect(given);
  const { rows } = perfect;
  const design = rows === null ? perfect.design : pickDesign(perfect.design, rows);
  const clusters = clusterCodes.map((codes) => compact(rows === null ? codes : pickNamedCodes(codes, rows)));
  const { weights, ...unweighted } = design;
  // The same terms are spanned by others under any weights.
  const { terms, columns, constants, dropped } = regress(unweighted, [], design.constant);
  requireOwnNames(terms);
  const y = design.outcome.values;
  requireVariation(design);
  const names = [...(constants === 1 ? ['_cons'] : []), ...terms.map(({ name }) => name)];
  const w = weights?.raw ?? null;
  const ones = w === null ? sum(y) : dot(w, y);
  const n = w === null ? design.nobs : sum(w);
  const offset = rows === null || offsets === null ? offsets : Float64Array.from(rows, (row) => offsets[row]!);
  const level = constants === 1 ? latent.start(ones / n) : 0;
  const model = {
    offset,
    likelihood: (index: Float64Array) => rowsOf(index, y, w, latent),
    start: { index: new Float64Array(y.length).fill(level), further: [] },
  };
  const separated = (index: Float64Array) => separatedBy(columns, names, y, index, latent);
  const at = maximise({ ...model, columns, separated });
  const found = likelihoodCovariance(at, vcov, clusters, design);
  const covariance = latent.isCanonical ? found : byObservedInformation(found);
  const ll0 =
    offset === null
      ? ones * Math.log(ones / n) + (n - ones) * Math.log((n - ones) / n)
      : maximise({ ...model, columns: [new Float64Array(y.length).fill(1)] }).ll;
  const fit = likelihoodRecord({
    estimator: latent.estimator,
    design,
    names,
    constants,
    slopes: terms.length,
    values: at.coefficients,
    covariance,
    df: null,
    ll: at.ll,
    ll0: constants === 1 ? ll0 : { invalid: noConstant },
    ratio: kind.ratio,
    dropped: [...perfect.dropped, ...dropped],
    rowsLost: perfect.rowsLost,
    stats: kind.stats(y),
  });
  return { fit, at, columns, terms, constants, covariance, weights: w, offset, rows };
}

/** The refusal where the likelihood rises along a combination of the regressors for ever. */
function separatedBy(
  columns: readonly Float64Array[],
  names: readonly string[],
  y: Float64Array,
  index: Float64Array,
  { certain }: Latent,
): Refusal | null {
  const found = separationAt(index, columns, y, certain);
  if (found === null) return null;
  const made = termsInShort(found.columns.map((j) => names[j]!).filter((name) => name !== '_cons'));
  const rows = found.rows.length === 1 ? '1 row' : `${found.rows.length} rows`;
  const message = `the likelihood rises for ever: a combination of ${made || 'the constant'} predicts the outcomes of ${rows} perfectly`;
  const hint = 'leave one of them out, or join levels that determine the outcome with others';
  return new Refusal('separation', message, { param: 'terms', hint });
}

const noConstant = 'the model has no constant, and does not hold the one of a constant alone';

/** w (y ln F(η) + (1 − y) ln F(−η)) of each row, where F(−η) is 1 − F(η). */
function rowsOf(index: Float64Array, y: Float64Array, w: Float64Array | null, latent: Latent): RowDerivatives {
  const n = index.length;
  const values = new Float64Array(n);
  const slope = new Float64Array(n);
  const curvature = new Float64Array(n);
  const add = (i: number, sign: 1 | -1, share: number): void => {
    const row = latent.logLikelihood(sign * index[i]!);
    const weight = w === null ? share : w[i]! * share;
    values[i] = values[i]! + weight * row.value;
    slope[i] = slope[i]! + weight * sign * row.slope;
    curvature[i] = curvature[i]! + weight * row.curvature;
  };
  for (let i = 0; i < n; i++) {
    if (y[i] !== 0) add(i, 1, y[i]!);
    if (y[i] !== 1) add(i, -1, 1 - y[i]!);
  }
  return { ll: sum(values), slope, curvature, further: [], furtherCurvature: [] };
}

function requireBinary({ name, values }: NamedColumn): void {
  const other = values.find((value) => value !== 0 && value !== 1);
  if (other === undefined) return;
  const count = values.filter((value) => value !== 0 && value !== 1).length;
  const rows = count === 1 ? '1 row' : `${count} rows`;
  const message = `expected an outcome of 0 and 1, got \`${name}\` at other values in ${rows}${aside(name, `, as ${other}`)}`;
  const hint = `make one in the data: \`derive: {${name}_1: if(${name} > 0, 1, 0)}\``;
  throw new Refusal('not-binary', message, { param: 'outcome', hint });
}

function requireVariation({ outcome: { name, values } }: Design): void {
  const [first] = values;
  if (values.some((value) => value !== first)) return;
  const message = `\`${name}\` is ${datum(name, first!)} in all ${values.length} rows used`;
  throw new Refusal('no-variation', message, { param: 'outcome', hint: 'are both outcomes in the sample?' });
}
