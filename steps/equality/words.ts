/** Phrases of tables of tests of equality, by language, and what their results alone say. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

const english = {
  suest: (df: number) => `All together, χ²(${df})`,
  hausman: (df: number) => `Hausman, χ²(${df})`,
};

const chinese: typeof english = {
  suest: (df) => `联合检验 χ²(${df})`,
  hausman: (df) => `Hausman 检验 χ²(${df})`,
};

/** Phrases of its tables by language. */
export const phrases = { en: english, zh: chinese };

export const sentences: readonly Sentence[] = [
  ['the variance is negative', '方差为负'],
  ['… groups cannot test … restrictions', '$1 个组不足以检验 $2 个约束'],
  ['χ² is negative: the fit does not meet the test’s assumptions', 'χ² 为负：不满足检验的前提'],
];
