/** The steps `tfp` in canonical form. */
import type { ModelSpec } from '../../../src/econ/spec.ts';

export const tfpMethods = ['ols', 'fe', 'op', 'lp', 'acf', 'wooldridge'] as const;
export type TfpMethod = (typeof tfpMethods)[number];

export const errorKinds = ['bootstrap', 'cluster', 'iid', 'none'] as const;
export type TfpErrors = (typeof errorKinds)[number];

export const processes = ['fitted', 'joint'] as const;

export interface TfpSpec {
  readonly method: TfpMethod;
  /** Output on the free inputs, the state inputs and the proxy, in this order. */
  readonly model: ModelSpec;
  /** Terms of the model in groups. */
  readonly free: readonly string[];
  readonly state: readonly string[];
  /** Null where the method has none. */
  readonly proxy: string | null;
  /** Order of the polynomial in inputs; null where there is none. */
  readonly order: number | null;
  /** Order of the polynomial of productivity in its own lag; null where there is none. */
  readonly transition: number | null;
  /** op and lp: from what the process of productivity is estimated. */
  readonly process: (typeof processes)[number] | null;
  readonly errors: TfpErrors;
  /** Samples of a bootstrap; null without one. */
  readonly draws: number | null;
  /** The column of productivity. */
  readonly name: string;
  readonly panel: { readonly unit: string; readonly time: string };
}

/** Errors that each method has, the usual ones first. */
export const errorsOf: Readonly<Record<TfpMethod, readonly [TfpErrors, ...TfpErrors[]]>> = {
  ols: ['cluster', 'bootstrap', 'iid', 'none'],
  fe: ['cluster', 'bootstrap', 'iid', 'none'],
  op: ['bootstrap', 'none'],
  lp: ['bootstrap', 'none'],
  acf: ['bootstrap', 'none'],
  wooldridge: ['cluster', 'bootstrap', 'none'],
};

/** Statistics by the names that claims and tables have for them. */
export const tfpStatistics = [
  'returnsToScale',
  'returnsSe',
  'returnsP',
  'nDynamic',
  'order',
  'draws',
  'meanTfp',
  'sdTfp',
] as const;
