/** Says how conditional logit is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: () => ({ none: 'conditional logit is not written in R yet' }),
  stata: (_, fit) => likelihoodInStata('clogit', fit, ({ effects }) => [`group(${effects.join(' ')})`]),
};
