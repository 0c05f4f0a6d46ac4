/** The models that a score may be estimated by, loaded when they are asked for. */
import { normal } from '../distributions/distributions.ts';
import type { ScoreModel } from './match.ts';
import type { MatchSpec } from './spec.ts';

export async function scoreModel({ method, score }: MatchSpec): Promise<ScoreModel | null> {
  if (method === 'entropy') return null;
  if (score === 'probit')
    return { fit: (await import('../probit/fit.ts')).fit, probability: (index) => normal.cdf(index) };
  const { fit, logistic } = await import('../logit/fit.ts');
  return { fit, probability: logistic };
}
