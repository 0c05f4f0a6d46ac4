/** Says how Heckman’s selection model is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: () => ({ none: 'Heckman’s selection model is in none of the packages that the scripts use' }),
  stata: ({ estimator }, fit) =>
    likelihoodInStata('heckman', fit, ({ further }) => {
      const [selected] = further('selected');
      const equation = [...(selected === undefined ? [] : [selected, '=']), ...further('selection')].join(' ');
      return [`select(${equation})`, ...(estimator?.method === 'ml' ? [] : ['twostep'])];
    }),
};
