/** Says how estimators of the k-class are written in R and Python, by a function of the scripts. */
import type { PythonModel, RModel } from '../../counterpart.ts';
import type { FitForm } from '../../form.ts';

/** An argument of the function: the k, or by how much Fuller makes the least root smaller. */
export interface KClassArgument {
  readonly name: 'k' | 'less';
  readonly value: number;
}

/** A constant that demeaned data bring is no parameter where none is reported. */
const countsConstant = ({ terms }: FitForm, isWithout: boolean): boolean =>
  isWithout || terms.some(({ term }) => term === '_cons');

/** The least root where no argument is given. */
export const kClassInR = (fit: FitForm, argument?: KClassArgument): RModel => ({
  packages: [],
  call({ outcome, regressors, instruments, weightValues }) {
    const constants = countsConstant(fit, regressors.startsWith('0')) ? '' : ', constants = 0';
    const more = `${argument === undefined ? '' : `, ${argument.name} = ${argument.value}`}${weightValues}${constants}`;
    return `k_class(${outcome} ~ ${regressors}, ~ ${instruments}, d${more})`;
  },
  errors: 'linear',
  effects: 'demeaned',
  bread: 'm$H',
});

/** The least root where no argument is given. */
export const kClassInPython = (fit: FitForm, argument?: KClassArgument): PythonModel => ({
  packages: [],
  call({ outcome, regressors, instruments, weights }) {
    const constants = countsConstant(fit, regressors.includes('constant=False')) ? '' : ', constants=0';
    const more = `${argument === undefined ? '' : `, ${argument.name}=${argument.value}`}${weights}${constants}`;
    return `k_class(${outcome}, ${regressors}, ${instruments}${more})`;
  },
  errors: 'linear',
  effects: 'demeaned',
});
