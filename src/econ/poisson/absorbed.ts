/** Poisson regression with absorbed effects, or with separated rows dropped: from the sample to the record of a fit, as `ppmlhdfe` and `xtpoisson, fe`. */
import { groupSums, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Design, NamedColumn } from '../design.ts';
import { logGamma } from '../distributions/special-functions.ts';
import type { Sample } from '../estimator.ts';
import type { Dropped, Fit, RowsLost } from '../fit.ts';
import type { LikelihoodCovariance } from '../likelihood/covariance.ts';
import { likelihoodRecord, reordered } from '../likelihood/record.ts';
import { pickDesign, pickNamedCodes } from '../likelihood/rows.ts';
import { absorbedDf } from '../panel/absorbed-df.ts';
import { compact, type Effect } from '../panel/effects.ts';
import { panelSizes } from '../panel/panel-stats.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import type { AbsorbedMaximum } from './absorbed-end.ts';
import { AbsorbedRows } from './absorbed-rows.ts';
import { chosenRows, merged, type PoissonRows } from './chosen-rows.ts';
import { poissonCovariance } from './covariance.ts';
import { independentTerms } from './independent-terms.ts';
import { maximum, type PoissonMaximum } from './irls.ts';
import { absorbedMaximum } from './irls-absorbed.ts';
import { withPoissonMargins } from './margins.ts';
import { devianceOf, logFactorials } from './rows.ts';
import { positions, usableRows } from './usable.ts';

/**
 * Estimates ln E(y|x) = x'b + Σ effects + offset on N rows by pseudo maximum likelihood. Singletons and levels without a positive outcome go, then
 * rows that separate the likelihood, then singletons again; then collinear terms, later ones first. V is A (Σ s s') A with A = (X̃'MX̃)⁻¹, times N/(N − 1)
 * or G/(G − 1). The number of effects is in no factor. z throughout, χ² is Wald's, ll₀ that of a constant alone without effects or offset. Source: Correia, Guimarães & Zylkin (2020, SJ 20:95); `ppmlhdfe` 2.3.
 */
export function fitAbsorbed(sample: Sample, offset: Float64Array | null): Fit {
  const { spec } = sample;
  const isConditional = spec.estimator?.conditional === true;
  const isPooled = sample.design.absorb.length === 0;
  const { used, estimated } = maximumOf(sample, offset);
  const { design, effects, terms, dropped, constants, at } = estimated;
  const clusters = sample.clusters.map((codes) =>
    compact(used.rows === null ? codes : pickNamedCodes(codes, used.rows)),
  );
  const w = design.weights?.raw ?? null;
  const y = design.outcome.values;
  const found = poissonCovariance(at, spec.vcov, clusters, design, isPooled ? 0 : 1);
  const keepsConstant = constants === 1 && !isConditional;
  const factorials = logFactorials(y, w);
  const ll = at.kernel - factorials;
  const absorbed = absorbedDf(effects, clusters);
  const coefficients = isConditional ? at.coefficients.subarray(1) : at.coefficients;
  const count = (cause: RowsLost['cause']): number =>
    used.lost.reduce((total, lost) => total + (lost.cause === cause ? lost.count : 0), 0);
  const record = likelihoodRecord({
    estimator: 'poisson',
    design,
    names: [...(keepsConstant ? ['_cons'] : []), ...terms.map(({ name }) => name)],
    constants: keepsConstant ? 1 : 0,
    slopes: terms.length,
    values: coefficients,
    covariance: isConditional ? withoutFirst(found) : found,
    df: null,
    ll: isConditional ? conditionalLikelihood(at.means, y, effects[0]!) : ll,
    ll0: isConditional ? { invalid: conditioned } : constantOnly(y, w, factorials),
    ratio: false,
    dropped,
    rowsLost: used.lost,
    stats: {
      deviance: devianceOf(y, at.means, w),
      ...(isPooled ? {} : { dfAbsorbed: absorbed.df, dfAbsorbedNested: absorbed.nested }),
      nDroppedFe: count('singleton') + count('same outcome'),
      nSeparated: count('separated'),
      nSingletons: count('singleton'),
      ...(effects.length === 1 ? panelSizes(effects[0]!) : {}),
    },
    warnings: separatedWarnings(count('separated'), design.outcome.name),
    more: {
      ngroups: effects[0]?.levels ?? null,
      absorbed: effects.map(({ name, levels }, h) => {
        const { nested, redundant } = absorbed.effects[h]!;
        return { levels, name, nested, redundant };
      }),
    },
  });
  return withPoissonMargins(record, sample, {
    rows: used.rows,
    equation: design.terms,
    terms,
    effects,
    constants: isPooled ? constants : 1,
    at,
    covariance: found,
    weights: w,
  });
}

/** The rows that stay and the maximum on them. */
export function maximumOf(
  { design, spec }: Sample,
  offset: Float64Array | null,
): { readonly used: PoissonRows; readonly estimated: Estimated } {
  const sure = design.absorb.length === 0 ? null : withoutSeparation(design, offset);
  if (sure !== null) return { used: sure, estimated: sure.estimated };
  const used = chosenRows(design, spec.estimator?.separation !== 'refuse');
  return { used, estimated: estimate(design, used.rows, offset) };
}

const conditioned = 'a conditional likelihood has no constant';

export interface Estimated {
  readonly design: Design;
  readonly effects: readonly Effect[];
  readonly terms: readonly NamedColumn[];
  readonly dropped: readonly Dropped[];
  readonly constants: 0 | 1;
  readonly at: AbsorbedMaximum | PoissonMaximum;
}

/** The maximum on some rows, all of them where `rows` is null, in `most` steps. */
function estimate(all: Design, rows: Int32Array | null, offset: Float64Array | null, most?: number): Estimated {
  const design = rows === null ? all : pickDesign(all, rows);
  const own = rows === null || offset === null ? offset : Float64Array.from(rows, (row) => offset[row]!);
  const effects = design.absorb.map(compact);
  const { weights, ...unweighted } = design;
  const w = weights?.raw ?? null;
  const y = design.outcome.values;
  const isPooled = effects.length === 0;
  const room = isPooled ? null : new AbsorbedRows(effects, design.terms.length);
  const { terms, dropped, columns, constants } =
    room === null ? regress(unweighted, effects, design.constant) : independentTerms(unweighted, effects, room);
  requireOwnNames(terms);
  const values = terms.map((term) => term.values);
  const at =
    room === null
      ? maximum(columns, y, own, w)
      : absorbedMaximum({ columns: values, rows: room, swept: columns, y, offset: own, weights: w }, most);
  return { design, effects, terms, dropped, constants, at };
}

/** Steps after which the search for separated rows is worth its time. */
const PROMPTLY = 12;
/** A mean smaller than this part of the average, where the outcome is 0, may be that of a separated row. */
const VANISHING = 1e-9;

/**
 * The maximum where it shows by itself that nothing separates: null where it does not. z = Xb + Σ effects that is 0 where y > 0, nowhere negative and 1 at
 * most has Σ μz = Σ (μ − y)z, which is at most δ'Hδ for the next step δ, as Σ μz² ≤ Σ μz; a row with y = 0 and a mean beyond that
 * therefore has z = 0.
 */
function withoutSeparation(
  design: Design,
  offset: Float64Array | null,
): (PoissonRows & { readonly estimated: Estimated }) | null {
  const copies = design.weights?.kind === 'frequency' ? design.weights.raw : null;
  const every = new Uint8Array(design.nobs).fill(1);
  const { keep, lost } = usableRows(design.absorb, design.outcome.values, every, copies);
  const rows = lost.length === 0 ? null : positions(keep);
  if (rows?.length === 0) return null;
  try {
    const estimated = estimate(design, rows, offset, PROMPTLY);
    return isSure(estimated) ? { rows, lost: merged(lost), estimated } : null;
  } catch (problem) {
    if (problem instanceof Refusal) return null;
    throw problem;
  }
}

function isSure({ design, at }: Estimated): boolean {
  const y = design.outcome.values;
  const w = design.weights?.raw ?? null;
  let least = Number.POSITIVE_INFINITY;
  let all = 0;
  for (let i = 0; i < y.length; i++) {
    const own = w === null ? at.means[i]! : at.means[i]! * w[i]!;
    all += own;
    if (y[i] === 0 && own < least) least = own;
  }
  const decrement = 'decrement' in at ? at.decrement : Number.POSITIVE_INFINITY;
  return least === Number.POSITIVE_INFINITY || (least > (VANISHING * all) / y.length && least > 100 * decrement);
}

function separatedWarnings(count: number, outcome: string): Fit['warnings'] {
  if (count === 0) return [];
  const rows = count === 1 ? '1 row' : `${count} rows`;
  const message = `${rows} with \`${outcome}\` = 0 were dropped: regressors and effects tell them from all that have more (separation)`;
  return [{ code: 'separation', message }];
}

/** The log likelihood of a constant alone, without effects or exposure, as `ppmlhdfe` reports it. */
function constantOnly(y: Float64Array, w: Float64Array | null, factorials: number): number {
  const events = w === null ? sum(y) : sum(y.map((value, i) => value * w[i]!));
  const rows = w === null ? y.length : sum(w);
  return events * Math.log(events / rows) - events - factorials;
}

/** Σ_i [ln Γ(S_i + 1) − Σ_t ln Γ(y + 1) + Σ_t y ln p], p = μ/Σ_t μ (Hausman, Hall & Griliches 1984, Econometrica 52:909). */
function conditionalLikelihood(means: Float64Array, y: Float64Array, unit: Effect): number {
  const totals = groupSums(means, unit.codes, unit.levels);
  const counts = groupSums(y, unit.codes, unit.levels);
  const rows = y.map((value, i) => {
    const share = means[i]! / totals[unit.codes[i]!]!;
    return (value > 0 ? value * Math.log(share) : 0) - logGamma(value + 1);
  });
  return sum(rows) + sum(counts.map((count) => logGamma(count + 1)));
}

/** Without the constant, which conditioning takes away. */
function withoutFirst(covariance: LikelihoodCovariance): LikelihoodCovariance {
  const k = covariance.cancelled.length;
  const order = Array.from({ length: k - 1 }, (_, j) => j + 1);
  const { mended } = covariance;
  return {
    ...covariance,
    matrix: reordered(covariance.matrix, order),
    cancelled: covariance.cancelled.slice(1),
    mended: mended === null || mended.ofConstant ? null : { ...mended, from: reordered(mended.from, order) },
  };
}
