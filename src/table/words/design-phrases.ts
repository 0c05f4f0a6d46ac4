/** Phrases that tables of designs print, by language: event studies, treatment at different times, Oster’s bounds. */

import { han } from './han.ts';

const signed = (period: number): string => String(period).replace('-', '−');

/** 处理前 5 期 */
const since = (period: number): string =>
  period === 0 ? '处理当期' : period < 0 ? han`处理前 ${-period} 期` : han`处理后 ${period} 期`;

const english = {
  atQuantile: (share: string) => `Quantile ${share}`,
  atDose: (of: 'att' | 'acrt', dose: string, isPercentile: boolean) =>
    `${of.toUpperCase()} at ${isPercentile ? `percentile ${dose} of doses` : dose}`,
  inRing: (from: string, to: string) => `${from}–${to} km from the treated`,
  sinceTreatment: (period: number) =>
    period === 0
      ? 'Period of treatment'
      : `${Math.abs(period)} ${Math.abs(period) === 1 ? 'period' : 'periods'} ${period < 0 ? 'before' : 'after'}`,
  binnedEnd: {
    low: (period: number) => `≤ ${signed(period)}`,
    high: (period: number) => `≥ ${signed(period)}`,
  },
  averages: {
    simple: 'ATT',
    acrt: 'ACRT',
    group: 'ATT, mean of cohorts',
    calendar: 'ATT, mean of periods',
    dynamic: 'ATT, mean of periods since treatment',
  },
  jumps: { conventional: 'Conventional', bias_corrected: 'Bias-corrected', robust: 'Robust' },
  effectOf: {
    group: (cohort: string) => `Cohort ${cohort}`,
    calendar: (period: string) => `In ${period}`,
  },
  eventNote: (reference: string, binned: string) =>
    `periods are since treatment, and ${reference} ${reference.includes(',') ? 'are the references' : 'is the reference'}${binned === '' ? '' : `; ${binned} also ${binned.includes(',') ? 'hold' : 'holds'} the periods beyond`}`,
  marginal: (label: string) => `dy/dx: ${label}`,
  predicted: (places: string) => (places === '' ? 'Prediction' : `Prediction: ${places}`),
  placed: (label: string, places: string) => `${label} (${places})`,
  osterDelta: (label: string, beta: string) =>
    `Oster’s δ, how strong selection on unobservables would have to be beside that on the controls to bring the coefficient of ${label} to ${beta}`,
  osterBeta: (label: string, delta: string) => `Oster’s β*, the coefficient of ${label} under δ = ${delta}`,
  osterUpTo: (what: string, r2: 'r2' | 'r2Within', rmax: string) =>
    `${what}: for a largest ${r2 === 'r2' ? 'R²' : 'within R²'} of ${rmax} (Oster 2019)`,
};

const chinese: typeof english = {
  atQuantile: (share) => han`${share} 分位数`,
  atDose: (of, dose, isPercentile) =>
    isPercentile ? han`${of.toUpperCase()}（剂量第 ${dose} 百分位）` : han`${of.toUpperCase()}（剂量 ${dose}）`,
  inRing: (from, to) => han`距处理个体 ${from}–${to} 公里`,
  sinceTreatment: since,
  binnedEnd: { low: (period) => han`${since(period)}及以前`, high: (period) => han`${since(period)}及以后` },
  averages: {
    simple: 'ATT',
    acrt: 'ACRT',
    group: 'ATT：组别平均',
    calendar: 'ATT：日历时期平均',
    dynamic: 'ATT：相对时期平均',
  },
  jumps: { conventional: '常规估计', bias_corrected: '偏误校正估计', robust: '稳健估计' },
  effectOf: { group: (cohort) => han`${cohort} 组`, calendar: (period) => han`${period} 期` },
  eventNote: (reference, binned) =>
    han`各期为相对处理时点的期数，以 ${reference} 期为基准${binned === '' ? '' : `；${binned} 期包含窗口以外的各期`}`,
  marginal: (label) => han`边际效应：${label}`,
  predicted: (places) => (places === '' ? '预测值' : han`预测值：${places}`),
  placed: (label, places) => `${label}（${places}）`,
  osterDelta: (label, beta) => han`Oster δ 为使${label}的系数等于 ${beta} 时，不可观测因素相对于控制变量所需的选择强度`,
  osterBeta: (label, delta) => han`Oster β* 为 δ = ${delta} 时${label}的系数`,
  osterUpTo: (what, r2, rmax) => han`${what}（Oster 2019），最大${r2 === 'r2' ? ' R²' : '组内 R²'} 取 ${rmax}`,
};

export const designPhrases = { en: english, zh: chinese };
