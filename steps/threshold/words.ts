/** Holds the phrases by language and the Chinese sentences that only tables of a panel threshold model print. */
import { han } from '../../src/table/words/han.ts';
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const sentences: readonly Sentence[] = [
  ['no bootstrap', '未做自助法'],
  ['the likelihood ratio is not defined: the fit is perfect', '似然比无定义：完全拟合'],
  ['the estimate is at an end of the grid', '估计值位于网格端点'],
  ['regime … holds 1 row of 1 unit', '区间 $1 仅含 1 个个体的 1 行'],
  ['regime … holds … rows of 1 unit', '区间 $1 仅含 1 个个体的 $2 行'],
  ['regime … holds … rows of … units', '区间 $1 仅含 $3 个个体的 $2 行'],
  [
    'the panel is not balanced (rows …): each unit is centred on its own means, which `xthreg` does not offer',
    '面板不平衡（$1）：各个体按自身均值中心化，xthreg 不提供此功能',
  ],
];

const english = {
  tests: ['Single threshold', 'Double threshold', 'Triple threshold'],
  critical: 'Critical values',
  conventions: { xthreg: 'nT − T degrees of freedom, as in xthreg', hansen: 'n(T − 1) degrees of freedom' },
  note: (variable: string, slopes: string, convention: string, bootstrapped: boolean) =>
    `Thresholds in ${variable}, in order of discovery, for the effect of ${slopes}; F with ${convention}${bootstrapped ? '; p values and critical values from the bootstrap of units' : ''}.`,
  unseen: (tests: string) =>
    `${tests}: one neighbour of the estimate is rejected and another candidate is not, for which xthreg’s interval could not be checked against its output.`,
  lower: 'A value equal to a threshold is in the lower regime.',
};

const chinese: typeof english = {
  tests: ['单一门槛', '双重门槛', '三重门槛'],
  critical: '临界值',
  conventions: { xthreg: '自由度为 nT − T（同 xthreg）', hansen: '自由度为 n(T − 1)' },
  note: (variable, slopes, convention, bootstrapped) =>
    han`门槛变量为${variable}，核心解释变量为${slopes}，按发现的先后排列；F 统计量${convention}${bootstrapped ? '；P 值和临界值由按个体的自助法得到' : ''}。`,
  unseen: (tests) =>
    han`${tests}：估计值的一侧相邻候选值被拒绝而另有候选值未被拒绝，此种情形下 xthreg 的区间未能与其输出核对。`,
  lower: '等于门槛值的观测属于较低的区间。',
};

/** Phrases of its tables by language. */
export const phrases = { en: english, zh: chinese };
