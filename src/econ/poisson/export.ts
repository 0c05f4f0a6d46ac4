/** Says how Poisson regression is written in other languages: absorbed effects are dummy variables there. */
import type { Counterpart } from '../counterpart.ts';
import { glmInR } from '../likelihood/glm-in-r.ts';

export const counterpart: Counterpart = {
  r: (spec, fit) => {
    if (spec.estimator?.conditional === true)
      return {
        none: 'the conditional likelihood has no function in base R; the same slopes have dummy variables of the unit',
      };
    return glmInR('poisson()', fit, spec.absorb.length === 0 ? {} : { unchecked: { _cons: constantBesideEffects } });
  },
};

const constantBesideEffects =
  'the constant beside absorbed effects is a mean of the effects, which glm() does not report';
