/** Says how models of ordered outcomes are written in R and Python. */
import type { PythonModel, RModel } from '../counterpart.ts';

const shared = { packages: [], errors: 'likelihood', effects: 'call' } as const;

/** `error`: the distribution, by the name that the function of the scripts has for it. */
export const orderedInR = (error: string): RModel => ({
  ...shared,
  call: ({ outcome, regressors, weightValues }) =>
    `ordered_ml(${outcome} ~ ${regressors}, d, "${error}"${weightValues})`,
  bread: 'vcov(m)',
  statistics: { ll: 'm$ll' },
});

export const orderedInPython = (error: string): PythonModel => ({
  ...shared,
  call: ({ outcome, regressors, weights }) => `ordered_ml(${outcome}, ${regressors}, "${error}"${weights})`,
  statistics: { ll: 'm.llf' },
});
