/** Says how logistic regression is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { discreteInPython } from '../likelihood/discrete-in-python.ts';
import { glmInR } from '../likelihood/glm-in-r.ts';
import { likelihoodInStata, offsetInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: (spec, fit) => glmInR('binomial(link = "logit")', spec, fit),
  python: (spec, fit) => discreteInPython('Logit', spec, fit),
  stata: (_, fit) => likelihoodInStata('logit', fit, offsetInStata),
  margins: true,
};
