/** Phrases of tables whose estimates are shown otherwise than they were estimated, by language. */

/** `90% and 95%` */
const listed = (texts: readonly string[], comma: string, and: string): string =>
  texts.length === 1 ? texts[0]! : texts.slice(0, -1).join(comma) + and + texts.at(-1)!;

const english = {
  intervals: (levels: readonly string[]) => `${listed(levels, ', ', ' and ')} confidence intervals`,
  exponentiated: 'exponentiated coefficients, standard errors by the delta method, p values of the coefficients',
  standardized: 'standardized coefficients, in standard deviations of the outcome for one of the regressor',
};

type ComputedPhrases = typeof english;

const chinese: ComputedPhrases = {
  intervals: (levels) => `${listed(levels, '、', '和')} 置信区间`,
  exponentiated: '表中为系数的指数值，标准误由 delta 方法得到，p 值为原系数的 p 值',
  standardized: '表中为标准化系数：解释变量增加一个标准差时被解释变量变动的标准差数',
};

export const computedPhrases = { en: english, zh: chinese } as const;
