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
import { modelAtMeans } from './at-means.ts';
import { type Basis, basisAtMeans, basisOfRows } from './basis.ts';
import { Dependence } from './dependence.ts';
import { type Columns, Effects, type MeanFunction, type Motion, weighted } from './effect.ts';
import { absorbedIn, type SpannedColumn, unidentifiedBy } from './identified.ts';
import { type Member, memberOf } from './member.ts';
import { type Move, type Moved, movedAt, movedBy, movesOf, type Place } from './move.ts';
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
  /** Says whether a constant is the first of the coefficients. */
  readonly constants: 0 | 1;
  /** Constant first, as solved. */
  readonly coefficients: ArrayLike<number>;
  readonly further: readonly number[];
  /** η of each row; not read where the mean is the index. */
  readonly index: Float64Array;
  /** Holds what stands in η beside x'b: the logarithm of an exposure, which has no mean to stand at. */
  readonly offset?: Float64Array | null;
  /** That of all parameters, (K+A)×(K+A), and whether a parameter's variance is rounding alone. */
  readonly covariance: { readonly matrix: Float64Array; readonly cancelled: readonly boolean[] };
  /** Holds what the model absorbs, and whether it has a constant. */
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
  /** The columns that move at the reference of a factor, found once for all its levels. */
  columnsFrom(reference: Place): Columns;
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
    unknown: (name: string | undefined) => {
      const stdError = fit.terms.find(({ term }) => term === name)?.stdError;
      return typeof stdError === 'object' ? stdError.invalid : onlyRounding;
    },
  };
  const placed =
    asked.at === 'means' ? atMeans(texts, kept, spec, inputs) : { basis: rows, model: { ...inputs, columns } };
  return {
    ...common,
    basis: placed.basis,
    effects: new Effects(placed.model),
    columnsFrom: memoByIdentity((reference: Place) => columnsAt(kept, reference, placed.basis)),
  };
}

function atMeans(texts: readonly string[], kept: readonly Member[], spec: ModelSpec, inputs: MarginInputs) {
  refuseWinsorizedMeans(texts, spec.winsorize);
  const leaves = texts.flatMap((text) => termOf(text).map(leafOf)).filter((leaf) => leaf !== undefined);
  const basis = basisAtMeans(inputs.sample.variables, leaves, (x) => weighted(x, inputs.weights));
  return { basis, model: modelAtMeans(inputs, kept, basis) };
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

function motionIn({ kept, basis, columnsFrom }: Setting, move: Move): Motion {
  if (move.is === 'change') {
    return { is: 'change', from: columnsFrom(move.from), to: columnsAt(kept, move.to, basis) };
  }
  return { is: 'slope', by: moving(kept, movedBy(move), (member) => slopeOf(member, move.variable, basis)) };
}

const columnsAt = (kept: readonly Member[], place: Place, basis: Basis): Columns =>
  moving(kept, movedAt(place), (member) => columnAt(member, place, basis));

const moving = (kept: readonly Member[], moved: Moved, of: (member: Member) => Float64Array): Columns =>
  new Map(kept.flatMap((member, j) => (isMoved(member, moved) ? [[j, of(member)] as const] : [])));

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
