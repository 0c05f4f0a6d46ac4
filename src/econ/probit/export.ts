/** Says how probit is written in other languages. R's `glm` reports errors of the expected information, papermake and Stata of the observed one. */
import type { Counterpart } from '../counterpart.ts';
import { discreteInPython } from '../likelihood/discrete-in-python.ts';
import { glmInR } from '../likelihood/glm-in-r.ts';
import { likelihoodInStata, offsetInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: (spec, fit) => glmInR('binomial(link = "probit")', spec, fit, { bread: 'observed_probit(m)', isRefined: true }),
  python: (spec, fit) => discreteInPython('Probit', spec, fit),
  stata: (_, fit) => likelihoodInStata('probit', fit, offsetInStata),
  margins: true,
};
