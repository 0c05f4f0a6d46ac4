/** What the coefficients of a model are of: the mean of the outcome, or an index that the mean is a function of. */
import type { ModelSpec } from '../spec.ts';

/** Estimators of an index. */
const ofIndex: readonly string[] = ['logit', 'probit', 'clogit', 'poisson', 'negbin', 'tobit'];

export const isOfIndex = ({ estimator }: Pick<ModelSpec, 'estimator'>): boolean =>
  estimator !== undefined && ofIndex.includes(estimator.is);
