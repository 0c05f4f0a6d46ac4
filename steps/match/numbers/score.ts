/** THE list of models that a score may be estimated by, whose numerics are loaded when they are asked for. */
import type { FitModel } from '../../../src/econ/estimator.ts';

/** The model of the score: the numerics of the estimator, and the probability of an index. */
export interface ScoreModel {
  readonly fit: FitModel;
  probability(index: number): number;
}

/** Models of the score by the names of the estimators. A matching is stale when the numerics of one of them change. */
const models = {
  async logit(): Promise<ScoreModel> {
    const { fit, logistic } = await import('../../../src/econ/logit/fit.ts');
    return { fit, probability: logistic };
  },
  async probit(): Promise<ScoreModel> {
    const [{ fit }, { normal }] = await Promise.all([
      import('../../../src/econ/probit/fit.ts'),
      import('../../../src/econ/distributions/distributions.ts'),
    ]);
    return { fit, probability: (index) => normal.cdf(index) };
  },
};

export type ScoreName = keyof typeof models;
/** The first is the usual one. */
export const scoreNames = Object.keys(models) as [ScoreName, ...ScoreName[]];

interface ScoreRequest {
  readonly method: string;
  readonly score: ScoreName;
}

/** The model of a matching's score; null for entropy balancing, which has none. */
export async function scoreModel({ method, score }: ScoreRequest): Promise<ScoreModel | null> {
  return method === 'entropy' ? null : await models[score]();
}
