/** Phrases that tables of designs print, by language: event studies, treatment at different times, matching. */

const signed = (period: number): string => String(period).replace('-', '−');

/** 处理前 5 期 */
const since = (period: number): string =>
  period === 0 ? '处理当期' : period < 0 ? `处理前 ${-period} 期` : `处理后 ${period} 期`;

const english = {
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
    group: 'ATT, mean of cohorts',
    calendar: 'ATT, mean of periods',
    dynamic: 'ATT, mean of periods since treatment',
  },
  effectOf: {
    group: (cohort: string) => `Cohort ${cohort}`,
    calendar: (period: string) => `In ${period}`,
  },
  match: {
    sample: 'Sample',
    before: 'Unmatched',
    after: 'Matched',
    meanBias: 'Mean |bias|',
    methods: {
      nearest: 'Nearest neighbours by the propensity score',
      radius: 'All controls within a radius of the propensity score',
      kernel: 'Kernel weights by the propensity score',
      entropy: 'Entropy balancing',
    },
    within: (method: string, by: string) => `${method}, each level of ${by} by itself`,
    note: (method: string, matched: number, treated: number, controls: number, effects: boolean) =>
      `${method}: ${matched} of ${treated} treated rows and ${controls} controls${effects ? '; standard errors take the weights as given, and so are approximate' : '; biases in percent of the standard deviations before matching'}`,
  },
  bacon: {
    types: {
      treated_vs_untreated: 'Treated vs never treated',
      later_vs_always: 'Later vs always treated',
      earlier_vs_later: 'Earlier vs later treated',
      later_vs_earlier: 'Later vs earlier treated',
    },
    twfe: 'Two-way fixed effects',
  },
  eventNote: (reference: string, binned: string) =>
    `periods are since treatment, and ${reference} ${reference.includes(',') ? 'are the references' : 'is the reference'}${binned === '' ? '' : `; ${binned} also ${binned.includes(',') ? 'hold' : 'holds'} the periods beyond`}`,
  marginal: (label: string) => `dy/dx: ${label}`,
  osterDelta: (label: string, beta: string) =>
    `Oster’s δ, how strong selection on unobservables would have to be beside that on the controls to bring the coefficient of ${label} to ${beta}`,
  osterBeta: (label: string, delta: string) => `Oster’s β*, the coefficient of ${label} under δ = ${delta}`,
  osterUpTo: (what: string, r2: 'r2' | 'r2Within', rmax: string) =>
    `${what}: for a largest ${r2 === 'r2' ? 'R²' : 'within R²'} of ${rmax} (Oster 2019)`,
};

const chinese: typeof english = {
  sinceTreatment: since,
  binnedEnd: { low: (period) => `${since(period)}及以前`, high: (period) => `${since(period)}及以后` },
  averages: { simple: 'ATT', group: 'ATT：组别平均', calendar: 'ATT：日历时期平均', dynamic: 'ATT：相对时期平均' },
  effectOf: { group: (cohort) => `${cohort} 组`, calendar: (period) => `${period} 期` },
  match: {
    sample: '样本',
    before: '匹配前',
    after: '匹配后',
    meanBias: '平均绝对偏差',
    methods: {
      nearest: '按倾向得分的近邻匹配',
      radius: '按倾向得分的半径匹配',
      kernel: '按倾向得分的核匹配',
      entropy: '熵平衡',
    },
    within: (method, by) => `${method}，按 ${by} 逐组匹配`,
    note: (method, matched, treated, controls, effects) =>
      `${method}：${treated} 个处理观测中匹配 ${matched} 个，使用 ${controls} 个对照${effects ? '；标准误视权重为给定，因而为近似值' : '；偏差以匹配前标准差的百分比表示'}`,
  },
  bacon: {
    types: {
      treated_vs_untreated: '处理组对从未处理组',
      later_vs_always: '后处理组对始终处理组',
      earlier_vs_later: '先处理组对后处理组',
      later_vs_earlier: '后处理组对先处理组',
    },
    twfe: '双向固定效应',
  },
  eventNote: (reference, binned) =>
    `各期为相对处理时点的期数，以 ${reference} 期为基准${binned === '' ? '' : `；${binned} 期包含窗口以外的各期`}`,
  marginal: (label) => `边际效应：${label}`,
  osterDelta: (label, beta) => `Oster δ 为使${label}的系数等于 ${beta} 时，不可观测因素相对于控制变量所需的选择强度`,
  osterBeta: (label, delta) => `Oster β* 为 δ = ${delta} 时${label}的系数`,
  osterUpTo: (what, r2, rmax) => `${what}（Oster 2019），最大${r2 === 'r2' ? ' R²' : '组内 R²'} 取 ${rmax}`,
};

export const designPhrases = { en: english, zh: chinese };
