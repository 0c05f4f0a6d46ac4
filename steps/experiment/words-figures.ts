/** Phrases of the figures of experiments, by language. */
import { phrases } from './words.ts';

const english = {
  effect: 'Effect',
  size: 'Effect',
  power: 'Power',
  found: (adjusted: boolean) => `${adjusted ? 'adjusted p' : 'p'} below 0.05`,
  notFound: '0.05 or above',
  observed: 'effect on those who are observed',
  bound: 'between bounds',
  interval: '95% interval',
  comma: ', ',
  bracketed: (name: string, more: string) => `${name} (${more})`,
  methods: (name: string): string => phrases.en.bounds(name),
  statisticOf: (statistic: string, outcome: string) => `${outcome}: ${statistic}`,
  pOf: (p: string) => `p by randomisation: ${p}`,
};

const chinese: typeof english = {
  effect: '效应',
  size: '效应大小',
  power: '检验功效',
  found: (adjusted) => `${adjusted ? '校正后 ' : ''}p 小于 0.05`,
  notFound: '不小于 0.05',
  observed: '已观测者的效应',
  bound: '界之间',
  interval: '95% 区间',
  comma: '，',
  bracketed: (name, more) => `${name}（${more}）`,
  methods: phrases.zh.bounds,
  statisticOf: (statistic, outcome) => `${outcome}：${statistic}`,
  pOf: (p) => `随机化 p 值：${p}`,
};

export const figurePhrases = { en: english, zh: chinese };
