/** Chinese sentences of a panel threshold model alone. */
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
