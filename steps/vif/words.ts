/** Phrases of tables of variance inflation, by language. */

const english = {
  meanVif: 'Mean VIF',
};

const chinese: typeof english = {
  meanVif: 'VIF 均值',
};

/** Phrases of its tables by language. */
export const phrases = { en: english, zh: chinese };
