/** Says how estimators of the k-class are written in R, by a function of the scripts. */
import type { RModel } from '../../counterpart.ts';
import type { Fit } from '../../fit.ts';

/** `option`: the k, or by how much Fuller makes the least root smaller; the least root itself where nothing is said. */
export const kClassInR = ({ terms }: Fit, option?: string): RModel => ({
  packages: [],
  call({ outcome, regressors, instruments, weightValues }) {
    // a constant that demeaned data bring is no parameter where none is reported
    const constants = terms.some(({ term }) => term === '_cons') || regressors.startsWith('0') ? '' : ', constants = 0';
    const more = `${option === undefined ? '' : `, ${option}`}${weightValues}${constants}`;
    return `k_class(${outcome} ~ ${regressors}, ~ ${instruments}, d${more})`;
  },
  errors: 'linear',
  effects: 'demeaned',
  bread: 'm$H',
});
