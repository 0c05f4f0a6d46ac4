/** Says how Poisson regression is written in other languages: absorbed effects are dummy variables there. */
import type { Counterpart } from '../counterpart.ts';
import { glmInR } from '../likelihood/glm-in-r.ts';
import { likelihoodInStata, offsetInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: (spec, fit) => {
    if (spec.estimator?.conditional === true)
      return {
        none: 'the conditional likelihood has no function in base R; the same slopes have dummy variables of the unit',
      };
    return glmInR('poisson()', fit, spec.absorb.length === 0 ? {} : { unchecked: { _cons: constantBesideEffects } });
  },
  stata: (spec, fit) => {
    const { absorb, estimator } = spec;
    if (estimator?.conditional === true)
      return { set: 'effect', ...likelihoodInStata('xtpoisson', fit, (pieces) => ['fe', ...offsetInStata(pieces)]) };
    if (absorb.length === 0) return likelihoodInStata('poisson', fit, offsetInStata);
    const absorbed = likelihoodInStata('ppmlhdfe', fit, (pieces) => [
      `absorb(${pieces.effects.join(' ')})`,
      ...offsetInStata(pieces),
    ]);
    if (fit.vcovInfo.type === 'iid') return { none: 'ppmlhdfe has robust errors always' };
    return absorbed;
  },
};

const constantBesideEffects =
  'the constant beside absorbed effects is a mean of the effects, which glm() does not report';
