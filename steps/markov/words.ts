/** Chinese sentences of a Markov chain alone. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const sentences: readonly Sentence[] = [
  ['no unit begins in this state', '没有个体初始处于该状态'],
  ['the chain has several ergodic distributions', '该马尔可夫链存在多个遍历分布'],
  ['no two classes to compare', '没有可比较的两个类别'],
];
