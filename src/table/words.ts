/** Every phrase a generated table prints, by language. */
import type { StatName } from '../econ/fit.ts';
import type { Language } from './table.ts';

const english = {
  constant: 'Constant',
  yes: 'Yes',
  no: 'No',
  partly: 'Partly',
  fixedEffects: (label: string) => `${label} FE`,
  clusteredBy: 'Clustered by',
  clusters: 'Clusters',
  dependent: (label: string) => `Dependent variable: ${label}`,
  notes: 'Notes:',
  colon: ': ',
  comma: ', ',
  and: ' and ',
  semicolon: '; ',
  stop: '.',
  space: ' ',
  all: 'all columns',
  lag: (label: string, periods: number) => `${label} (t−${periods})`,
  lead: (label: string, periods: number) => `${label} (t+${periods})`,
  difference: (label: string) => `Δ ${label}`,
  regime: (label: string, number: string) => `${label} (regime ${number})`,
  statistics: {
    b: 'Estimates',
    se: 'standard errors',
    t: 't statistics',
    z: 'z statistics',
    p: 'p values',
    ci: '95% confidence intervals',
  },
  inParentheses: (what: string) => `${what} in parentheses`,
  inBrackets: (what: string) => `${what} in brackets`,
  errorKinds: {
    iid: 'conventional',
    HC: (type: string) => `heteroskedasticity-robust (${type})`,
    cluster: (by: string) => `clustered by ${by}`,
    DK: (lag: string) => `Driscoll–Kraay with lag ${lag}`,
  },
  errors: (kind: string) => `standard errors ${kind}`,
  errorOf: (label: string) => `standard error of ${label}`,
  bracketed: (text: string, more: string) => `${text} (${more})`,
  columnList: (list: string) => `column ${list}`,
  columnsList: (list: string) => `columns ${list}`,
  inColumns: (text: string, columns: string) => `${text} in ${columns}`,
  dropped: (list: string) => `omitted: ${list}`,
  droppedWhy: { collinear: 'collinear', constant: 'constant', absorbed: 'absorbed by the fixed effects' },
  rowsLost: (list: string) => `rows not used: ${list}`,
  rows: (count: number) => String(count),
  causes: {
    sample: 'sample',
    exclude: 'excluded',
    lag: 'lag',
    missing: 'missing',
    'common sample': 'common sample',
    singleton: 'singletons',
    trimmed: 'trimmed',
  },
  undefinedStat: (list: string) => `not defined: ${list}`,
  correlations: (method: string, rows: string) => `${method} correlations; N = ${rows}`,
  pearson: 'Pearson',
  spearman: 'Spearman rank',
  meanVif: 'Mean VIF',
};

export type Words = typeof english;

const chinese: Words = {
  constant: '常数项',
  yes: '是',
  no: '否',
  partly: '部分',
  fixedEffects: (label) => `${label}固定效应`,
  clusteredBy: '聚类变量',
  clusters: '聚类数',
  dependent: (label) => `被解释变量：${label}`,
  notes: '注：',
  colon: '：',
  comma: '，',
  and: '、',
  semicolon: '；',
  stop: '。',
  space: '',
  all: '所有列',
  lag: (label, periods) => `${label}（t−${periods}）`,
  lead: (label, periods) => `${label}（t+${periods}）`,
  difference: (label) => `Δ${label}`,
  regime: (label, number) => `${label}（区间 ${number}）`,
  statistics: { b: '估计值', se: '标准误', t: ' t 值', z: ' z 值', p: ' p 值', ci: '95% 置信区间' },
  inParentheses: (what) => `括号内为${what}`,
  inBrackets: (what) => `方括号内为${what}`,
  errorKinds: {
    iid: '普通标准误',
    HC: (type) => `异方差稳健标准误（${type}）`,
    cluster: (by) => `按${by}聚类的标准误`,
    DK: (lag) => `Driscoll–Kraay 标准误（滞后 ${lag} 期）`,
  },
  errors: (kind) => kind,
  errorOf: (label) => `${label}的标准误`,
  bracketed: (text, more) => `${text}（${more}）`,
  columnList: (list) => `第 ${list} 列`,
  columnsList: (list) => `第 ${list} 列`,
  inColumns: (text, columns) => `${columns}：${text}`,
  dropped: (list) => `已剔除：${list}`,
  droppedWhy: { collinear: '共线', constant: '常数', absorbed: '被固定效应吸收' },
  rowsLost: (list) => `未使用的观测：${list}`,
  rows: (count) => `${count} 行`,
  causes: {
    sample: '样本',
    exclude: '排除',
    lag: '滞后',
    missing: '缺失值',
    'common sample': '共同样本',
    singleton: '单一观测组',
    trimmed: '截尾',
  },
  undefinedStat: (list) => `无定义：${list}`,
  correlations: (method, rows) => `${method}相关系数；N = ${rows}`,
  pearson: 'Pearson ',
  spearman: 'Spearman 秩',
  meanVif: 'VIF 均值',
};

export const words: Readonly<Record<Language, Words>> = { en: english, zh: chinese };

/** How a statistic of a fit is printed. `csv` is its plain name. */
export interface StatLabel {
  readonly en: string;
  readonly zh: string;
  readonly csv: string;
  /** A count is printed without decimals. */
  readonly count?: true;
}

const label = (en: string, zh: string, csv: string): StatLabel => ({ en, zh, csv });
const count = (en: string, zh: string, csv: string): StatLabel => ({ en, zh, csv, count: true });

/** The statistics a table may show: everything in a fit's `stats`, and the counts beside it. */
const labelsOfStats = {
  n: count('Observations', '观测值', 'N'),
  ngroups: count('Groups', '个体数', 'Groups'),
  nclusters: count('Clusters', '聚类数', 'Clusters'),
  dfResid: count('Residual d.f.', '残差自由度', 'Residual df'),
  rss: label('Residual sum of squares', '残差平方和', 'RSS'),
  r2: label('R²', 'R²', 'R2'),
  r2Within: label('Within R²', '组内 R²', 'R2 within'),
  r2Between: label('Between R²', '组间 R²', 'R2 between'),
  r2Overall: label('Overall R²', '总体 R²', 'R2 overall'),
  r2Adj: label('Adjusted R²', '调整 R²', 'R2 adjusted'),
  r2Lsdv: label('R² (with fixed effects)', 'R²（含固定效应）', 'R2 LSDV'),
  rmse: label('Root MSE', '均方根误差', 'Root MSE'),
  sigmaE: label('σₑ', 'σₑ', 'sigma_e'),
  sigmaU: label('σᵤ', 'σᵤ', 'sigma_u'),
  rho: label('ρ', 'ρ', 'rho'),
  f: label('F', 'F', 'F'),
  fDf1: count('F d.f. 1', 'F 自由度 1', 'F df1'),
  fDf2: count('F d.f. 2', 'F 自由度 2', 'F df2'),
  fP: label('p of F', 'F 的 p 值', 'p of F'),
  kCounted: count('Coefficients counted', '计入的参数', 'K'),
  ymean: label('Mean of dependent variable', '被解释变量均值', 'Mean of dependent variable'),
  kpWaldF: label('Kleibergen–Paap rk Wald F', 'Kleibergen–Paap rk Wald F', 'Kleibergen-Paap rk Wald F'),
  kpLm: label('Kleibergen–Paap rk LM', 'Kleibergen–Paap rk LM', 'Kleibergen-Paap rk LM'),
  kpLmP: label('p of Kleibergen–Paap rk LM', 'Kleibergen–Paap rk LM 的 p 值', 'p of Kleibergen-Paap rk LM'),
  cdWaldF: label('Cragg–Donald Wald F', 'Cragg–Donald Wald F', 'Cragg-Donald Wald F'),
  andersonLm: label('Anderson LM', 'Anderson LM', 'Anderson LM'),
  sargan: label('Sargan', 'Sargan', 'Sargan'),
  hansenJ: label('Hansen J', 'Hansen J', 'Hansen J'),
  wuHausmanF: label('Wu–Hausman F', 'Wu–Hausman F', 'Wu-Hausman F'),
  turningPoint: label('Turning point', '拐点', 'Turning point'),
  mss: label('Model sum of squares', '回归平方和', 'MSS'),
  r2AdjLsdv: label('Adjusted R² (with fixed effects)', '调整 R²（含固定效应）', 'R2 adjusted LSDV'),
  dfAbsorbed: count('Absorbed d.f.', '吸收的自由度', 'Absorbed df'),
  corrUXb: label('corr(u, Xb)', 'corr(u, Xb)', 'corr(u, Xb)'),
  groupMin: count('Observations per group, min', '每组观测值：最小', 'Group min'),
  groupAvg: label('Observations per group, mean', '每组观测值：平均', 'Group mean'),
  groupMax: count('Observations per group, max', '每组观测值：最大', 'Group max'),
  groupHarmonicMean: label('Observations per group, harmonic mean', '每组观测值：调和平均', 'Group harmonic mean'),
} satisfies Readonly<Record<StatName | 'ngroups' | 'nclusters' | 'dfResid', StatLabel>>;

export const statLabels: Readonly<Record<string, StatLabel>> = labelsOfStats;
