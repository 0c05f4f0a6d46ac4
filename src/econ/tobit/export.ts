/** Says how tobit is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: () => ({ none: 'tobit is not written in R yet' }),
  stata: ({ estimator }, fit) => ({
    ...likelihoodInStata('tobit', fit, () => [
      ...(estimator?.lower === undefined ? [] : [`ll(${estimator.lower})`]),
      ...(estimator?.upper === undefined ? [] : [`ul(${estimator.upper})`]),
    ]),
    unchecked: { '/lnsigma': 'tobit reports the variance, and papermake the logarithm of the standard deviation' },
  }),
};
