/** The entry of stochastic frontiers in the list of estimators. */
import { Type } from 'typebox';
import { printName } from '../../base/expression/print.ts';
import type { VcovSpec } from '../design.ts';
import type { Estimator, FitWords, SpecProblem, WrittenColumn } from '../estimator.ts';
import { compileLikelihood } from '../likelihood/written.ts';
import { termName } from '../sample/terms.ts';
import { type ModelSpec, termOf } from '../spec.ts';

const distributions = ['half-normal', 'exponential', 'truncated-normal'] as const;
const courses = ['constant', 'decay'] as const;

const usualNote = { en: 'Stochastic frontier by maximum likelihood', zh: '随机前沿模型（最大似然估计）' };

interface Options {
  readonly distribution?: (typeof distributions)[number];
  readonly cost?: boolean;
  readonly inefficiency?: readonly string[];
  readonly over_time?: (typeof courses)[number];
}

export const sfa: Estimator = {
  name: 'sfa',
  summary:
    'stochastic frontier of production or cost by maximum likelihood; of a panel with inefficiency that stays or decays (Battese and Coelli 1992), or that variables explain (1995)',
  keys: {
    distribution: Type.Optional(
      Type.Enum([...distributions], {
        description: 'of inefficiency: half-normal (default), exponential, truncated-normal',
      }),
    ),
    cost: Type.Optional(Type.Boolean({ description: 'a cost frontier, which inefficiency raises; false' })),
    inefficiency: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        description: 'terms of the mean of inefficiency before it is truncated (Battese and Coelli 1995)',
      }),
    ),
    over_time: Type.Optional(
      Type.Enum([...courses], {
        description:
          'of a panel: a unit’s inefficiency stays (`constant`), or changes at a common rate (`decay`, Battese and Coelli 1992); without it every row has its own',
      }),
    ),
  },
  foreign: ['frontier', 'xtfrontier', 'sfpanel', 'sfcross', 'sfa'],
  compile(column) {
    const options = column.options as Options;
    const { distribution = 'half-normal', cost = false, inefficiency, over_time: course } = options;
    const { panel } = column;
    const compiled = compileLikelihood(column, {
      name: 'sfa',
      effectsHint: `true fixed effects (Greene 2005) are terms: \`i(${column.equation.absorb[0]})\``,
    });
    const ofPanel = course !== undefined && panel !== null;
    const time = ofPanel && course === 'decay' ? column.term('over_time', printName(panel.time)) : undefined;
    const mean = inefficiency?.flatMap((text, i) => column.terms(['inefficiency', i], text));
    return {
      ...compiled,
      vcov: vcovOf(column, ofPanel ? panel.unit : undefined),
      problems: [...compiled.problems, ...wrongOptions(column, options), ...noConstant(column)],
      estimator: {
        ...(mean === undefined && distribution !== 'half-normal' ? { distribution } : {}),
        ...(cost ? { cost } : {}),
        ...(course === undefined ? {} : { course }),
        ...(ofPanel ? { levels: { unit: [panel.unit] } } : {}),
        ...(mean === undefined && time === undefined
          ? {}
          : { terms: { ...(mean && { mean }), ...(time === undefined ? {} : { time: [time] }) } }),
      },
    };
  },
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: { index: 'anywhere', efficiency: 'rows', inefficiency: 'rows' },
    load: async () => (await import('./predict.ts')).predict,
  },
  unstacked: ({ estimator }) =>
    estimator?.course === undefined ? null : 'its likelihood is one of whole units, which have no scores by row',
  titles: { sfa: { en: 'Stochastic frontier', zh: '随机前沿模型' } },
  parameters,
  noteOf: ({ estimator }) => noteOf(estimator!),
  words: words(),
};

/** `robust` clusters on the unit, whose rows share their inefficiency. */
function vcovOf({ vcov }: WrittenColumn, unit: string | undefined): VcovSpec {
  if (vcov.is !== 'robust') return vcov;
  return unit === undefined ? { is: 'hc', type: 'HC1' } : { is: 'cluster', by: [unit] };
}

function parameters({ estimator }: ModelSpec): readonly string[] {
  const { distribution, course, terms } = estimator!;
  const mean = terms?.mean?.map((text) => termName(termOf(text)));
  const hasMean = mean !== undefined || distribution === 'truncated-normal';
  return [
    ...(hasMean ? ['u:_cons', ...(mean ?? []).map((name) => `u:${name}`)] : []),
    '/lnsigma_u',
    '/lnsigma_v',
    ...(course === 'decay' ? ['/eta'] : []),
  ];
}

function wrongOptions({ panel, vcov }: WrittenColumn, options: Options): SpecProblem[] {
  const { distribution, inefficiency, over_time: course } = options;
  const problems: SpecProblem[] = [];
  const refuse = (message: string, hint: string): void =>
    void problems.push({ field: 'estimator', code: 'unsupported', message, hint });
  if (inefficiency !== undefined && distribution !== undefined && distribution !== 'truncated-normal')
    refuse(
      `\`inefficiency\` explains the mean of a truncated normal, and \`distribution\` says ${distribution}`,
      'leave `distribution` out',
    );
  if (course === undefined) return problems;
  if (panel === null)
    refuse(
      '`over_time` needs a panel, and the data declare none',
      'declare `panel: {unit: …, time: …}` where they are read',
    );
  if (inefficiency !== undefined)
    refuse(
      '`over_time` lets a unit keep its inefficiency, and `inefficiency` draws one for every row',
      'leave one of them out; time may be a term of `inefficiency`',
    );
  if (distribution === 'exponential')
    refuse('`over_time` is not built in with exponential inefficiency', 'write `distribution: half-normal`');
  if (vcov.is === 'hc')
    problems.push({
      field: 'vcov',
      code: 'unsupported',
      message: `\`${vcov.type}\` is not defined for \`sfa\` with \`over_time\`, where rows of a unit share their inefficiency`,
      hint: 'use `robust`, which clusters on the unit',
    });
  return problems;
}

function noConstant({ equation: { constant } }: WrittenColumn): SpecProblem[] {
  if (constant) return [];
  const message = '`sfa` without a constant is not defined';
  return [{ field: 'estimator', code: 'unsupported', message, hint: 'leave out `- 1`' }];
}

/** Says of what the frontier is, and how inefficiency is distributed. */
function noteOf({ distribution, cost, course, terms }: NonNullable<ModelSpec['estimator']>) {
  const said = [
    cost === true ? { en: 'of cost', zh: '成本前沿' } : { en: 'of production', zh: '生产前沿' },
    terms?.mean !== undefined
      ? {
          en: 'inefficiency with an explained mean (Battese and Coelli 1995)',
          zh: '无效率项均值由变量解释（Battese 和 Coelli 1995）',
        }
      : distribution === 'exponential'
        ? { en: 'exponential inefficiency', zh: '无效率项服从指数分布' }
        : distribution === 'truncated-normal'
          ? { en: 'truncated normal inefficiency', zh: '无效率项服从截断正态分布' }
          : { en: 'half-normal inefficiency', zh: '无效率项服从半正态分布' },
    ...(course === 'constant' ? [{ en: 'constant over time', zh: '不随时间变化' }] : []),
    ...(course === 'decay'
      ? [{ en: 'decaying over time (Battese and Coelli 1992)', zh: '随时间衰减（Battese 和 Coelli 1992）' }]
      : []),
  ];
  return {
    en: `${usualNote.en}, ${said.map(({ en }) => en).join(', ')}`,
    zh: `${usualNote.zh}，${said.map(({ zh }) => zh).join('，')}`,
  };
}

function words(): FitWords {
  return {
    note: usualNote,
    stats: {
      chi2: { en: 'χ²', zh: 'χ²', csv: 'Chi2' },
      chi2Df: { en: 'χ² d.f.', zh: 'χ² 自由度', csv: 'Chi2 df', count: true },
      chi2P: { en: 'p of χ²', zh: 'χ² 的 p 值', csv: 'p of Chi2' },
      sigmaV: { en: 'σᵥ', zh: 'σᵥ', csv: 'sigma_v' },
      sigma2: { en: 'σ²', zh: 'σ²', csv: 'sigma2' },
      sigma2Se: { en: 'Standard error of σ²', zh: 'σ² 的标准误', csv: 'Standard error of sigma2' },
      gamma: { en: 'γ', zh: 'γ', csv: 'gamma' },
      gammaSe: { en: 'Standard error of γ', zh: 'γ 的标准误', csv: 'Standard error of gamma' },
      meanEfficiency: { en: 'Mean efficiency', zh: '平均效率', csv: 'Mean efficiency' },
      minEfficiency: { en: 'Least efficiency', zh: '最低效率', csv: 'Least efficiency' },
      maxEfficiency: { en: 'Highest efficiency', zh: '最高效率', csv: 'Highest efficiency' },
      llOls: {
        en: 'Log likelihood (least squares)',
        zh: '对数似然值（最小二乘）',
        csv: 'Log likelihood, least squares',
      },
      lrInefficiency: { en: 'LR of inefficiency', zh: '无效率 LR 检验', csv: 'LR of inefficiency' },
      lrInefficiencyP: { en: 'p of inefficiency', zh: '无效率检验的 p 值', csv: 'p of inefficiency' },
    },
    usual: ['gamma', 'sigma2', 'lrInefficiency', 'lrInefficiencyP', 'meanEfficiency', 'll'],
  };
}
