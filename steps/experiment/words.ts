/** Phrases by language, and the Chinese sentences that only tables of experiments print. */
import { han } from '../../src/table/words/han.ts';
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';
import type { ErrorName, EstimatorName } from './numbers/spec.ts';

export const sentences: readonly Sentence[] = [
  ['strata of … with too few rows of an arm are left out: …', '$1 的分层中某臂观测过少，已略去：$2'],
  ['assignment moves … little: F = …', '分配对 $1 的影响较弱：F = $2'],
  ['several arms have first stages of their own', '多个处理臂各有其第一阶段'],
  ['fewer clusters than terms', '聚类数少于变量数'],
  ['an arm lies in one cluster alone', '某臂仅有一个聚类'],
  ['all variances are zero', '方差均为零'],
  ['one value has no variance', '单个取值没有方差'],
  ['the data do not identify the statistic', '数据无法识别该统计量'],
  ['its own test is not defined', '其自身的检验无定义'],
];

const boundNames: Readonly<Record<string, string>> = { lee: 'Lee', horowitz_manski: 'Horowitz–Manski' };

const english = {
  stubs: { outcome: 'Outcome', subgroup: 'Subgroup', covariate: 'Covariate' },
  colon: ': ',
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
  late: (errors: string) =>
    `Effects of taking the treatment up, by two-stage least squares with arms as instruments; ${errors}`,
  subgroups: (errors: string) => `Effects in subgroups by one regression with all products; ${errors}`,
  difference: (level: string, from: string) => `${level} less ${from}`,
  balance: (errors: string) =>
    `Differences between arm and control; ${errors}; normalised differences are in root mean squares of both standard deviations`,
  attrition: (errors: string) => `Shares of rows whose outcome is missing; ${errors}`,
  bounds: (method: string) => boundNames[method] ?? `Kling–Liebman, ${method.replace('kling_liebman_', '')} SD`,
  boundsNote: (methods: string) => `Bounds of the effect where outcomes are missing: ${methods}`,
  boundNotes: {
    lee: 'Lee’s of rows whose outcome would be known in either arm, with Imbens and Manski’s 95% interval',
    horowitz_manski: 'Horowitz and Manski’s with missing values at the ends of the support',
    kling_liebman: 'Kling and Liebman’s with missing values some standard deviations from the mean of their arm',
  },
  jointTest: (of: string, f: string, df: string, p: string) =>
    `Joint test${of === '' ? '' : ` of ${of}`}: F(${df}) = ${f}, p = ${p}`,
  noJointTest: (of: string, why: string) => `No joint test${of === '' ? '' : ` of ${of}`}: ${why}`,
  chosen: (candidates: string) =>
    `with further covariates that lassos of the outcome and of the arms choose among ${candidates} terms (Belloni, Chernozhukov & Hansen 2014)`,
  weighted: 'rows weigh the inverse of the chance of their arm',
};

const chinese: typeof english = {
  stubs: { outcome: '结果变量', subgroup: '子组', covariate: '协变量' },
  colon: '：',
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
  late: (errors) => `以处理臂为工具变量的两阶段最小二乘：实际接受处理的效应；${errors}`,
  subgroups: (errors) => `含全部交互项的同一回归中的子组效应；${errors}`,
  difference: (level, from) => han`${level}减${from}`,
  balance: (errors) => `处理臂与对照组之差；${errors}；标准化差异以两组标准差的均方根为单位`,
  attrition: (errors) => `结果变量缺失的观测比例；${errors}`,
  bounds: (method) => boundNames[method] ?? han`Kling–Liebman，${method.replace('kling_liebman_', '')} 个标准差`,
  boundsNote: (methods) => `结果变量缺失时效应的界：${methods}`,
  boundNotes: {
    lee: 'Lee 界针对在两臂中均可观测的个体，附 Imbens–Manski 95% 区间',
    horowitz_manski: 'Horowitz–Manski 界将缺失值置于取值范围的两端',
    kling_liebman: 'Kling–Liebman 界将缺失值置于所在臂均值的若干个标准差处',
  },
  jointTest: (of, f, df, p) => han`联合检验${of === '' ? '' : `（${of}）`}：F(${df}) = ${f}，p = ${p}`,
  noJointTest: (of, why) => han`无联合检验${of === '' ? '' : `（${of}）`}：${why}`,
  chosen: (candidates) =>
    `另由结果变量与处理臂的 lasso 从 ${candidates} 项中选取协变量（Belloni, Chernozhukov & Hansen 2014）`,
  weighted: '各行按所在臂概率的倒数加权',
};

/** Phrases of its tables by language. */
export const phrases = { en: english, zh: chinese };
