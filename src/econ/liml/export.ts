/** Says how limited-information maximum likelihood is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { instrumentsInStata } from '../regression/in-stata.ts';

export const counterpart: Counterpart = {
  r: () => ({ none: 'limited-information maximum likelihood is in none of the packages that the scripts use' }),
  stata: (spec, fit) => instrumentsInStata(spec, fit, { option: 'liml', word: 'liml' }),
};
