/** Phrases of tables of correlations, by language. */
import { han } from '../../src/table/words/han.ts';

const english = {
  correlations: (method: string, rows: string) => `${method} correlations; N = ${rows}`,
  pearson: 'Pearson',
  spearman: 'Spearman rank',
};

const chinese: typeof english = {
  correlations: (method, rows) => han`${method}相关系数；N = ${rows}`,
  pearson: 'Pearson',
  spearman: 'Spearman 秩',
};

/** Phrases of its tables by language. */
export const phrases = { en: english, zh: chinese };
