/** Says how quantile regression is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: () => ({ none: 'quantile regression is in none of the packages that the scripts use' }),
  stata: ({ estimator }, fit) =>
    likelihoodInStata('qreg', fit, () => (estimator?.tau === 0.5 ? [] : [`quantile(${estimator?.tau})`])),
};
