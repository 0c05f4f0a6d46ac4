/** Words for the fits of `kind: did`, which tables print below them. */
import type { FitWords } from '../../../src/econ/estimator.ts';
import { type DidSpec, readsPaths } from './spec.ts';

const estimates = {
  en: { dr: 'doubly robust', ipw: 'inverse probability weights', reg: 'outcome regression' },
  zh: { dr: '双重稳健', ipw: '逆概率加权', reg: '结果回归' },
};
const controls = {
  en: { never: 'never treated', notyet: 'not yet treated', last: 'treated last' },
  zh: { never: '从未处理组', notyet: '尚未处理组', last: '最后处理组' },
};
const bases = { en: { varying: 'varying', universal: 'universal' }, zh: { varying: '逐期变动', universal: '统一' } };

/** Says who the controls of Sun and Abraham are where the step leaves it to the data. */
const neverOrLast = {
  en: 'never treated (treated last where there are none)',
  zh: '从未处理组（没有时为最后处理组）',
};

const families = {
  en: { linear: 'regression', logit: 'logit', poisson: 'Poisson regression' },
  zh: { linear: '回归', logit: 'Logit 模型', poisson: '泊松回归' },
};

type Note = FitWords['note'];

const crossSections = { en: ', rows of repeated cross sections', zh: '，数据为重复截面' };

const notes: Readonly<Record<DidSpec['method'], (spec: DidSpec) => Note>> = {
  callaway: ({ estimate, control, base, bands, unbalanced }) => {
    const group = control === 'notyet' ? 'notyet' : 'never';
    const sections = unbalanced === 'rows' ? crossSections : { en: '', zh: '' };
    return {
      en: `effects by cohort and period after Callaway and Sant’Anna (2021), ${estimates.en[estimate]}, controls ${controls.en[group]}, ${bases.en[base]} base period${sections.en}${bands > 0 ? '; intervals of periods since treatment hold for all of them at once' : ''}`,
      zh: `按 Callaway 和 Sant’Anna（2021）估计分组分期效应，${estimates.zh[estimate]}，对照组为${controls.zh[group]}，${bases.zh[base]}基期${sections.zh}${bands > 0 ? '；各相对时期的区间为联合置信带' : ''}`,
    };
  },
  'sun-abraham': ({ control, shares }) => ({
    en: `effects by cohort and period since treatment after Sun and Abraham (2021), controls ${control === null ? neverOrLast.en : controls.en[control]}${shares === 'estimated' ? ', shares of cohorts estimated' : ''}`,
    zh: `按 Sun 和 Abraham（2021）估计分组相对时期效应，对照组为${control === null ? neverOrLast.zh : controls.zh[control]}${shares === 'estimated' ? '，标准误计入组别份额的估计' : ''}`,
  }),
  imputation: ({ pretrends }) => ({
    en: `effects by imputation after Borusyak, Jaravel and Spiess (2024)${pretrends > 0 ? '; periods before treatment are from a regression of untreated rows, and not to be compared with those after it' : ''}`,
    zh: `按 Borusyak、Jaravel 和 Spiess（2024）的插补法估计${pretrends > 0 ? '；处理前各期来自未处理观测的回归，不可与处理后各期直接比较' : ''}`,
  }),
  'two-stage': ({ pretrends }) => ({
    en: `effects in two stages after Gardner (2022)${pretrends > 0 ? '; periods before treatment are from a regression of untreated rows, and not to be compared with those after it' : ''}`,
    zh: `按 Gardner（2022）的两阶段法估计${pretrends > 0 ? '；处理前各期来自未处理观测的回归，不可与处理后各期直接比较' : ''}`,
  }),
  etwfe: ({ control, family = 'linear' }) => ({
    en: `effects by cohort and period in one ${families.en[family]} after Wooldridge (${family === 'linear' ? 2021 : 2023}), controls ${controls.en[control === 'never' ? 'never' : 'notyet']}`,
    zh: `按 Wooldridge（${family === 'linear' ? 2021 : 2023}）以一个${families.zh[family]}估计分组分期效应，对照组为${controls.zh[control === 'never' ? 'never' : 'notyet']}`,
  }),
  stacked: () => ({
    en: 'effects in stacks of cohorts with units untreated throughout their window (Cengiz, Dube, Lindner and Zipperer 2019)',
    zh: '堆叠双重差分：各组与窗口期内始终未处理的个体堆叠（Cengiz、Dube、Lindner 和 Zipperer，2019）',
  }),
  dcdh: ({ normalized, sameSwitchers, bands }) => ({
    en: `effects of changes of treatment after de Chaisemartin and D’Haultfœuille (2024)${normalized ? ', divided by the treatment that they are of' : ''}${sameSwitchers ? ', of units that have all of them' : ''}; the average is per unit of treatment${bands > 0 ? '; intervals of periods since treatment hold for all of them at once' : ''}`,
    zh: `按 de Chaisemartin 和 D’Haultfœuille（2024）估计处理变动的效应${normalized ? '，除以相应的处理量' : ''}${sameSwitchers ? '，仅含各期效应俱全的个体' : ''}；平均效应为每单位处理${bands > 0 ? '；各相对时期的区间为联合置信带' : ''}`,
  }),
  'did-m': ({ draws = 0 }) => ({
    en: `effect of beginning and ended treatments after de Chaisemartin and D’Haultfœuille (2020)${draws > 0 ? `, standard error by ${draws} draws of clusters` : ''}`,
    zh: `按 de Chaisemartin 和 D’Haultfœuille（2020）估计处理开始与结束的效应${draws > 0 ? `，标准误由 ${draws} 次聚类重抽样得到` : ''}`,
  }),
  cic: ({ draws = 0 }) => ({
    en: `changes in changes after Athey and Imbens (2006)${draws > 0 ? `, standard errors by ${draws} draws of clusters` : ''}`,
    zh: `按 Athey 和 Imbens（2006）的变化中的变化法估计${draws > 0 ? `，标准误由 ${draws} 次聚类重抽样得到` : ''}`,
  }),
  continuous: ({ control, base, bands, spline }) => {
    const group = control === 'notyet' ? 'notyet' : 'never';
    const { degree, knots } = spline!;
    const count = typeof knots === 'number' ? knots : knots.length;
    return {
      en: `effects of doses after Callaway, Goodman-Bacon and Sant’Anna (2024): ATT(d) by a B-spline of degree ${degree} with ${count} inner ${count === 1 ? 'knot' : 'knots'}, controls ${controls.en[group]}, ${bases.en[base]} base period; ACRT(d), its slope, asks for strong parallel trends: without selection into doses${bands > 0 ? '; intervals by dose and by period since treatment hold for all of them at once' : ''}`,
      zh: `按 Callaway、Goodman-Bacon 和 Sant’Anna（2024）估计剂量效应：ATT(d) 采用 ${degree} 次 B 样条，内部节点 ${count} 个，对照组为${controls.zh[group]}，${bases.zh[base]}基期；其斜率 ACRT(d) 须满足强平行趋势（剂量无选择效应）${bands > 0 ? '；各剂量与各相对时期的区间为联合置信带' : ''}`,
    };
  },
  rings: ({ rings: limits = [] }) => ({
    en: `two-way fixed effects with rings of untreated units around the treated (Butts 2021), controls beyond ${limits.at(-1)} km`,
    zh: `双向固定效应，并含处理个体周围未处理个体的距离环（Butts，2021），对照组为 ${limits.at(-1)} 公里以外`,
  }),
  bacon: () => ({
    en: 'comparisons of which the two-way fixed effects coefficient is made (Goodman-Bacon 2021)',
    zh: '双向固定效应系数的 Goodman-Bacon（2021）分解',
  }),
  twfe: () => ({ en: 'two-way fixed effects', zh: '双向固定效应' }),
};

const weighted = ({ en, zh }: Note, { weights }: DidSpec): Note =>
  weights === undefined ? { en, zh } : { en: `${en}, weighted by \`${weights}\``, zh: `${zh}，以 \`${weights}\` 加权` };

/** The words of a node: they are plain JSON, and enter the keys of tables that show it. */
export function didWords(spec: DidSpec): FitWords {
  const own = readsPaths(spec) ? switchers : counted[spec.method];
  const tested = spec.method === 'callaway' ? ['pretrendChi2', 'pretrendP'] : ['pretrendF', 'pretrendP'];
  const hasTest = spec.method === 'callaway' || spec.method === 'sun-abraham' || spec.pretrends > 0;
  return {
    note: weighted(notes[spec.method](spec), spec),
    stats: own ?? pretrends,
    usual: ['ngroups', ...(own !== undefined ? Object.keys(own) : hasTest ? tested : [])],
  };
}

const pretrends = { pretrendChi2: { en: 'χ² of pre-trends', zh: '平行趋势检验 χ² 值', csv: 'Chi2 of pre-trends' } };
const switchers = {
  switchers: { en: 'Units whose treatment changes', zh: '处理变动的个体数', csv: 'Switchers', count: true },
} as const;
/** Units that the statistics of some methods count. */
const counted: Readonly<Partial<Record<DidSpec['method'], FitWords['stats']>>> = {
  continuous: { treatedUnits: { en: 'Treated units', zh: '处理个体数', csv: 'Treated units', count: true } },
  rings: { exposedUnits: { en: 'Units in rings', zh: '环内个体数', csv: 'Units in rings', count: true } },
};
