/** Chinese sentences of matching alone. */
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
