/** The model that is drawn again, with the steps whose predictions it reads. */
import { columnsIn } from '../../../src/base/expression/lag.ts';
import { parseExpression } from '../../../src/base/expression/parser.ts';
import type { Expression } from '../../../src/base/expression/tree.ts';
import { isIndicators } from '../../../src/econ/formula/factor.ts';
import type { IndexOptions, IndicatorSpec } from '../../../src/econ/index/spec.ts';
import type { Asked } from '../../../src/econ/predictions.ts';
import { columnsOfLevels, type ModelSpec, termOf, variablesRead } from '../../../src/econ/spec.ts';

/** A step that is made anew in every sample. */
export type Stage = Predictions | Derivations | Index;

export interface Predictions {
  readonly model: ModelSpec;
  readonly columns: readonly { readonly name: string; readonly asked: Asked }[];
}

/** Columns that each row has of its own values. */
export interface Derivations {
  readonly columns: readonly { readonly name: string; readonly expression: string }[];
}

/** A composite index of columns, weighed over all rows, or over those of each level of `time`. */
export interface Index {
  readonly columns: readonly { readonly name: string }[];
  readonly indicators: readonly IndicatorSpec[];
  readonly options: IndexOptions;
  readonly time: string | null;
}

export const isIndex = (stage: Stage): stage is Index => 'indicators' in stage;
export const isPredictions = (stage: Stage): stage is Predictions => 'model' in stage;

/**
 * `pairs`: rows or clusters with their outcomes. `residual`: residuals of other rows. `wild`: residuals with signs. `blocks`: stretches of so many periods of each
 * unit, which may go on at its first period behind its last.
 */
export type Scheme =
  | { readonly is: 'pairs' | 'residual' | 'wild' }
  | { readonly is: 'blocks'; readonly length: number; readonly circular: boolean };

export interface DrawnModel {
  readonly scheme: Scheme;
  readonly model: ModelSpec;
  /** Stages in the order in which they read each other. */
  readonly stages: readonly Stage[];
  /** Effect whose levels are drawn, as `city` or `city^year`; null for rows. */
  readonly clusters: string | null;
  /** Statistics, combinations and functions of the fit that are drawn beside its coefficients; absent where there are none. */
  readonly statistics?: readonly string[];
}

/** Models of all stages, the one that is drawn last. */
export const modelsOf = ({ stages, model }: Pick<DrawnModel, 'stages' | 'model'>): readonly ModelSpec[] => [
  ...stages.filter(isPredictions).map((stage) => stage.model),
  model,
];

/** The columns of the data that are read: what stages make is not in them. */
export function columnsRead(drawn: Omit<DrawnModel, 'scheme'>): readonly string[] {
  const made = new Set(drawn.stages.flatMap(({ columns }) => columns.map(({ name }) => name)));
  const read = [
    ...modelsOf(drawn).flatMap(variablesRead),
    ...drawn.stages.flatMap((stage) =>
      isPredictions(stage)
        ? []
        : isIndex(stage)
          ? [...stage.indicators.map(({ indicator }) => indicator), ...(stage.time === null ? [] : [stage.time])]
          : stage.columns.flatMap(({ expression }) => columnsIn(parsed(expression))),
    ),
    ...(drawn.clusters === null ? [] : columnsOfLevels(drawn.clusters)),
  ];
  return [...new Set(read)].filter((name) => !made.has(name)).sort();
}

/** The tree of a canonical text. */
export function parsed(expression: string): Expression {
  const found = parseExpression(expression);
  if (!found.ok) throw new Error(`not a canonical expression: ${expression}`);
  return found.ast;
}

/** Columns whose levels are effects, units or clusters: those of a cluster that is drawn twice are two of each. */
export function groupColumns(drawn: DrawnModel, unit: string | null): readonly string[] {
  const levels = modelsOf(drawn).flatMap(({ absorb, vcov, estimator }) => [
    ...absorb,
    ...(vcov.is === 'cluster' ? vcov.by : []),
    ...Object.values(estimator?.levels ?? {}).flat(),
  ]);
  const all = [...levels, ...(drawn.clusters === null ? [] : [drawn.clusters])].flatMap(columnsOfLevels);
  return [...new Set([...all, ...(unit === null ? [] : [unit])])];
}

/** Is true of least squares of terms that each row has by itself, whatever other rows are drawn. */
export function isLinearInRows(model: ModelSpec): boolean {
  const { slopes, common } = model;
  if (!isLeastSquares(model) || slopes !== undefined || (common?.singletons ?? []).length > 0) return false;
  return model.terms.every((text) => {
    const factors = termOf(text);
    return factors.length === 1 ? factors[0]!.is !== 'event' : !factors.some(isIndicators);
  });
}

/** Is true of least squares of an outcome as the data have it. */
export const isLeastSquares = ({ estimator, iv, winsorize, trim }: ModelSpec): boolean =>
  estimator === undefined && iv === null && winsorize === null && trim === undefined;
