/** THE list of models that a score may be estimated by, whose numerics are loaded when they are asked for. */
import type { FitModel } from '../../../src/econ/estimator.ts';
import type { Latent } from '../../../src/econ/likelihood/binary.ts';
import { hasScore, type ScoreQuestion } from './has-score.ts';

/** The model of the score: the numerics of the estimator, and the distribution of its latent error. */
export interface ScoreModel {
  readonly fit: FitModel;
  readonly latent: Pick<Latent, 'logLikelihood' | 'mean'>;
}

/** Models of the score by the names of the estimators. A matching is stale when the numerics of one of them change. */
const models = {
  async logit(): Promise<ScoreModel> {
    const [{ fit }, { logisticLatent }] = await Promise.all([
      import('../../../src/econ/logit/fit.ts'),
      import('../../../src/econ/likelihood/latents.ts'),
    ]);
    return { fit, latent: logisticLatent };
  },
  async probit(): Promise<ScoreModel> {
    const [{ fit }, { normalLatent }] = await Promise.all([
      import('../../../src/econ/probit/fit.ts'),
      import('../../../src/econ/likelihood/latents.ts'),
    ]);
    return { fit, latent: normalLatent };
  },
};

export type ScoreName = keyof typeof models;
/** The first is the usual one. */
export const scoreNames = Object.keys(models) as [ScoreName, ...ScoreName[]];

interface ScoreRequest extends ScoreQuestion {
  readonly score: ScoreName;
}

/** The model of a matching's score; null where it has none. */
export async function scoreModel(request: ScoreRequest): Promise<ScoreModel | null> {
  return hasScore(request) ? await models[request.score]() : null;
}
