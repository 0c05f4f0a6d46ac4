/** Says how the model of random effects is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: () => ({ none: 'random effects are not written in R yet' }),
  stata: (spec, fit) =>
    spec.estimator?.mundlak === undefined
      ? { set: 'effect', ...likelihoodInStata('xtreg', fit, () => ['re']) }
      : { none: 'means of units beside random effects are no option of xtreg' },
};
