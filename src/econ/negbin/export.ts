/** Says how negative binomial regression is written in other languages, with ln α as a parameter in R and Python too. */
import type { Counterpart } from '../counterpart.ts';
import type { FitForm } from '../form.ts';
import { offsetInPython, weightless } from '../likelihood/discrete-in-python.ts';
import { offsetInR } from '../likelihood/glm-in-r.ts';
import { likelihoodInStata, offsetInStata } from '../likelihood/in-stata.ts';

/** At its limit the fit has no ln α, and no function ends there. */
const atLimit = ({ terms }: FitForm): boolean => !terms.some(({ term }) => term === '/lnalpha');
const none = { none: 'α is 0, the end of its range, which no function finds' };

export const counterpart: Counterpart = {
  r: (_, fit) =>
    atLimit(fit)
      ? none
      : {
          packages: ['MASS'],
          call: (pieces) =>
            `negbin(${pieces.outcome} ~ ${pieces.regressors}${offsetInR(pieces)}, d${pieces.weightValues})`,
          errors: 'likelihood',
          effects: 'call',
          bread: 'vcov(m)',
        },
  python: (spec, fit) =>
    weightless(spec) ??
    (atLimit(fit)
      ? none
      : {
          packages: [],
          call: (pieces) => `negbin(${pieces.outcome}, ${pieces.regressors}${offsetInPython(pieces)})`,
          errors: 'likelihood',
          effects: 'call',
        }),
  stata: (_, fit) => likelihoodInStata('nbreg', fit, offsetInStata),
};
