/** Says how Heckman’s selection model is written in other languages. */
import type { Counterpart, PythonModel, PythonPieces, RModel, RPieces } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: ({ estimator }) => heckmanInR(estimator?.method === 'ml'),
  python: ({ estimator }) => heckmanInPython(estimator?.method === 'ml'),
  stata: ({ estimator }, fit) =>
    likelihoodInStata('heckman', fit, ({ further }) => {
      const [selected] = further('selected');
      const equation = [...(selected === undefined ? [] : [selected, '=']), ...further('selection')].join(' ');
      return [`select(${equation})`, ...(estimator?.method === 'ml' ? [] : ['twostep'])];
    }),
};

const heckmanInR = (isLikelihood: boolean): RModel => ({
  packages: [],
  rows: (pieces) => {
    const whole = `complete.cases(model.frame(${formula(pieces)}, d, na.action = na.pass))`;
    return [`d <- d[!(${chosen(pieces)}) | ${whole}, ]`];
  },
  call: (pieces) => {
    const selection = pieces.further('selection');
    const equation = `~ ${selection.length === 0 ? '1' : selection.join(' + ')}`;
    return `heckman_${isLikelihood ? 'ml' : 'twostep'}(${formula(pieces)}, ${equation}, d, chosen = ${chosen(pieces)})`;
  },
  errors: 'likelihood',
  effects: 'call',
  nobs: 'nrow(d)',
  parameters: ['mills:lambda'],
  ...(isLikelihood ? { bread: 'vcov(m)' } : {}),
});

const formula = ({ outcome, regressors }: RPieces): string => `${outcome} ~ ${regressors}`;

/** Rows have an outcome where a variable says so, or where it is there. */
function chosen({ outcome, further }: RPieces): string {
  const [selected] = further('selected');
  return selected === undefined ? `!is.na(d$${outcome})` : `d$${selected} == 1`;
}

const heckmanInPython = (isLikelihood: boolean): PythonModel => ({
  packages: [],
  rows: (pieces) => [`d = d[~${chosenInPython(pieces)} | d[${pieces.texts}].notna().all(axis=1)]`],
  call: (pieces) => {
    const given = [pieces.outcome, pieces.regressors, pieces.designOf('selection'), chosenInPython(pieces)];
    return `heckman_${isLikelihood ? 'ml' : 'twostep'}(${given.join(', ')})`;
  },
  errors: 'likelihood',
  effects: 'call',
  nobs: 'len(d)',
  parameters: ['mills:lambda'],
  ...(isLikelihood ? { statistics: { ll: 'm.llf' } } : {}),
});

function chosenInPython({ outcome, further }: PythonPieces): string {
  const [selected] = further('selected');
  return selected === undefined ? `${outcome}.notna()` : `(${selected} == 1)`;
}
