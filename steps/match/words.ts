/** Holds the phrases by language and the Chinese sentences that only tables of matching print. */

import { han } from '../../src/table/words/han.ts';
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';
import type { MatchSpec } from './numbers/spec.ts';

export const sentences: readonly Sentence[] = [
  ['the estimated variance is negative', '估计的方差为负'],
  ['the variable has two values', '该变量仅有两个取值'],
  ['… treated rows have no control in reach, and weigh 0', '$1 个处理观测在可及范围内没有对照，权重为 0'],
  [
    '… rows are not matched, since … has levels with treated rows alone, or with controls alone: …',
    '$1 个观测未参与匹配：$2 的某些组只有处理观测或只有对照（$3）',
  ],
  ['… controls have no treated row in reach, and weigh 0', '$1 个对照在可及范围内没有处理观测，权重为 0'],
  ['… rows have a score nearer than … to 0 or 1, and weigh 0', '$1 个观测的得分距 0 或 1 不足 $2，权重为 0'],
  ['… was dropped from the score, where … is …', '$2 为 $3 时，倾向得分模型略去 $1'],
  ['… was dropped from the score', '倾向得分模型略去 $1'],
];

/** The method as a result tells it. */
export interface Described extends Pick<MatchSpec, 'method' | 'metric' | 'estimand' | 'adjust' | 'by'> {}

const english = {
  sample: 'Sample',
  before: 'Unmatched',
  after: 'Matched',
  meanBias: 'Mean |bias|',
  how: ({ method, metric }: Described): string =>
    metric === undefined ? english.methods[method] : english.metrics[metric],
  metrics: {
    mahalanobis: 'Nearest neighbours by the Mahalanobis distance of covariates',
    'inverse-variance': 'Nearest neighbours by the distance of standardised covariates',
    euclidean: 'Nearest neighbours by the Euclidean distance of covariates',
    score: 'Nearest neighbours by the propensity score, with replacement',
  },
  methods: {
    ipw: 'Inverse probabilities of the propensity score',
    cem: 'Strata of coarsened covariates',
    nearest: 'Nearest neighbours by the propensity score',
    radius: 'All controls within a radius of the propensity score',
    kernel: 'Kernel weights by the propensity score',
    entropy: 'Entropy balancing',
  },
  within: (method: string, by: string) => `${method}, each level of ${by} by itself`,
  note: (method: string, matched: string, treated: string, controls: string, more: string) =>
    `${method}: ${matched} of ${treated} treated rows and ${controls} controls; ${more}`,
  biases: 'biases in percent of the standard deviations before matching',
  estimands: { att: 'effects on the treated', ate: 'average effects', atc: 'effects on the controls' },
  effects: ({ method, metric, adjust, estimand = 'att' }: Described): string => {
    if (metric === undefined && method !== 'ipw')
      return 'standard errors take the weights as given, and so are approximate';
    const adjusted =
      adjust === undefined
        ? ''
        : metric === undefined
          ? ', augmented by regressions of each side'
          : ', corrected for the bias by regressions';
    const errors =
      metric === undefined
        ? 'standard errors of the stacked moments of score and means'
        : metric === 'score'
          ? 'Abadie–Imbens standard errors of an estimated score'
          : 'Abadie–Imbens standard errors';
    return `${english.estimands[estimand]}${adjusted}; ${errors}`;
  },
};

const chinese: typeof english = {
  how: ({ method, metric }) => (metric === undefined ? chinese.methods[method] : chinese.metrics[metric]),
  metrics: {
    mahalanobis: '按协变量马氏距离的近邻匹配',
    'inverse-variance': '按标准化协变量距离的近邻匹配',
    euclidean: '按协变量欧氏距离的近邻匹配',
    score: '按倾向得分的有放回近邻匹配',
  },
  biases: '偏差以匹配前标准差的百分比表示',
  estimands: { att: '处理组平均处理效应', ate: '平均处理效应', atc: '对照组平均处理效应' },
  effects: ({ method, metric, adjust, estimand = 'att' }) => {
    if (metric === undefined && method !== 'ipw') return '标准误视权重为给定，因而为近似值';
    const adjusted = adjust === undefined ? '' : metric === undefined ? '，以两侧回归增广' : '，以回归校正偏差';
    const errors =
      metric === undefined
        ? '标准误来自得分与均值的联立矩条件'
        : metric === 'score'
          ? '标准误为考虑得分估计的 Abadie–Imbens 标准误'
          : 'Abadie–Imbens 标准误';
    return `${chinese.estimands[estimand]}${adjusted}；${errors}`;
  },
  sample: '样本',
  before: '匹配前',
  after: '匹配后',
  meanBias: '平均绝对偏差',
  methods: {
    ipw: '倾向得分逆概率加权',
    cem: '粗化精确匹配',
    nearest: '按倾向得分的近邻匹配',
    radius: '按倾向得分的半径匹配',
    kernel: '按倾向得分的核匹配',
    entropy: '熵平衡',
  },
  within: (method, by) => han`${method}，按${by}逐组匹配`,
  note: (method, matched, treated, controls, more) =>
    han`${method}：${treated} 个处理观测中匹配 ${matched} 个，使用 ${controls} 个对照；${more}`,
};

/** Phrases of its tables by language. */
export const phrases = { en: english, zh: chinese };
