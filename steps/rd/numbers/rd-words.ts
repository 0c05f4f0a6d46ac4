/** Words for estimates by local polynomials. */
import type { FitWords } from '../../../src/econ/estimator.ts';
import type { RdSpec } from './spec.ts';
import { kernelWords, statistics } from './statistics.ts';

const orders = {
  en: ['constant', 'linear', 'quadratic', 'cubic'],
  zh: ['局部常数', '局部线性', '局部二次', '局部三次'],
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
    language === 'en' ? `${kernelWords.en[kernel]} kernel` : kernelWords.zh[kernel],
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
