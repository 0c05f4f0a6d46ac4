/** Says how Poisson regression is written in other languages: absorbed effects are dummy variables there. */
import type { Counterpart, NoCounterpart, PythonModel, RModel } from '../counterpart.ts';
import type { FitForm } from '../form.ts';
import { discreteInPython, offsetInPython } from '../likelihood/discrete-in-python.ts';
import { glmInR, offsetInR } from '../likelihood/glm-in-r.ts';
import { likelihoodInStata, offsetInStata } from '../likelihood/in-stata.ts';
import { otherRows } from '../likelihood/own-losses.ts';
import type { ModelSpec } from '../spec.ts';

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
      ? conditionalInR(fit)
      : glmInR('poisson()', spec, fit, uncheckedOf(spec, 'glm()')),
  python: (spec, fit) =>
    spec.estimator?.conditional === true
      ? conditionalInPython(fit)
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
  margins: true,
};

/** Units that say nothing of a conditional likelihood are left out; the functions know of no separated rows. */
const otherConditionalRows = ({ rowsLost }: FitForm): NoCounterpart | undefined =>
  otherRows({ rowsLost: rowsLost.filter(({ cause }) => cause !== 'same outcome') }, 'the function');

const conditionalInR = (fit: FitForm): RModel | NoCounterpart =>
  otherConditionalRows(fit) ?? {
    packages: [],
    rows: ({ outcome, unit }) => [
      `d <- without_singletons(d, ${unit!.text})`,
      `d <- subset(d, ave(${outcome}, ${unit!.name}, FUN = max) > 0)`,
    ],
    call: (pieces) =>
      `poisson_fe(${pieces.outcome} ~ ${pieces.regressors}${offsetInR(pieces)}, d, ${pieces.unit!.text})`,
    errors: 'likelihood',
    effects: 'call',
    bread: 'vcov(m)',
  };

const conditionalInPython = (fit: FitForm): PythonModel | NoCounterpart =>
  otherConditionalRows(fit) ?? {
    packages: [],
    rows: ({ outcome, unit, unitText }) => [
      `d = without_singletons(d, [${unitText}])`,
      `d = d[${outcome}.groupby(${unit}).transform("max") > 0]`,
    ],
    call: (pieces) => `poisson_fe(${pieces.outcome}, ${pieces.regressors}, ${pieces.unit}${offsetInPython(pieces)})`,
    errors: 'likelihood',
    effects: 'call',
  };
