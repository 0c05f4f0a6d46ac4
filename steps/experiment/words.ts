/** Phrases by language, and the Chinese sentences that only tables of experiments print. */
import { han } from '../../src/table/words/han.ts';
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';
import type { ErrorName, EstimatorName } from './numbers/spec.ts';

export const sentences: readonly Sentence[] = [
  ['strata of … with too few rows of an arm are left out: …', '$1 的分层中某臂观测过少，已略去：$2'],
  ['one value has no variance', '单个取值没有方差'],
];

const english = {
  stubs: { outcome: 'Outcome' },
  semicolon: '; ',
  estimators: {
    regression: (strata: boolean, covariates: boolean) =>
      `regressions on arms${strata ? ', strata' : ''}${covariates ? ', covariates' : ''}`,
    difference: (strata: boolean) =>
      strata ? 'differences of means weighed over strata by their rows' : 'differences of means',
    lin: (strata: boolean) =>
      `regressions on arms, centred covariates and their products${strata ? ', beside strata' : ''} (Lin 2013)`,
  } as Readonly<Record<EstimatorName, (strata: boolean, covariates: boolean) => string>>,
  effects: (how: string) => `Effects by ${how}`,
  errors: (name: ErrorName | 'Neyman', cluster: string) =>
    ({
      Neyman: 'Neyman’s standard errors',
      CR2: `CR2 standard errors clustered by ${cluster}, with Satterthwaite’s degrees of freedom`,
    })[name as string] ?? `${name} standard errors${cluster === '' ? '' : ` clustered by ${cluster}`}`,
  weighted: 'rows weigh the inverse of the chance of their arm',
};

const chinese: typeof english = {
  stubs: { outcome: '结果变量' },
  semicolon: '；',
  estimators: {
    regression: (strata, covariates) => `对处理臂${strata ? '、分层' : ''}${covariates ? '、协变量' : ''}的回归`,
    difference: (strata) => (strata ? '各分层均值差按观测数加权' : '均值差'),
    lin: (strata) => `对处理臂、去均值协变量及其交互项的回归${strata ? '（含分层）' : ''}（Lin 2013）`,
  },
  effects: (how) => `效应估计：${how}`,
  errors: (name, cluster) =>
    ({ Neyman: 'Neyman 标准误', CR2: han`CR2 标准误按${cluster}聚类，自由度按 Satterthwaite 计算` })[name as string] ??
    (cluster === '' ? han`${name} 标准误` : han`${name} 标准误按${cluster}聚类`),
  weighted: '各行按所在臂概率的倒数加权',
};

/** Phrases of its tables by language. */
export const phrases = { en: english, zh: chinese };
