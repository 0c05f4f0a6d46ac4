/** The entry of Heckman's selection model in the list of estimators. */
import { Type } from 'typebox';
import type { Estimator, SpecProblem, WrittenColumn } from '../estimator.ts';
import { compileLikelihood } from '../likelihood/written.ts';

const notes = {
  twostep: { en: 'Heckman two-step selection model', zh: 'Heckman 两步法选择模型' },
  ml: { en: 'Heckman selection model by maximum likelihood', zh: 'Heckman 选择模型（最大似然估计）' },
};

export const heckman: Estimator = {
  name: 'heckman',
  summary:
    'Heckman’s selection model in two steps, a probit of selection, then least squares with the inverse Mills ratio, or by maximum likelihood',
  keys: {
    select: Type.String({
      description:
        'the selection equation: `work ~ kids + age`; `~ kids + age` where a row is selected if its outcome is there',
    }),
    method: Type.Optional(
      Type.Enum(['twostep', 'ml'], { description: 'two steps, by default, or maximum likelihood of both equations' }),
    ),
  },
  foreign: ['heckman', 'heckit', 'selection'],
  equations: ['selection'],
  compile(column) {
    const { select = '', method } = column.options as { readonly select?: string; readonly method?: string };
    const isLikelihood = method === 'ml';
    const [selected = '', list] = select.split('~').map((text) => text.trim());
    const compiled = compileLikelihood(column, {
      name: 'heckman',
      robust:
        isLikelihood ||
        'the second step holds a ratio that the first estimated: `method: ml` has clusters, and `kind: bootstrap` draws both steps',
    });
    const term = selected === '' || list === undefined ? undefined : column.term('select', selected);
    const terms = list === undefined || list === '' ? [] : column.terms(['select'], list);
    return {
      ...compiled,
      ...(isLikelihood ? {} : { vcov: { is: 'iid' } as const }),
      problems: [...compiled.problems, ...wrongSelection(list), ...refusedTails(column), ...noConstant(column)],
      estimator: {
        ...(isLikelihood ? { method: 'ml' } : {}),
        partial: true,
        terms: { ...(term === undefined ? {} : { selected: [term] }), selection: terms },
      },
    };
  },
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: { index: 'anywhere', probability: 'anywhere', mills: 'anywhere' },
    load: async () => (await import('./predict.ts')).predict,
  },
  unstacked: ({ estimator }) =>
    estimator?.method === 'ml'
      ? null
      : 'its second step holds a ratio that the first estimated; `method: ml` has scores of both',
  parameters: ({ estimator }) => (estimator?.method === 'ml' ? ['/athrho', '/lnsigma'] : ['mills:lambda']),
  noteOf: ({ estimator }) => (estimator?.method === 'ml' ? notes.ml : notes.twostep),
  titles: {
    heckman: { en: 'Heckman selection model, two-step', zh: 'Heckman 选择模型（两步法）' },
    'heckman-ml': { en: 'Heckman selection model, maximum likelihood', zh: 'Heckman 选择模型（最大似然）' },
    selection: { en: 'Probit regression of selection', zh: '选择方程的 Probit 回归' },
  },
  words: {
    note: notes.twostep,
    stats: {
      chi2: { en: 'χ²', zh: 'χ²', csv: 'Chi2' },
      chi2Df: { en: 'χ² d.f.', zh: 'χ² 自由度', csv: 'Chi2 df', count: true },
      chi2P: { en: 'p of χ²', zh: 'χ² 的 p 值', csv: 'p of Chi2' },
      lambda: { en: 'λ', zh: 'λ', csv: 'lambda' },
      lambdaSe: { en: 'Standard error of λ', zh: 'λ 的标准误', csv: 'Standard error of lambda' },
      rhoSe: { en: 'Standard error of ρ', zh: 'ρ 的标准误', csv: 'Standard error of rho' },
      sigmaSe: { en: 'Standard error of σ', zh: 'σ 的标准误', csv: 'Standard error of sigma' },
      sigma: { en: 'σ', zh: 'σ', csv: 'sigma' },
      nSelected: { en: 'Selected observations', zh: '被选择的观测', csv: 'Selected', count: true },
      nNonselected: { en: 'Observations not selected', zh: '未被选择的观测', csv: 'Not selected', count: true },
      ll0: { en: 'Log likelihood (constant only)', zh: '对数似然值（仅常数项）', csv: 'Log likelihood, constant only' },
      pseudoR2: { en: 'Pseudo R²', zh: '伪 R²', csv: 'Pseudo R2' },
    },
    usual: ['nSelected', 'rho', 'sigma'],
  },
};

function wrongSelection(list: string | undefined): SpecProblem[] {
  if (list !== undefined && list !== '') return [];
  const message = 'expected a selection equation with `~`, as in `select: work ~ kids + age`';
  return [{ field: 'estimator', code: 'bad-selection', message, hint: 'its terms stand behind `~`' }];
}

function refusedTails({ winsorize, trim }: WrittenColumn): SpecProblem[] {
  return (['winsorize', 'trim'] as const).flatMap((field): SpecProblem[] => {
    if ((field === 'trim' ? trim : winsorize) == null) return [];
    const message = `\`${field}\` is not supported with \`heckman\`, whose rows lack outcomes`;
    return [{ field, code: 'unsupported', message, hint: 'winsorise in the data step' }];
  });
}

function noConstant({ equation: { constant } }: WrittenColumn): SpecProblem[] {
  if (constant) return [];
  const message = '`heckman` without a constant is not defined';
  return [{ field: 'estimator', code: 'unsupported', message, hint: 'leave out `- 1`' }];
}
