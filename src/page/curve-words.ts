/** THE words of the curve of specifications, in English and in Chinese. */
const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

export const english = {
  title: (term: string) => `Specification curve of ${term}`,
  all: 'Show all',
  between: ' ',
  none: (all: number) => `None of the ${many(all, 'specification')} is shown.`,
  counted: (count: number, all: number) =>
    `${count} of ${many(all, 'specification')} ${count === 1 ? 'is' : 'are'} shown.`,
  median: (value: string) => `Their median estimate is ${value}.`,
  significant: (count: number, tested: number, percent: string) =>
    `${count} of ${tested} (${percent}%) ${count === 1 ? 'is' : 'are'} significant at 5%.`,
  unidentified: (count: number) => `In ${many(count, 'more specification')} the term has no estimate.`,
  own: 'The paper’s own:',
  ownIs: (value: string, isShown: boolean) => `, ${value}${isShown ? '' : ', which is not among those shown'}.`,
  noOwn: 'No column of models in the pipeline is one of these specifications.',
  isSignificant: 'significant at 5%',
  isNot: 'not significant',
  heads: ['Estimate', 'p', '95% interval, from', '95% interval, to'] as readonly string[],
};

export type CurveWords = typeof english;

export const chinese: CurveWords = {
  title: (term) => `${term}的设定曲线`,
  all: '全部显示',
  between: '',
  none: (all) => `共 ${all} 个模型设定，均未显示。`,
  counted: (count, all) => `显示 ${all} 个模型设定中的 ${count} 个。`,
  median: (value) => `估计值的中位数为 ${value}。`,
  significant: (count, tested, percent) => `${tested} 个中有 ${count} 个（${percent}%）在 5% 水平上显著。`,
  unidentified: (count) => `另有 ${count} 个设定无法估计该项系数。`,
  own: '论文所用设定：',
  ownIs: (value, isShown) => `，${value}${isShown ? '' : '，不在所显示的设定之中'}。`,
  noOwn: '流程中没有与这些设定相同的模型列。',
  isSignificant: '在 5% 水平上显著',
  isNot: '不显著',
  heads: ['估计值', 'p 值', '95% 置信区间下限', '95% 置信区间上限'],
};
