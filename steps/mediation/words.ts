/** Chinese sentences of mediation alone. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const sentences: readonly Sentence[] = [
  ['two steps do not regress the outcome on the mediator', '两步法不做被解释变量对中介变量的回归'],
  ['the total effect is zero', '总效应为零'],
  ['the direct effect is zero', '直接效应为零'],
];
