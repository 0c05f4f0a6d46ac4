/** Chinese sentences of the spatial tests alone. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const sentences: readonly Sentence[] = [
  ['the spatial lag of the fitted values is a combination of the regressors', '拟合值的空间滞后可由解释变量线性表示'],
];
