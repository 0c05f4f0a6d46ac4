/** Labels of the statistics that discontinuities have, and words that their notes share. */
import type { FitWords } from '../../../src/econ/estimator.ts';

export const kernelWords = {
  en: { triangular: 'triangular', epanechnikov: 'Epanechnikov', uniform: 'uniform' },
  zh: { triangular: '三角核', epanechnikov: 'Epanechnikov 核', uniform: '均匀核' },
};

export const statistics: FitWords['stats'] = {
  h: { en: 'Bandwidth', zh: '带宽', csv: 'Bandwidth' },
  hBelow: { en: 'Bandwidth below', zh: '左侧带宽', csv: 'Bandwidth below' },
  hAbove: { en: 'Bandwidth above', zh: '右侧带宽', csv: 'Bandwidth above' },
  b: { en: 'Bandwidth of the bias', zh: '偏误带宽', csv: 'Bandwidth of the bias' },
  bBelow: { en: 'Bandwidth of the bias below', zh: '左侧偏误带宽', csv: 'Bandwidth of the bias below' },
  bAbove: { en: 'Bandwidth of the bias above', zh: '右侧偏误带宽', csv: 'Bandwidth of the bias above' },
  nBelow: { en: 'Observations below', zh: '左侧观测值', csv: 'N below', count: true },
  nAbove: { en: 'Observations above', zh: '右侧观测值', csv: 'N above', count: true },
  nWithin: { en: 'Observations within the bandwidth', zh: '带宽内观测值', csv: 'N within', count: true },
  nWithinBelow: { en: 'Within the bandwidth below', zh: '左侧带宽内观测值', csv: 'N within below', count: true },
  nWithinAbove: { en: 'Within the bandwidth above', zh: '右侧带宽内观测值', csv: 'N within above', count: true },
  nBias: { en: 'Within the bandwidth of the bias', zh: '偏误带宽内观测值', csv: 'N within b', count: true },
  nBiasBelow: { en: 'Within that of the bias below', zh: '左侧偏误带宽内观测值', csv: 'N within b below', count: true },
  nBiasAbove: { en: 'Within that of the bias above', zh: '右侧偏误带宽内观测值', csv: 'N within b above', count: true },
  uniqueBelow: { en: 'Distinct values below', zh: '左侧不同取值', csv: 'Distinct below', count: true },
  uniqueAbove: { en: 'Distinct values above', zh: '右侧不同取值', csv: 'Distinct above', count: true },
  below: { en: 'Level below the cut-off', zh: '断点左侧水平', csv: 'Level below' },
  above: { en: 'Level at the cut-off', zh: '断点右侧水平', csv: 'Level above' },
  firstStage: { en: 'Jump of the treatment', zh: '处理变量的跳跃', csv: 'First stage' },
  densityBelow: { en: 'Density below', zh: '左侧密度', csv: 'Density below' },
  densityAbove: { en: 'Density above', zh: '右侧密度', csv: 'Density above' },
  bin: { en: 'Width of bins', zh: '箱宽', csv: 'Bin width' },
  binomialP: { en: 'Binomial p, least window', zh: '二项检验 p 值（最小窗口）', csv: 'Binomial p' },
  windowLeft: { en: 'Window from', zh: '窗口下限', csv: 'Window from' },
  windowRight: { en: 'Window to', zh: '窗口上限', csv: 'Window to' },
  meanBelow: { en: 'Mean below', zh: '左侧均值', csv: 'Mean below' },
  meanAbove: { en: 'Mean above', zh: '右侧均值', csv: 'Mean above' },
  sdBelow: { en: 'SD below', zh: '左侧标准差', csv: 'SD below' },
  sdAbove: { en: 'SD above', zh: '右侧标准差', csv: 'SD above' },
  rankSumZ: { en: 'Rank sum z', zh: '秩和检验 z 值', csv: 'Rank sum z' },
  rankSumP: { en: 'p of the rank sum', zh: '秩和检验 p 值', csv: 'Rank sum p' },
  randomisationP: { en: 'p by randomisation', zh: '随机化推断 p 值', csv: 'Randomisation p' },
  assignments: { en: 'Assignments', zh: '随机分配次数', csv: 'Assignments', count: true },
  cutoffCount: { en: 'Cut-offs', zh: '断点数', csv: 'Cut-offs', count: true },
  equalChi2: { en: 'χ² of equal effects', zh: '效应相等检验 χ²', csv: 'Equality chi2' },
  equalP: { en: 'p of equal effects', zh: '效应相等检验 p 值', csv: 'Equality p' },
  firstStageF: { en: 'First-stage F', zh: '第一阶段 F 值', csv: 'First-stage F' },
};

/** Statistics by the names that claims and tables have for them. */
export const rdStatistics: readonly string[] = Object.keys(statistics);
