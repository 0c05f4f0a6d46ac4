/** Phrases of what draws from the design tell, by language. */
import { type Adjustment, adjustments } from '../../src/econ/distributions/adjusted-p.ts';
import { adjustedBy } from '../../src/table/builders/adjusted-by.ts';
import type { MultipleName, StatisticName } from './numbers/redrawn/spec.ts';

type Adjusted = Readonly<Record<MultipleName, (draws: string, exact: boolean) => string>>;

/** Sentences of methods that draw nothing. */
const byPValues = (language: 'en' | 'zh') =>
  Object.fromEntries(adjustments.map((name) => [name, () => adjustedBy[name][language]])) as unknown as Pick<
    Adjusted,
    Adjustment
  >;

const english = {
  statistics: { t: 't', estimate: 'effect', ranks: 'difference of mean ranks', ks: 'Kolmogorov–Smirnov' } as Readonly<
    Record<StatisticName, string>
  >,
  panel: (arm: string, statistic: string) => `${arm}, ${statistic}`,
  randomisation: (statistic: string, draws: string, exact: boolean) =>
    `p values by randomisation: ${statistic} over ${exact ? 'all ' : ''}${draws} assignments that the design might have made, if no arm has an effect`,
  redrawn: (strata: boolean, cluster: boolean) =>
    `Arms fall on ${cluster ? 'clusters' : 'rows'} anew${strata ? ' within strata' : ''}, and p is the share of assignments with a statistic as large in absolute value`,
  power:
    'Arms are assigned anew, and an effect of a known size is added; MDE is the least effect that is found with the chance asked for, Size how often none is found to be one',
  adjusted: {
    ...byPValues('en'),
    westfall_young: (draws, exact) =>
      `p values are stepped down by Westfall and Young’s largest |t| over ${exact ? 'all ' : ''}${draws} assignments of the design`,
    westfall_young_minp: (draws, exact) =>
      `p values are stepped down by Westfall and Young’s least p over ${exact ? 'all ' : ''}${draws} assignments of the design`,
    romano_wolf: (draws) =>
      `p values are stepped down by Romano and Wolf over ${draws} samples drawn within strata and arms, of clusters where there are any`,
  } as Adjusted,
};

const chinese: typeof english = {
  statistics: { t: 't', estimate: '效应', ranks: '平均秩之差', ks: 'Kolmogorov–Smirnov 统计量' },
  panel: (arm, statistic) => `${arm}，${statistic}`,
  randomisation: (statistic, draws, exact) =>
    `随机化 p 值：在各处理臂均无效应的假设下，比较 ${statistic} 在${exact ? '全部 ' : ' '}${draws} 种设计可能的分配方案中的分布`,
  redrawn: (strata, cluster) =>
    `处理臂${strata ? '在分层内' : ''}重新分配给${cluster ? '聚类' : '各行'}，p 为统计量绝对值不小于实际值的分配方案所占比例`,
  power: '重新分配处理臂并加上已知大小的效应；最小可检测效应为以给定概率被发现的最小效应，检验水平为无效应时的拒绝频率',
  adjusted: {
    ...byPValues('zh'),
    westfall_young: (draws, exact) =>
      `p 值按 Westfall–Young 最大 |t| 逐步法校正，基于设计的${exact ? '全部 ' : ' '}${draws} 种分配方案`,
    westfall_young_minp: (draws, exact) =>
      `p 值按 Westfall–Young 最小 p 逐步法校正，基于设计的${exact ? '全部 ' : ' '}${draws} 种分配方案`,
    romano_wolf: (draws) =>
      `p 值按 Romano–Wolf 逐步法校正，基于在分层和处理臂内（有聚类时按聚类）抽取的 ${draws} 个样本`,
  } as Adjusted,
};

export const inferencePhrases = { en: english, zh: chinese };
