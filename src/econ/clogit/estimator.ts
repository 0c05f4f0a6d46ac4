/** The entry of the conditional logit in the list of estimators. */
import type { Estimator, SpecProblem, WrittenColumn } from '../estimator.ts';
import { likelihoodStats } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';
import { writtenUnit } from '../regression/written/unit.ts';

export const clogit: Estimator = {
  name: 'clogit',
  summary:
    'logit with effects of groups, conditional on how many outcomes of a group are 1, as `clogit` and `xtlogit, fe`',
  keys: {},
  foreign: ['clogit', 'xtlogit'],
  compile(column) {
    const unit = writtenUnit(column, 'clogit', 'group');
    const { problems, vcov } = compileLikelihood(column, { name: 'clogit', effects: () => true });
    const { name } = unit;
    const byGroup = column.vcov.is === 'robust' && name !== undefined;
    return {
      problems: [...problems, ...unit.problems, ...refusedErrors(column)],
      vcov: byGroup ? { by: [name], is: 'cluster' } : vcov,
      small: null,
      singletons: 'keep',
      estimator: unit.levels,
    };
  },
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: { index: 'anywhere', probability: 'rows' },
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: { clogit: { en: 'Conditional (fixed-effects) logistic regression', zh: '条件（固定效应）Logit 回归' } },
  index: true,
  words: {
    note: { en: 'Conditional (fixed-effects) logit', zh: '条件（固定效应）Logit 模型' },
    stats: {
      ...likelihoodStats,
      nDroppedGroups: { en: 'Groups dropped', zh: '剔除的组', csv: 'Groups dropped', count: true },
      nDroppedRows: { en: 'Rows of dropped groups', zh: '剔除组的观测', csv: 'Rows of dropped groups', count: true },
    },
    usual: ['ngroups', 'pseudoR2', 'll'],
  },
};

function refusedErrors({ vcov }: WrittenColumn): SpecProblem[] {
  if (vcov.is !== 'hc' || (vcov.type !== 'HC0' && vcov.type !== 'HC1')) return [];
  const message = `\`${vcov.type}\` is not defined for \`clogit\``;
  const hint =
    'rows of a group have one likelihood: use `robust`, which clusters on the group, or `cluster(a)` or `cluster(a + b)` with whole groups';
  return [{ field: 'vcov', code: 'unsupported', message, hint }];
}
