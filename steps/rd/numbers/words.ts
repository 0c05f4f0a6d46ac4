/** Words for the fits of `kind: rd`, which tables print below them. */
import type { FitWords } from '../../../src/econ/estimator.ts';
import { type ChecksSpec, checksOf } from './checks/spec.ts';
import { densityWords, mccraryWords } from './density/words.ts';
import type { RdNodeSpec } from './node-spec.ts';
import { randomisationWords } from './randomisation/words.ts';
import type { RdSpec, RowName } from './spec.ts';
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

/** The words of a node: they are plain JSON, and enter the keys of tables that show it. */
export function wordsOf(spec: RdNodeSpec): FitWords {
  switch (spec.method) {
    case 'polynomials':
      return rdWords(spec);
    case 'checks':
      return checksWords(spec);
    case 'density':
      return densityWords(spec);
    case 'mccrary':
      return mccraryWords(spec);
    case 'randomisation':
      return randomisationWords(spec);
  }
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

const rows: Readonly<Record<RowName, { readonly en: string; readonly zh: string }>> = {
  conventional: { en: 'conventional', zh: '常规' },
  bias_corrected: { en: 'bias-corrected', zh: '偏误校正' },
  robust: { en: 'robust bias-corrected', zh: '稳健偏误校正' },
};

function checksWords(spec: ChecksSpec): FitWords {
  const { note } = rdWords(spec);
  const [en, zh] = [rows[spec.row].en, rows[spec.row].zh];
  return {
    note: {
      en: `checks of a ${note.en}; ${en} estimates, placebo cut-offs from rows on their side of the actual one`,
      zh: `稳健性检验：${note.zh}；${zh}估计，安慰剂断点仅用真实断点同侧观测`,
    },
    names: Object.fromEntries(
      checksOf(spec).flatMap(({ is, term, value }) => (is === 'balance' ? [] : [[term, checkNames[is](value)]])),
    ),
    stats: statistics,
    usual: ['nBelow', 'nAbove'],
  };
}

const checkNames = {
  baseline: () => ({ en: 'Baseline', zh: '基准' }),
  bandwidth: (value: number) => ({ en: `Bandwidth × ${value}`, zh: `带宽 × ${value}` }),
  donut: (value: number) => ({ en: `Donut of ${value}`, zh: `剔除距断点 ${value} 以内` }),
  cutoff: (value: number) => {
    const printed = String(value).replace('-', '−');
    return { en: `Placebo cut-off ${printed}`, zh: `安慰剂断点 ${printed}` };
  },
};
