/** Says how fractional logit and probit are written in other languages. */
import type { PythonModel, PythonPieces, RModel, StataModel } from '../counterpart.ts';
import type { FitForm } from '../form.ts';
import { offsetInR } from '../likelihood/glm-in-r.ts';
import { likelihoodInStata, offsetInStata } from '../likelihood/in-stata.ts';

const shared = { packages: [], errors: 'likelihood', effects: 'call' } as const;

/** `error`: the distribution, by the name that the function of the scripts has for it. */
export const fractionalInR = (error: string): RModel => ({
  ...shared,
  call: (pieces) =>
    `fractional_ml(${pieces.outcome} ~ ${pieces.regressors}${offsetInR(pieces)}, d, "${error}"${pieces.weightValues})`,
  bread: 'vcov(m)',
});

const offset = ({ further }: PythonPieces): string => {
  const [shift] = further('offset');
  return shift === undefined ? '' : `, offset=${shift}`;
};

/** `fracreg` has robust errors unless it is told others. */
export const fractionalInStata = (command: string, fit: FitForm): StataModel =>
  likelihoodInStata(command, fit, (pieces) => [
    ...offsetInStata(pieces),
    ...(fit.vcovInfo.type === 'iid' ? ['vce(oim)'] : []),
  ]);

export const fractionalInPython = (error: string): PythonModel => ({
  ...shared,
  call: (pieces) =>
    `fractional_ml(${pieces.outcome}, ${pieces.regressors}, "${error}"${offset(pieces)}${pieces.weights})`,
  statistics: { ll: 'm.llf' },
});
