/** Chinese sentences of inequality alone. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const sentences: readonly Sentence[] = [
  ['values that are all alike have no inequality to divide', '数值全部相同，没有可分解的不平等'],
];
