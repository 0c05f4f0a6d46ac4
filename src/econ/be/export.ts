/** Says how least squares between units is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: () => ({ none: 'least squares between units are not written in R yet' }),
  stata: ({ estimator }, fit) => ({
    set: 'effect',
    ...likelihoodInStata('xtreg', fit, () => ['be', ...(estimator?.wls === true ? ['wls'] : [])]),
  }),
};
