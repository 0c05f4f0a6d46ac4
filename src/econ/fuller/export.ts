/** Says how Fuller’s estimator is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { instrumentsInStata } from '../regression/in-stata.ts';

export const counterpart: Counterpart = {
  r: () => ({ none: 'Fuller’s estimator is in none of the packages that the scripts use' }),
  stata: (spec, fit) => instrumentsInStata(spec, fit, { option: `fuller(${spec.estimator?.alpha ?? 1})` }),
};
