/** Holds the phrases by language and the Chinese sentences that only tables of matching print. */
import { han } from '../../src/table/words/han.ts';
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const sentences: readonly Sentence[] = [
  ['the variable has two values', '该变量仅有两个取值'],
  ['… treated rows have no control in reach, and weigh 0', '$1 个处理观测在可及范围内没有对照，权重为 0'],
  [
    '… rows are not matched, since … has levels with treated rows alone, or with controls alone: …',
    '$1 个观测未参与匹配：$2 的某些组只有处理观测或只有对照（$3）',
  ],
  ['… was dropped from the score, where … is …', '$2 为 $3 时，倾向得分模型略去 $1'],
  ['… was dropped from the score', '倾向得分模型略去 $1'],
];

const english = {
  sample: 'Sample',
  before: 'Unmatched',
  after: 'Matched',
  meanBias: 'Mean |bias|',
  methods: {
    nearest: 'Nearest neighbours by the propensity score',
    radius: 'All controls within a radius of the propensity score',
    kernel: 'Kernel weights by the propensity score',
    entropy: 'Entropy balancing',
  },
  within: (method: string, by: string) => `${method}, each level of ${by} by itself`,
  note: (method: string, matched: string, treated: string, controls: string, effects: boolean) =>
    `${method}: ${matched} of ${treated} treated rows and ${controls} controls${effects ? '; standard errors take the weights as given, and so are approximate' : '; biases in percent of the standard deviations before matching'}`,
};

const chinese: typeof english = {
  sample: '样本',
  before: '匹配前',
  after: '匹配后',
  meanBias: '平均绝对偏差',
  methods: {
    nearest: '按倾向得分的近邻匹配',
    radius: '按倾向得分的半径匹配',
    kernel: '按倾向得分的核匹配',
    entropy: '熵平衡',
  },
  within: (method, by) => han`${method}，按${by}逐组匹配`,
  note: (method, matched, treated, controls, effects) =>
    han`${method}：${treated} 个处理观测中匹配 ${matched} 个，使用 ${controls} 个对照${effects ? '；标准误视权重为给定，因而为近似值' : '；偏差以匹配前标准差的百分比表示'}`,
};

/** Phrases of its tables by language. */
export const phrases = { en: english, zh: chinese };
