/** The predictions that an estimator may have of rows, by the names that users write, how their columns are labelled, and rows as models see them. */
import type { NamedCodes, NamedColumn } from './design.ts';

/** Names of predictions; `effect` is of one absorbed effect, and the others of the whole model. */
export const predictionNames = [
  'fitted',
  'index',
  'probability',
  'mills',
  'zero',
  'inflation',
  'effects',
  'effect',
  'residual',
  'pearson',
  'deviance',
  'standardised',
  'studentised',
  'leverage',
  'cooks',
  'score',
  'efficiency',
  'inefficiency',
] as const;
export type PredictionName = (typeof predictionNames)[number];

/** `rows`: of the rows that the model was estimated from alone; `anywhere`: of rows of other data too. */
export type Reach = 'rows' | 'anywhere';

/** Which predictions an estimator has, and of which rows. */
export type Predictions = Readonly<Partial<Record<PredictionName, Reach>>>;

/** A prediction as it is asked for; `of` is the absorbed effect of `effect(firm)`. */
export interface Asked {
  readonly name: PredictionName;
  readonly of?: string;
}

interface Worded {
  readonly en: (outcome: string) => string;
  readonly zh: (outcome: string) => string;
  /** Is true where it is computed from the outcome of its row. */
  readonly ofOutcome?: true;
}

export const predictionWords: Readonly<Record<PredictionName, Worded>> = {
  fitted: { en: (y) => `Fitted values of ${y}`, zh: (y) => `${y}的拟合值` },
  index: { en: (y) => `Index of ${y}`, zh: (y) => `${y}的线性指数` },
  probability: { en: (y) => `Probability of ${y}`, zh: (y) => `${y}的概率` },
  mills: { en: (y) => `Inverse Mills ratio of ${y}`, zh: (y) => `${y}的逆米尔斯比率` },
  zero: { en: (y) => `Probability of ${y} at 0`, zh: (y) => `${y}为 0 的概率` },
  inflation: { en: (y) => `Probability that ${y} is inflated`, zh: (y) => `${y}零膨胀的概率` },
  effects: { en: (y) => `Effects on ${y}`, zh: (y) => `${y}的固定效应` },
  effect: { en: (y) => `Effects on ${y}`, zh: (y) => `${y}的固定效应` },
  residual: { en: (y) => `Residuals of ${y}`, zh: (y) => `${y}的残差`, ofOutcome: true },
  pearson: { en: (y) => `Pearson residuals of ${y}`, zh: (y) => `${y}的皮尔逊残差`, ofOutcome: true },
  deviance: { en: (y) => `Deviance residuals of ${y}`, zh: (y) => `${y}的偏差残差`, ofOutcome: true },
  standardised: { en: (y) => `Standardised residuals of ${y}`, zh: (y) => `${y}的标准化残差`, ofOutcome: true },
  studentised: { en: (y) => `Studentised residuals of ${y}`, zh: (y) => `${y}的学生化残差`, ofOutcome: true },
  leverage: { en: () => 'Leverage', zh: () => '杠杆值' },
  cooks: { en: () => 'Cook’s distance', zh: () => '库克距离', ofOutcome: true },
  efficiency: { en: (y) => `Efficiency of ${y}`, zh: (y) => `${y}的技术效率`, ofOutcome: true },
  inefficiency: { en: (y) => `Inefficiency of ${y}`, zh: (y) => `${y}的无效率项`, ofOutcome: true },
  score: { en: (y) => `Scores of ${y}`, zh: (y) => `${y}的得分`, ofOutcome: true },
};

/** Rows of some data as a model sees them. */
export interface Place {
  /** Positions of the rows in their data, ascending. */
  readonly rows: Int32Array;
  readonly nobs: number;
  /** Is true of the rows that the model was estimated from. */
  readonly isOwn: boolean;
  /** Term or effect → marks of the rows that have a level of it which the model was not estimated with. */
  readonly unseen: ReadonlyMap<string, Uint8Array>;
  /** A column for each cell of a term's factors; NaN where a variable is missing. */
  cells(term: string): readonly NamedColumn[];
  /** Codes of an effect, which may be a combination as `province^year`; −1 where it is missing. */
  levels(effect: string): NamedCodes;
  /** Marks a row that has a level of `what` which the model was not estimated with. */
  markUnseen(what: string, row: number): void;
}
