/** The entry of the between estimator in the list of estimators. */
import { optional } from '../../base/schema.ts';
import type { Estimator, SpecProblem } from '../estimator.ts';
import { compileLikelihood } from '../likelihood/written.ts';
import { writtenUnit } from '../regression/written/unit.ts';

export const be: Estimator = {
  name: 'be',
  summary: 'least squares between units: their means, one row a unit, as `xtreg, be`',
  keys: { wls: optional.flag('units count by their rows') },
  foreign: ['xtreg be', 'plm between'],
  compile(column) {
    const unit = writtenUnit(column, 'be');
    const { problems, vcov } = compileLikelihood(column, {
      name: 'be',
      robust:
        'its rows are unit means, whose errors are conventional: `kind: collapse` makes data of these, for least squares with clusters of units',
      effects: () => true,
    });
    const noConstant: SpecProblem[] = column.equation.constant
      ? []
      : [
          {
            field: 'estimator',
            code: 'unsupported',
            message: '`be` without a constant is not defined',
            hint: 'leave out `- 1`',
          },
        ];
    return {
      problems: [...problems, ...unit.problems, ...noConstant],
      vcov: problems.length > 0 ? { is: 'iid' } : vcov,
      small: null,
      singletons: 'keep',
      estimator: { absorbs: false, ...unit.levels, ...(column.options.wls === true ? { wls: true } : {}) },
    };
  },
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: { index: 'anywhere' },
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: { be: { en: 'Between regression', zh: '组间回归' } },
  words: {
    note: { en: 'Between regression on unit means', zh: '组间估计（个体均值回归）' },
    stats: {},
    usual: ['r2Between'],
  },
};
