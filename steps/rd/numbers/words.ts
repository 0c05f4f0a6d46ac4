/** Words for the fits of `kind: rd`, which tables print below them. */
import type { FitWords } from '../../../src/econ/estimator.ts';
import type { RdSpec } from './spec.ts';

const orders = {
  en: ['constant', 'linear', 'quadratic', 'cubic'],
  zh: ['局部常数', '局部线性', '局部二次', '局部三次'],
};
const kernels = {
  en: { triangular: 'triangular', epanechnikov: 'Epanechnikov', uniform: 'uniform' },
  zh: { triangular: '三角核', epanechnikov: 'Epanechnikov 核', uniform: '均匀核' },
};

const orderOf = ({ p }: RdSpec): FitWords['note'] => ({
  en: `local ${orders.en[p] ?? `polynomial of order ${p}`}`,
  zh: orders.zh[p] ?? `局部 ${p} 次多项式`,
});

function bandwidthOf({ h, bandwidth }: RdSpec): FitWords['note'] {
  if (h !== null) return { en: 'given bandwidth', zh: '带宽为给定值' };
  const isMse = bandwidth.startsWith('mse');
  return {
    en: `bandwidth by ${isMse ? 'mean squared' : 'coverage'} error (${bandwidth})`,
    zh: `带宽按${isMse ? '均方' : '覆盖'}误差选择（${bandwidth}）`,
  };
}

/** The words of a node: they are plain JSON, and enter the keys of tables that show it. */
export function rdWords(spec: RdSpec): FitWords {
  const { takeUp, deriv, kernel, covariates, weights, donut } = spec;
  const [order, bandwidth] = [orderOf(spec), bandwidthOf(spec)];
  const design = takeUp === null ? { en: 'sharp', zh: '精确' } : { en: 'fuzzy', zh: '模糊' };
  const jump = deriv === 0 ? { en: 'discontinuity', zh: '断点回归' } : { en: 'kink', zh: '弯折回归' };
  const more = [
    ...(covariates.length === 0 ? [] : [{ en: 'covariates taken off', zh: '剔除协变量' }]),
    ...(weights === null ? [] : [{ en: 'weighted', zh: '加权' }]),
    ...(donut === 0 ? [] : [{ en: `without rows nearer than ${donut}`, zh: `不含距断点小于 ${donut} 的观测` }]),
  ];
  const how = (language: 'en' | 'zh'): string[] => [
    `${order[language]}`,
    language === 'en' ? `${kernels.en[kernel]} kernel` : kernels.zh[kernel],
    bandwidth[language],
    ...more.map((each) => each[language]),
  ];
  const isPair = !hasOneBandwidth(spec);
  return {
    note: {
      en: `${design.en} ${jump.en} (${how('en').join(', ')}), robust estimates bias-corrected after Calonico, Cattaneo and Titiunik (2014)`,
      zh: `${design.zh}${jump.zh}（${how('zh').join('，')}），稳健估计按 Calonico、Cattaneo 和 Titiunik（2014）校正偏误`,
    },
    stats: statistics,
    usual: [
      ...(isPair ? ['hBelow', 'hAbove'] : ['h']),
      'nWithinBelow',
      'nWithinAbove',
      ...(takeUp === null ? [] : ['firstStage', 'firstStageF']),
    ],
  };
}

/** Says whether both sides have one bandwidth, whatever the data are. */
const hasOneBandwidth = ({ h, bandwidth }: RdSpec): boolean =>
  h !== null ? h[0] === h[1] : ['rd', 'sum', 'comb1'].includes(bandwidth.slice(3));

const statistics: FitWords['stats'] = {
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
  firstStageF: { en: 'First-stage F', zh: '第一阶段 F 值', csv: 'First-stage F' },
};

/** Statistics by the names that claims and tables have for them. */
export const rdStatistics: readonly string[] = Object.keys(statistics);
