/** Says how negative binomial regression is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { likelihoodInStata, offsetInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: () => ({ none: 'errors of MASS::glm.nb take the dispersion as known, and papermake’s do not' }),
  stata: (_, fit) => likelihoodInStata('nbreg', fit, offsetInStata),
};
