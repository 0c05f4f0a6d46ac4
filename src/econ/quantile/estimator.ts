/** The entry of quantile regression in the list of estimators. */
import { Type } from 'typebox';
import type { Estimator, SpecProblem, WrittenColumn } from '../estimator.ts';
import { compileLikelihood } from '../likelihood/written.ts';

const level = Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 });

export const quantile: Estimator = {
  name: 'quantile',
  summary: 'quantile regression, as `qreg`; a list of quantiles makes a column of each',
  keys: {
    tau: Type.Optional(
      Type.Union([level, Type.Array(level, { minItems: 1 })], {
        description: 'the quantile, or quantiles, between 0 and 1; 0.5 by default',
      }),
    ),
  },
  foreign: ['qreg', 'rq', 'sqreg'],
  variants({ tau, ...others }) {
    return Array.isArray(tau)
      ? tau.map((each) => ({ ...others, tau: each }))
      : [tau === undefined ? others : { ...others, tau }];
  },
  compile(column) {
    const { tau = 0.5 } = column.options as { readonly tau?: number };
    const { problems } = compileLikelihood(column, {
      name: 'quantile',
      robust:
        'they need the density at the quantile row by row: `{kind: bootstrap, base: step.column, cluster: a}` draws clusters instead',
    });
    return { vcov: { is: 'iid' }, small: null, problems: [...problems, ...wrongLevel(column)], estimator: { tau } };
  },
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: { fitted: 'anywhere', index: 'anywhere', residual: 'anywhere' },
    load: async () => (await import('./predict.ts')).predict,
  },
  unstacked: () => 'its errors need the density of the outcome at the quantile, which scores do not hold',
  titles: { quantile: { en: 'Quantile regression', zh: '分位数回归' } },
  words: {
    note: { en: 'Quantile regression', zh: '分位数回归' },
    stats: {
      tau: { en: 'Quantile', zh: '分位点', csv: 'Quantile' },
      sparsity: { en: 'Sparsity', zh: '稀疏度', csv: 'Sparsity' },
      bandwidth: { en: 'Bandwidth', zh: '带宽', csv: 'Bandwidth' },
      density: { en: 'Density at the quantile', zh: '分位点处密度', csv: 'Density at the quantile' },
      sumAdev: { en: 'Sum of deviations', zh: '加权离差和', csv: 'Sum of deviations' },
      sumRdev: { en: 'Raw sum of deviations', zh: '原始加权离差和', csv: 'Raw sum of deviations' },
      pseudoR2: { en: 'Pseudo R²', zh: '伪 R²', csv: 'Pseudo R2' },
    },
    usual: ['tau', 'pseudoR2'],
  },
};

function wrongLevel({ options: { tau } }: WrittenColumn): SpecProblem[] {
  if (tau === undefined || (typeof tau === 'number' && tau > 0 && tau < 1)) return [];
  const message = `expected \`tau\` between 0 and 1, got \`${JSON.stringify(tau)}\``;
  return [{ field: 'estimator', code: 'bad-quantile', message, hint: 'as in 0.5' }];
}
