/** Defines what margins of a model are computed from: its columns by what they are made of, where they are taken, and what the data identify. */
import { memoByIdentity } from '../../base/memo.ts';
import type { NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import { leafOf } from '../formula/factor.ts';
import type { Effect } from '../panel/effects.ts';
import { type MarginsSpec, type ModelSpec, termOf } from '../spec.ts';
import { onlyRounding } from '../vcov/zero-variance.ts';
import { modelAtMeans } from './at-means.ts';
import { type Basis, basisAtMeans, basisOfRows } from './basis.ts';
import { Dependence } from './dependence.ts';
import {
  type ColumnsAt,
  Effects,
  type MarginModel,
  type MeanFunction,
  type SeveralIndices,
  weighted,
} from './effect.ts';
import type { SpannedColumn } from './identified.ts';
import { type FormulaMember, memberOf } from './member.ts';
import { type EvaluationPoint, type MovedVariables, movedAt } from './move.ts';
import { columnAt, isMoved } from './moved-columns.ts';
import type { PairOfIndices } from './pair.ts';
import { EffectsOnOutcome } from './several-indices.ts';
import { EffectsOnPair } from './two-indices.ts';
import { refuseWinsorizedMeans } from './winsorized.ts';
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
  readonly several?: SeveralIndices;
  readonly pair?: PairOfIndices;
}

export interface Setting {
  readonly spec: ModelSpec;
  readonly texts: readonly string[];
  readonly inputs: MarginInputs;
  /** In the order of the coefficients. */
  readonly kept: readonly FormulaMember[];
  readonly without: readonly SpannedColumn[];
  readonly dependence: Dependence;
  readonly rows: Basis;
  /** Says where the effects are taken; `model` and `effects` are of the same place. */
  readonly basis: Basis;
  readonly model: MarginModel;
  readonly effects: Pick<Effects, 'prediction' | 'of'>;
  /** The columns that move at the reference of a factor, found once for all its levels. */
  columnsFrom(reference: EvaluationPoint): ColumnsAt;
  /** Why the coefficient of a name has no standard error. */
  unknown(name: string | undefined): string;
}

export function settingOf(
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
  const { model, basis } =
    asked.at === 'means' ? atMeans(texts, kept, spec, inputs) : { basis: rows, model: { ...inputs, columns } };
  return { ...common, ...takenOn(model, basis, kept) };
}

function effectsOf(model: MarginModel): Setting['effects'] {
  if (model.pair !== undefined) return new EffectsOnPair(model, model.pair);
  return model.several === undefined ? new Effects(model) : new EffectsOnOutcome(model, model.several);
}

export const takenOn = (model: MarginModel, basis: Basis, kept: readonly FormulaMember[]) => ({
  basis,
  model,
  effects: effectsOf(model),
  columnsFrom: memoByIdentity((reference: EvaluationPoint) => columnsAt(kept, reference, basis)),
});

function atMeans(texts: readonly string[], kept: readonly FormulaMember[], spec: ModelSpec, inputs: MarginInputs) {
  refuseWinsorizedMeans(texts, spec.winsorize);
  const leaves = texts.flatMap((text) => termOf(text).map(leafOf)).filter((leaf) => leaf !== undefined);
  const basis = basisAtMeans(inputs.sample.variables, leaves, (x) => weighted(x, inputs.weights));
  return { basis, model: modelAtMeans(inputs, kept, basis) };
}

export const columnsAt = (kept: readonly FormulaMember[], place: EvaluationPoint, basis: Basis): ColumnsAt =>
  moving(kept, movedAt(place), (member) => columnAt(member, place, basis));

export const moving = (
  kept: readonly FormulaMember[],
  moved: MovedVariables,
  of: (member: FormulaMember) => Float64Array,
): ColumnsAt => new Map(kept.flatMap((member, j) => (isMoved(member, moved) ? [[j, of(member)] as const] : [])));
