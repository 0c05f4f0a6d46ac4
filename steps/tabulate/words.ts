/** Chinese sentences of tabulations alone. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const sentences: readonly Sentence[] = [
  ['weights that are no frequencies have no χ² test', '非频数权重没有 χ² 检验'],
  ['one row or one column has nothing to depend on', '只有一行或一列，无从检验独立性'],
];
