/** Says how logistic regression is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { glmInR } from '../likelihood/glm-in-r.ts';
import { likelihoodInStata, offsetInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: (_, fit) => glmInR('binomial(link = "logit")', fit),
  stata: (_, fit) => likelihoodInStata('logit', fit, offsetInStata),
};
