/** Says why stochastic frontiers are not written in other languages. */
import type { Counterpart } from '../counterpart.ts';

export const counterpart: Counterpart = {
  r: () => ({ none: 'stochastic frontiers are in none of the packages that the scripts use' }),
  python: () => ({ none: 'stochastic frontiers are not in statsmodels' }),
  stata: () => ({ none: '`frontier` and `xtfrontier` are not written yet' }),
};
