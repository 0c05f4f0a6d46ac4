/** THE list of methods of a bootstrap: how each draws, which keys it reads, and the models for which it makes no sense. */
import { columnsOfTerms, type ModelSpec } from '../../src/econ/spec.ts';
import { type DrawnModel, isLeastSquares, type Scheme } from './numbers/spec.ts';

/** Why a method does not fit a model, and what to do instead. */
export interface Misfit {
  readonly message: string;
  readonly hint: string;
}

export interface Method {
  readonly summary: string;
  /** Keys of the step that it reads beside those of all. */
  readonly keys: readonly ('draws' | 'seed' | 'interval' | 'cluster' | 'length')[];
  /** Is true where single clusters can be left out, on which accelerated intervals rest. */
  readonly leavesOut: boolean;
  /** Is true where results of other kinds than models may be drawn so. */
  readonly ofResults?: true;
  /** Is true where every sample has the regressors of the data. */
  readonly keepsRegressors?: boolean;
  /** Is true where rows keep their places in time, so that errors by lags may be drawn. */
  readonly keepsOrder: boolean;
  scheme(length: number): Scheme;
  misfit(drawn: Omit<DrawnModel, 'scheme'>): Misfit | undefined;
}

const drawing = ['draws', 'seed', 'interval'] as const;
const fits = (): undefined => undefined;

function ofErrors({ model, stages }: Omit<DrawnModel, 'scheme'>): Misfit | undefined {
  if (!isLeastSquares(model)) {
    const message = 'draws of residuals are defined for least squares whose tails are as the data have them';
    return { message, hint: 'draw rows or clusters: `method: pairs`' };
  }
  if (stages.length > 0) {
    const message = 'draws of residuals keep the regressors, and predictions among them have errors too';
    return { message, hint: 'draw rows or clusters: `method: pairs`' };
  }
  const outcome = new Set(columnsOfTerms([model.outcome], []));
  const own = model.terms.find((text) => columnsOfTerms([text], []).some((name) => outcome.has(name)));
  if (own === undefined) return undefined;
  const message = `draws of residuals keep the regressors, and \`${own}\` is made of the outcome, which is drawn`;
  return { message, hint: 'draw whole units: `method: pairs`' };
}

function ofResiduals(drawn: Omit<DrawnModel, 'scheme'>): Misfit | undefined {
  const { vcov, weights } = drawn.model;
  const hint = 'give each residual a sign: `method: wild`';
  if (vcov.is !== 'iid')
    return { message: 'residuals of other rows are errors like its own under `vcov: iid` alone', hint };
  if (weights !== undefined)
    return { message: 'with weights errors of rows differ in their variance, and residuals are not exchanged', hint };
  return ofErrors(drawn);
}

function ofBlocks({ stages }: Omit<DrawnModel, 'scheme'>): Misfit | undefined {
  if (stages.length === 0) return undefined;
  const message = 'blocks of periods are drawn of a model alone, and this one reads predictions or an index';
  return { message, hint: 'draw whole units: `method: pairs`' };
}

export const methods = {
  pairs: {
    summary: 'rows or clusters drawn with replacement (default)',
    keys: [...drawing, 'cluster'],
    ofResults: true,
    leavesOut: true,
    keepsOrder: false,
    scheme: () => ({ is: 'pairs' }),
    misfit: fits,
  },
  jackknife: {
    summary: 'rows or clusters left out one by one',
    keys: ['cluster'],
    ofResults: true,
    leavesOut: true,
    keepsOrder: false,
    scheme: () => ({ is: 'pairs' }),
    misfit: fits,
  },
  residual: {
    summary: 'residuals of other rows',
    keys: drawing,
    leavesOut: false,
    keepsRegressors: true,
    keepsOrder: false,
    scheme: () => ({ is: 'residual' }),
    misfit: ofResiduals,
  },
  wild: {
    summary: 'residuals with random signs of rows or clusters',
    keys: [...drawing, 'cluster'],
    leavesOut: false,
    keepsRegressors: true,
    keepsOrder: false,
    scheme: () => ({ is: 'wild' }),
    misfit: ofErrors,
  },
  'moving-blocks': {
    summary: 'blocks of periods within units',
    keys: [...drawing, 'length'],
    leavesOut: false,
    keepsOrder: true,
    scheme: (length) => ({ is: 'blocks', length, circular: false }),
    misfit: ofBlocks,
  },
  'circular-blocks': {
    summary: 'the same, going on at the first period',
    keys: [...drawing, 'length'],
    leavesOut: false,
    keepsOrder: true,
    scheme: (length) => ({ is: 'blocks', length, circular: true }),
    misfit: ofBlocks,
  },
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof methods;
export const methodNames = Object.keys(methods) as MethodName[];
export const methodNamed = (name: MethodName): Method => methods[name];

/** The errors that a sample is estimated with, which tell nothing of it: those by lags need the order that samples lose. */
export const drawnErrors = (model: ModelSpec): ModelSpec =>
  model.vcov.is === 'nw' ? { ...model, vcov: { is: 'iid' } } : model;
