/** Says how Poisson regression is written in other languages: absorbed effects are dummy variables there. */
import type { Counterpart } from '../counterpart.ts';
import { discreteInPython } from '../likelihood/discrete-in-python.ts';
import { glmInR } from '../likelihood/glm-in-r.ts';
import { likelihoodInStata, offsetInStata } from '../likelihood/in-stata.ts';
import type { ModelSpec } from '../spec.ts';

const conditional = (by: string) => ({
  none: `the conditional likelihood has no function in ${by}; the same slopes have dummy variables of the unit`,
});

/** The constant beside absorbed effects is a mean of the effects, which functions with dummy variables do not report. */
const uncheckedOf = ({ absorb }: ModelSpec, by: string) =>
  absorb.length === 0
    ? {}
    : {
        unchecked: {
          _cons: `the constant beside absorbed effects is a mean of the effects, which ${by} does not report`,
        },
      };

export const counterpart: Counterpart = {
  r: (spec, fit) =>
    spec.estimator?.conditional === true
      ? conditional('base R')
      : glmInR('poisson()', spec, fit, uncheckedOf(spec, 'glm()')),
  python: (spec, fit) =>
    spec.estimator?.conditional === true
      ? conditional('statsmodels')
      : discreteInPython('Poisson', spec, fit, uncheckedOf(spec, 'Poisson')),
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
