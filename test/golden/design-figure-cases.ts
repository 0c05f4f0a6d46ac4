/** Figures of designs: what two-way fixed effects compare, how alike matched rows are, and what jumps at a cut-off. */
import { type FigureCase, resultSource } from './figure-fixtures.ts';

const component = (treated: number, control: number | string, type: string, weight: number, estimate: number) => ({
  treated,
  control,
  type,
  weight,
  estimate,
});
const compared = resultSource('bacon', {
  twfe: 0.67,
  components: [
    component(2014, 'never', 'treated_vs_untreated', 0.35, 0.98),
    component(2016, 'never', 'treated_vs_untreated', 0.2, 0.9),
    component(2014, 2016, 'earlier_vs_later', 0.25, 0.45),
    component(2016, 2014, 'later_vs_earlier', 0.2, 0.18),
  ],
});

const matched = resultSource('match', {
  balance: [
    { variable: 'NQP', bias: 12, biasMatched: -3 },
    { variable: 'Patent', bias: -83, biasMatched: 4.5 },
    { variable: 'i(region)::east', bias: 40, biasMatched: { invalid: 'no variation' } },
  ],
});

/** Means that jump from 44 to 52 at 0, with a parabola on each side. */
const bins = [-9, -7, -5, -3, -1, 1, 3, 5, 7, 9].map((meanX, i) => {
  const meanY = (meanX < 0 ? 44 : 52) + 0.4 * meanX + [0.6, -0.9, 0.4, 0.8, -0.5][i % 5]!;
  return { centre: meanX, meanX, meanY, n: 30 + i };
});
const curve = (x: readonly number[], level: number) => {
  const y = x.map((d) => level + 0.4 * d + 0.01 * d * d);
  const reach = x.map((d) => 0.5 + 0.08 * Math.abs(d));
  return { x, y, low: y.map((v, i) => v - reach[i]!), high: y.map((v, i) => v + reach[i]!) };
};
const jumping = resultSource('fit', {
  outcome: 'NQP',
  plot: {
    cutoff: 0,
    running: 'Patent',
    counts: [5, 5],
    bins,
    curves: [curve([-10, -8, -6, -4, -2, 0], 44), curve([0, 2, 4, 6, 8, 10], 52)],
  },
});

/** A density that falls from 0.21 to 0.15 at 0. */
const sided = (x: readonly number[], level: number) => {
  const y = x.map((d) => level - 0.01 * Math.abs(d));
  return { x, y, low: y.map((v) => v - 0.03), high: y.map((v) => v + 0.03) };
};
const dense = resultSource('fit', {
  density: {
    running: 'Patent',
    cutoff: 0,
    bars: [-6, -4, -2, 0, 2, 4].map((from, i) => ({ from, to: from + 2, height: 0.15 + 0.012 * (i % 3) })),
    curves: [sided([0, -2, -4, -6], 0.21), sided([0, 2, 4, 6], 0.15)],
  },
});

/** A treated unit that leaves its synthetic one in 2006, and the gaps of four placebos. */
const synthetic = resultSource('fit', {
  outcome: 'Gap',
  paths: Array.from({ length: 9 }, (_, t) => {
    const [synthetic, gap] = [3 + t / 5 + Math.sin(t) / 4, t < 5 ? Math.cos(2 * t) / 10 : (t - 4) / 3];
    return { period: 2001 + t, treated: synthetic + gap, synthetic, gap, isTreated: t >= 5 };
  }),
  placeboGaps: ['East', 'West', 'North', 'South'].flatMap((name, i) =>
    Array.from({ length: 9 }, (_, t) => ({ name, period: 2001 + t, gap: Math.sin(t + 2 * i) / (t < 5 ? 8 : 3) })),
  ),
  placebos: ['East', 'West', 'North', 'South'].map((name, i) => ({ name, msePre: 0.004 * (i + 1) })),
  stats: { msePre: 0.005 },
});

/** An effect that grows with the dose by less and less, and its slope. */
const dosed = resultSource('fit', {
  treatment: 'Patent',
  curve: Array.from({ length: 25 }, (_, i) => {
    const dose = 1 + i / 6;
    const reach = 0.2 + (dose - 3) * (dose - 3) * 0.1;
    const around = (estimate: number, by: number) => ({ estimate, confLow: estimate - by, confHigh: estimate + by });
    return { dose, att: around(Math.log(dose) - 0.3, reach), acrt: around(1 / dose, 1.5 * reach) };
  }),
});

/** Spill-overs that fade with the distance. */
const around = (estimate: number, by: number) => ({ estimate, confLow: estimate - by, confHigh: estimate + by });
const ringed = resultSource('fit', {
  ring: {
    overall: around(1.8, 0.5),
    by: [
      { from: 0, to: 20, ...around(0.9, 0.4) },
      { from: 20, to: 50, ...around(0.3, 0.35) },
      { from: 50, to: 100, ...around(-0.1, 0.3) },
    ],
  },
});

/** Intervals that widen as trends may part more, and a trend that a pre-test may miss. */
const trending = resultSource('parallel-trends', {
  reference: -1,
  trends: [],
  rows: [
    { variable: 'original', low: 0.12, high: 0.28 },
    { variable: 'relative::0.5', m: 0.5, low: 0.06, high: 0.33 },
    { variable: 'relative::1', m: 1, low: -0.02, high: 0.41 },
    { variable: 'smooth::0.01', m: 0.01, low: 0.04, high: 0.3 },
  ],
  events: [-4, -3, -2, 0, 1, 2].map((event) => {
    const [estimate, trend] = [event < 0 ? Math.sin(event) / 20 : 0.2 + event / 30, 0.03 * (event + 1)];
    const meanAfterPassing = trend * (event < 0 ? 0.6 : 0.9);
    return { event, estimate, low: estimate - 0.08, high: estimate + 0.08, trend, meanAfterPassing };
  }),
});

/** Effects of two cohorts in four periods, of which one is not known. */
const grouped = resultSource('fit', {
  attgt: [2004, 2006].flatMap((group) =>
    [2003, 2004, 2005, 2006].map((time) => {
      const estimate =
        group === 2006 && time === 2003
          ? { invalid: 'no unit is compared' }
          : (time - group) / 10 + (time >= group ? 0.21 : 0.02);
      return { name: `${group}:${time}`, group, time, estimate, stdError: 0.05 };
    }),
  ),
});

/** Weights of four sectors, of which one is negative, and one has no estimate. */
const shifts = resultSource('rotemberg', {
  ...{ iv: 0.62, byPeriod: false },
  sectors: [
    { variable: 'NQP', alpha: 0.55, beta: 0.7 },
    { variable: 'Patent', alpha: 0.4, beta: 0.45 },
    { variable: 'Education', alpha: 0.15, beta: 1.1 },
    { variable: 'HC', alpha: -0.1, beta: -0.2 },
    { variable: 'Gap', alpha: 0, beta: { invalid: 'no variation' } },
  ],
});

/** Two arms and three outcomes in two families; bounds of one. */
const effect = (outcome: string, arm: string, estimate: number, family: string, pHolm: number) => ({
  ...{ variable: `${outcome}:${arm}`, outcome, arm, estimate, family, pHolm, pValue: pHolm / 2 },
  ...{ confLow: estimate - 0.4, confHigh: estimate + 0.4 },
});
const bound = (outcome: string, arm: string, method: string, lower: number, upper: number, more: object = {}) => ({
  ...{ variable: `${outcome}:${arm}`, outcome, arm, method, lower, upper },
  ...more,
});
const sizes = [0, 0.25, 0.5, 0.75, 1];
const trial = resultSource('experiment', {
  effects: [
    effect('NQP', 'small', 0.9, 'scores', 0.004),
    effect('NQP', 'aide', 0.1, 'scores', 1),
    effect('Patent', 'small', -0.3, 'conduct', 0.2),
    effect('Patent', 'aide', 0.55, 'conduct', 0.03),
  ],
  families: [{ method: 'holm', draws: null, exact: false }],
  bounds: [
    bound('NQP', 'small', 'lee', 0.5, 1.2, { confLow: 0.2, confHigh: 1.5 }),
    bound('NQP', 'small', 'horowitz_manski', -0.6, 1.9),
    bound('Patent', 'aide', 'lee', 0.3, 0.8, { confLow: -0.1, confHigh: 1.1 }),
  ],
  randomisation: [
    {
      ...{ variable: 'NQP:small:t', outcome: 'NQP', arm: 'small', statistic: 't', observed: 2.4, pValue: 0.02 },
      drawn: Array.from({ length: 60 }, (_, i) => 3 * Math.sin(i * 1.7) * Math.cos(i * 0.6)),
    },
  ],
  power: [
    { outcome: 'NQP', arm: 'small', target: 0.8, effects: sizes, power: [0.05, 0.2, 0.55, 0.85, 0.97] },
    { outcome: 'NQP', arm: 'aide', target: 0.8, effects: sizes, power: [0.05, 0.15, 0.4, 0.7, 0.9] },
  ],
});

const nested = resultSource('fit', {
  windowLevel: 0.15,
  windows: [
    [0.5, 0.59, 0.23, 0.64],
    [0.75, 0.77, 0.17, 0.55],
    [1, 0.8, 0.15, 0.11],
    [1.25, 0.94, 0.14, 0.05],
  ].map(([half, estimate, stdError, pValue], i) => ({
    ...{ left: -half!, right: half!, below: 50 + 30 * i, above: 60 + 30 * i, pValue, variable: 'Patent' },
    ...{
      estimate,
      stdError,
      confLow: estimate! - 2 * stdError!,
      confHigh: estimate! + 2 * stdError!,
      isChosen: i === 1,
    },
  })),
});

/** Responses that rise and fall again: without a band, and by state with one. */
const responding = (path: 'all' | 0 | 1, peak: number, hasBand: boolean) =>
  [0.2, 0.7, 1, 0.8, 0.4, 0.1].map((share, horizon) => {
    const estimate = peak * share;
    const half = 0.1 + 0.04 * horizon;
    return {
      ...{ variable: path === 'all' ? `h${horizon}` : `h${horizon}::${path}`, horizon, path, estimate },
      ...{ confLow: estimate - half, confHigh: estimate + half },
      ...(hasBand && { bandLow: estimate - 1.4 * half, bandHigh: estimate + 1.4 * half }),
    };
  });
const impulse = resultSource('local-projections', { outcome: 'NQP', rows: responding('all', 1.2, false) });
const impulseByState = resultSource('local-projections', {
  outcome: 'NQP',
  rows: [...responding(0, 0.6, true), ...responding(1, 1.5, true)],
});

const words = { variables: { NQP: 'New quality productivity', Patent: 'Patents', region: 'Region' } };
const inChinese = { language: 'zh' as const, variables: { NQP: '新质生产力', Patent: '专利', region: '地区' } };

export const designFigureCases: readonly FigureCase[] = [
  { name: 'bacon', plot: 'bacon', sources: [compared], ...words },
  { name: 'bacon-zh', plot: 'bacon', sources: [compared], ...inChinese },
  { name: 'balance', plot: 'balance', sources: [matched], ...words },
  { name: 'discontinuity', plot: 'discontinuity', sources: [jumping], ...words },
  { name: 'discontinuity-zh', plot: 'discontinuity', sources: [jumping], ...inChinese },
  { name: 'cutoff-density', plot: 'cutoff-density', sources: [dense], ...words },
  { name: 'cutoff-density-zh', plot: 'cutoff-density', sources: [dense], ...inChinese },
  { name: 'windows', plot: 'windows', sources: [nested], ...words },
  { name: 'windows-zh', plot: 'windows', sources: [nested], ...inChinese },
  { name: 'window-balance', plot: 'window-balance', sources: [nested], ...words },
  { name: 'window-balance-zh', plot: 'window-balance', sources: [nested], ...inChinese },
  { name: 'synthetic-paths', plot: 'synthetic-paths', sources: [synthetic], ...words },
  { name: 'synthetic-gaps', plot: 'synthetic-gaps', sources: [synthetic], ...words },
  { name: 'synthetic-gaps-zh', plot: 'synthetic-gaps', sources: [synthetic], ...inChinese },
  { name: 'synthetic-gaps-fit', plot: 'synthetic-gaps', sources: [synthetic], options: { placebo_fit: 2 }, ...words },
  { name: 'rings', plot: 'rings', sources: [ringed], ...words },
  { name: 'rings-zh', plot: 'rings', sources: [ringed], ...inChinese },
  { name: 'cohorts', plot: 'cohorts', sources: [grouped], ...words },
  { name: 'cohorts-zh', plot: 'cohorts', sources: [grouped], ...inChinese },
  { name: 'dose-att', plot: 'dose-att', sources: [dosed], ...words },
  { name: 'dose-att-zh', plot: 'dose-att', sources: [dosed], ...inChinese },
  { name: 'dose-acrt', plot: 'dose-acrt', sources: [dosed], ...words },
  { name: 'parallel-trends', plot: 'parallel-trends', sources: [trending], ...words },
  { name: 'parallel-trends-zh', plot: 'parallel-trends', sources: [trending], ...inChinese },
  { name: 'pretrend', plot: 'pretrend', sources: [trending], ...words },
  { name: 'pretrend-zh', plot: 'pretrend', sources: [trending], ...inChinese },
  { name: 'impulse-response', plot: 'impulse-response', sources: [impulse], ...words },
  { name: 'impulse-response-states', plot: 'impulse-response', sources: [impulseByState], ...words },
  { name: 'impulse-response-states-zh', plot: 'impulse-response', sources: [impulseByState], ...inChinese },
  { name: 'rotemberg', plot: 'rotemberg', sources: [shifts], ...words },
  { name: 'rotemberg-zh', plot: 'rotemberg', sources: [shifts], ...inChinese },
  { name: 'outcomes', plot: 'outcomes', sources: [trial], ...words },
  { name: 'outcomes-zh', plot: 'outcomes', sources: [trial], ...inChinese },
  { name: 'randomisation', plot: 'randomisation', sources: [trial], ...words },
  { name: 'randomisation-zh', plot: 'randomisation', sources: [trial], ...inChinese },
  { name: 'power', plot: 'power', sources: [trial], ...words },
  { name: 'power-zh', plot: 'power', sources: [trial], ...inChinese },
  { name: 'bounds', plot: 'bounds', sources: [trial], ...words },
  { name: 'bounds-zh', plot: 'bounds', sources: [trial], ...inChinese },
  { name: 'balance-zh', plot: 'balance', sources: [matched], ...inChinese },
];
