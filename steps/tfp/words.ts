/** Chinese words of production functions alone. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const sentences: readonly Sentence[] = [
  ['no standard errors were asked for', '未要求标准误'],
  ['one value has no standard deviation', '只有一个值，没有标准差'],
  [
    '… rows follow on a gap of its firm, and tell nothing of the motion of productivity',
    '$1 行与其企业上一期之间有间断，不用于估计生产率的动态',
  ],
  [
    '1 row follows on a gap of its firm, and tells nothing of the motion of productivity',
    '1 行与其企业上一期之间有间断，不用于估计生产率的动态',
  ],
  ['the moments have … solutions; the nearest to least squares is taken', '矩条件有 $1 个解，取最接近最小二乘估计者'],
  ['no elasticities solve the moments; those nearest to a solution are taken', '没有弹性满足矩条件，取最接近者'],
  ['… of … samples of firms tell no elasticities, and were left out', '$2 次企业抽样中有 $1 次无法得到弹性，已剔除'],
];
