/** Marginal effects of a fit's variables on its mean, with standard errors by the delta method. */
import { memoByIdentity } from '../../base/memo.ts';
import { Refusal } from '../../base/problem.ts';
import type { NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Estimate, Fit } from '../fit.ts';
import { leafOf } from '../formula/factor.ts';
import type { Effect } from '../panel/effects.ts';
import { requireFinite } from '../regression/check-fit.ts';
import { type MarginsSpec, type ModelSpec, termOf } from '../spec.ts';
import { estimateRow, referenceDistribution } from '../vcov/inference.ts';
import { onlyRounding } from '../vcov/zero-variance.ts';
import { type Basis, basisAtMeans, basisOfRows } from './basis.ts';
import { Dependence } from './dependence.ts';
import { type Columns, Effects, type MarginModel, type MeanFunction, type Motion, weighted } from './effect.ts';
import { absorbedIn, type SpannedColumn, unidentifiedBy } from './identified.ts';
import { type Member, memberOf } from './member.ts';
import { type Move, movesOf, nowhere, type Place } from './move.ts';
import { columnAt, isMoved, slopeOf } from './moved-columns.ts';
import { marginWarnings, type Unmoved, type WhyNot } from './told.ts';
import { refuseWinsorizedMeans, winsorizedApart } from './winsorized.ts';
import { withoutCoefficient } from './without-coefficient.ts';

export interface MarginInputs {
  /** null: the index itself. */
  readonly mean: MeanFunction | null;
  readonly sample: Pick<Sample, 'columns' | 'variables'>;
  readonly nobs: number;
  /** The columns of the equation, and those of them that have a slope, in the order of the coefficients. */
  readonly equation: readonly NamedColumn[];
  readonly terms: readonly NamedColumn[];
  /** Whether a constant is the first of the coefficients. */
  readonly constants: 0 | 1;
  /** Constant first, as solved. */
  readonly coefficients: ArrayLike<number>;
  readonly further: readonly number[];
  /** η of each row; not read where the mean is the index. */
  readonly index: Float64Array;
  /** What stands in η beside x'b: the logarithm of an exposure, which has no mean to stand at. */
  readonly offset?: Float64Array | null;
  /** That of all parameters, (K+A)×(K+A), and whether a parameter's variance is rounding alone. */
  readonly covariance: { readonly matrix: Float64Array; readonly cancelled: readonly boolean[] };
  /** What the model absorbs, and whether it has a constant. */
  readonly effects: readonly Effect[];
  readonly constant: boolean;
  /** Degrees of freedom of t; null for z. */
  readonly df: number | null;
  /** Weights of rows in the averages. */
  readonly weights: Float64Array | null;
}

/**
 * The fit with the marginal effects that its spec asks for. A variable moves in all terms that it is in: by its derivative, or as a level of
 * `i(v)` or a 0/1 variable that `dummies` names, from the reference level and from 0. With the averages m_j of ∂m/∂x_j over the rows the errors are
 * √(J V J'), J = ∂m_j/∂(b, a) (Stata [R] margins, dydx). What is not identified has no row, and a warning. O(NK) for each effect.
 */
export function withMargins(fit: Fit, spec: ModelSpec, inputs: MarginInputs): Fit {
  const asked = spec.margins;
  if (asked === undefined) return fit;
  const texts = [...(spec.iv?.endogenous ?? []), ...spec.terms];
  refuseEvents(texts);
  const setting = settingOf(asked, texts, spec, fit, inputs);
  const margins: Estimate[] = [];
  const unmoved: Unmoved[] = [];
  const distribution = referenceDistribution(inputs.df);
  const critical = distribution.upperQuantile(0.025);
  const moves = movesOf(texts, setting.kept, asked.dummies ?? [], inputs.sample.variables);
  for (const move of moves) {
    const found = effectIn(setting, move);
    if ('why' in found) unmoved.push({ move, why: found.why });
    else margins.push(estimateRow(move.name, found.effect, found.variance, found.unknown, distribution, critical));
  }
  return requireFinite(
    Object.freeze({
      ...fit,
      margins,
      marginsAt: asked.at ?? 'rows',
      warnings: [...fit.warnings, ...marginWarnings(unmoved, moves)],
    }),
  );
}

/** Indicators of an event study are changes already, from the reference period. */
function refuseEvents(texts: readonly string[]): void {
  const event = texts.find((text) => termOf(text).some((factor) => factor.is === 'event'));
  if (event === undefined) return;
  const message = `\`margins\` is not supported with \`${event}\`, whose coefficients are changes from the reference period`;
  throw new Refusal('unsupported', message, { param: 'margins', hint: 'leave `margins` out' });
}

interface Setting {
  readonly spec: ModelSpec;
  readonly texts: readonly string[];
  readonly inputs: MarginInputs;
  /** In the order of the coefficients. */
  readonly kept: readonly Member[];
  readonly without: readonly SpannedColumn[];
  readonly dependence: Dependence;
  readonly rows: Basis;
  /** Where the effects are taken, and those of the model there. */
  readonly basis: Basis;
  readonly effects: Effects;
  /** The place that the last change was from, and the columns that it moves there. */
  readonly reference: { place: Place; columns: Columns };
  /** Why the coefficient of a name has no standard error. */
  unknown(name: string | undefined): string;
}

function settingOf(
  asked: MarginsSpec,
  texts: readonly string[],
  spec: ModelSpec,
  fit: Fit,
  inputs: MarginInputs,
): Setting {
  const { sample, terms, nobs, effects, constant } = inputs;
  const kept = terms.map((column) => memberOf(column, texts));
  const without = withoutCoefficient(spec, inputs.equation, terms, sample).map((column) => ({
    member: memberOf(column, texts),
    values: column.values,
  }));
  const columns = terms.map(({ values }) => values);
  const rows = basisOfRows(sample.variables, nobs);
  const common = {
    spec,
    texts,
    inputs,
    kept,
    without,
    dependence: new Dependence(columns, effects, nobs, constant),
    rows,
    reference: { place: nowhere, columns: new Map() },
    unknown: (name: string | undefined) => {
      const stdError = fit.terms.find(({ term }) => term === name)?.stdError;
      return typeof stdError === 'object' ? stdError.invalid : onlyRounding;
    },
  };
  if (asked.at !== 'means') return { ...common, basis: rows, effects: new Effects({ ...inputs, columns }) };
  refuseWinsorizedMeans(texts, spec.winsorize);
  const leaves = texts.flatMap((text) => termOf(text).map(leafOf)).filter((leaf) => leaf !== undefined);
  const basis = basisAtMeans(sample.variables, leaves, (x) => weighted(x, inputs.weights));
  return { ...common, basis, effects: new Effects(modelAtMeans(inputs, kept, basis)) };
}

/** The model at the one row of the means, where the mean is averaged over what stands in η beside x'b. */
function modelAtMeans(inputs: MarginInputs, kept: readonly Member[], basis: Basis): MarginModel {
  const { constants, coefficients, offset, mean, weights } = inputs;
  const columns = kept.map((member) => columnAt(member, nowhere, basis));
  let index = constants === 1 ? coefficients[0]! : 0;
  for (const [j, values] of columns.entries()) index += coefficients[j + constants]! * values[0]!;
  const own = offset == null || mean === null ? mean : overOffsets(mean, offset, weights);
  return { ...inputs, mean: own, columns, index: Float64Array.of(index), weights: null };
}

/** The mean at an index, averaged over the offsets of the rows. */
function overOffsets(of: MeanFunction, offset: Float64Array, weights: Float64Array | null): MeanFunction {
  return (index, further) => {
    const rows = Array.from(offset, (own) => of(index + own, further));
    const average = (value: (row: (typeof rows)[number]) => number): number =>
      weighted(Float64Array.from(rows, value), weights);
    return {
      value: average(({ value }) => value),
      slope: average(({ slope }) => slope),
      curvature: average(({ curvature }) => curvature),
      valueBy: further.map((_, j) => average(({ valueBy }) => valueBy?.[j] ?? 0)),
      slopeBy: further.map((_, j) => average(({ slopeBy }) => slopeBy?.[j] ?? 0)),
    };
  };
}

interface Margin {
  readonly effect: number;
  /** null where a coefficient in it has no standard error, for the reason `unknown`. */
  readonly variance: number | null;
  readonly unknown: string;
}

function effectIn(setting: Setting, move: Move): Margin | { readonly why: WhyNot } {
  const { kept, basis, inputs, dependence, texts, rows } = setting;
  const apart = winsorizedApart(move, kept, setting.spec.winsorize);
  if (apart !== undefined) return { why: { is: 'winsorized', text: apart } };
  const motion = motionIn(setting, move);
  const undefinedAt = undefinedIn(motion);
  if (undefinedAt !== undefined) return { why: { is: 'undefined', text: kept[undefinedAt]!.name } };
  const absorbed = absorbedIn(move, texts, inputs.sample.variables, rows, dependence);
  if (absorbed !== undefined) {
    return { why: { is: 'absorbed', text: absorbed, within: inputs.effects.map(({ name }) => name) } };
  }
  const missing = unidentifiedBy(move, motion, setting.without, dependence, basis);
  if (missing !== undefined) return { why: { is: 'spanned', text: missing } };
  const { effect, gradient } = setting.effects.of(motion);
  const { matrix, cancelled } = inputs.covariance;
  const at = gradient.findIndex((value, j) => value !== 0 && cancelled[j] === true);
  const variance = at < 0 ? quadratic(gradient, matrix) : null;
  return { effect, variance, unknown: setting.unknown(kept[at - inputs.constants]?.name) };
}

/** The columns of the reference are found once for all levels of a factor. */
function motionIn({ kept, basis, reference }: Setting, move: Move): Motion {
  const columns = (of: (member: Member) => Float64Array): Columns =>
    new Map(kept.flatMap((member, j) => (isMoved(member, move) ? [[j, of(member)] as const] : [])));
  if (move.is === 'slope') return { is: 'slope', by: columns((member) => slopeOf(member, move.variable, basis)) };
  const { from, to } = move;
  if (reference.place !== from) {
    reference.place = from;
    reference.columns = columns((member) => columnAt(member, from, basis));
  }
  return { is: 'change', from: reference.columns, to: columns((member) => columnAt(member, to, basis)) };
}

/** Position of a column that has no value, or no derivative, in some row. */
function undefinedIn(motion: Motion): number | undefined {
  const sides = motion.is === 'slope' ? [motion.by] : [motion.from, motion.to];
  return sides.flatMap((side) => [...side]).find(([, values]) => hasNaN(values))?.[0];
}

const hasNaN = memoByIdentity((values: Float64Array): boolean => values.some(Number.isNaN));

function quadratic(x: Float64Array, matrix: Float64Array): number {
  const k = x.length;
  let total = 0;
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) total += x[i]! * matrix[i * k + j]! * x[j]!;
  return Math.max(0, total);
}
