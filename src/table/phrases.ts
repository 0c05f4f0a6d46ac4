/** THE list of phrases that generated tables print, by language. */
import type { WeightKind } from '../econ/design.ts';
import type { StatLabel, StatName } from '../econ/fit.ts';
import type { Language } from './table.ts';

/** `a, b and c` */
function listed(texts: readonly string[], comma: string, and: string): string {
  const last = texts.at(-1)!;
  return texts.length === 1 ? last : texts.slice(0, -1).join(comma) + and + last;
}

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
  table: 'Table ',
  captioned: ': ',
  continued: (number: string) => `Table ${number} (continued)`,
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
  beside: (what: string) => `${what} beside the estimates`,
  below: (what: string) => `${what} below the estimates`,
  errorKinds: {
    iid: 'conventional',
    HC: (type: string) => `heteroskedasticity-robust (${type})`,
    cluster: (by: string) => `clustered by ${by}`,
    DK: (lag: string) => `Driscoll–Kraay with lag ${lag}`,
  },
  errorNouns: {
    iid: 'conventional standard errors',
    HC: (type: string) => `heteroskedasticity-robust standard errors (${type})`,
    cluster: (by: string) => `standard errors clustered by ${by}`,
    DK: (lag: string) => `Driscoll–Kraay standard errors with lag ${lag}`,
  },
  resting: (shown: string, errors: string) => `${shown}, from ${errors}`,
  inference: {
    t: 'from t distributions',
    z: 'from the normal distribution (asymptotic)',
    wild: 'from a wild cluster bootstrap',
  },
  pValues: (list: string) => `p values ${list}`,
  small: (list: string) => `finite-sample correction: ${list}`,
  significance: (marks: readonly string[], levels: readonly string[]) => {
    const one = marks.length === 1;
    const [verb, noun] = one ? ['denotes', 'level'] : ['denote', 'levels'];
    return `${listed(marks, ', ', ' and ')} ${verb} significance at the ${listed(levels, ', ', ' and ')} ${noun}`;
  },
  counted: (what: string, list: string) => `${what}: ${list}`,
  effects: (list: string) => `fixed effects: ${list}`,
  errors: (kind: string) => `standard errors ${kind}`,
  errorOf: (label: string) => `standard error of ${label}`,
  bracketed: (text: string, more: string) => `${text} (${more})`,
  columnList: (list: string) => `column ${list}`,
  columnsList: (list: string) => `columns ${list}`,
  inColumns: (text: string, columns: string) => `${text} in ${columns}`,
  dropped: (list: string) => `omitted: ${list}`,
  termsOf: (label: string, count: number) => `${count} terms of ${label}`,
  andMore: (list: string, count: number) => `${list} and ${count} more`,
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
    'zero weight': 'weight of 0',
    transformed: 'nothing to transform with',
  },
  condition: {
    and: 'and',
    or: 'or',
    in: 'in',
    notIn: 'not in',
    comma: ', ',
    not: (condition: string) => `not ${condition}`,
    missing: (label: string) => `${label} missing`,
    present: (label: string) => `${label} not missing`,
  },
  weighted: (label: string, kind: WeightKind) => `weighted by ${label} (${kind} weights)`,
  undefinedStat: (list: string) => `not defined: ${list}`,
  correlations: (method: string, rows: string) => `${method} correlations; N = ${rows}`,
  pearson: 'Pearson',
  spearman: 'Spearman rank',
  meanVif: 'Mean VIF',
  sinceTreatment: (period: number) =>
    period === 0
      ? 'Period of treatment'
      : `${Math.abs(period)} ${Math.abs(period) === 1 ? 'period' : 'periods'} ${period < 0 ? 'before' : 'after'}`,
  eventNote: (reference: string, binned: string) =>
    `periods are since treatment, and ${reference} is the reference${binned === '' ? '' : `; ${binned} also ${binned.includes(',') ? 'hold' : 'holds'} the periods beyond`}`,
  stage: { first: 'First stage', second: 'Second stage', reduced: 'Reduced form' },
  stages: {
    first: (header: string, variable: string) => `${header || 'IV'} first stage (${variable})`,
    second: (header: string, variable: string) => `${header || 'IV'} second stage (${variable})`,
    reduced: (header: string, variable: string) => `${header || 'IV'} reduced form (${variable})`,
  },
  threshold: {
    tests: ['Single threshold', 'Double threshold', 'Triple threshold'],
    critical: 'Critical values',
    conventions: { xthreg: 'nT − T degrees of freedom, as in xthreg', hansen: 'n(T − 1) degrees of freedom' },
    note: (variable: string, slopes: string, convention: string, bootstrapped: boolean) =>
      `Thresholds in ${variable}, in order of discovery, for the effect of ${slopes}; F with ${convention}${bootstrapped ? '; p values and critical values from the bootstrap of units' : ''}.`,
    lower: 'A value equal to a threshold is in the lower regime.',
  },
  indexColumns: { direction: 'Direction', entropy: 'Entropy', divergence: 'Divergence', weight: 'Weight' },
  directions: { positive: '+', negative: '−' },
  indexMethods: {
    entropy: 'entropy weights',
    topsis: 'TOPSIS on entropy weights',
    critic: 'CRITIC weights',
    pca: 'the first principal component',
    equal: 'equal weights',
  },
  indexNote: (name: string, method: string, rows: string) => `${name} by ${method}; N = ${rows}`,
  indexScopes: {
    pooled: 'indicators are min–max scaled over all rows',
    'by-time': 'indicators are min–max scaled and weighted by period, and weights shown are means over the periods',
  },
  hierarchical: 'weights within each dimension, the index being the mean of the dimensions',
  zeroRules: {
    limit: '0 ln 0 is 0',
    shift: (by: string) => `scaled values are shifted by ${by}`,
    affine: 'scaled values z become 0.998z + 0.002',
  },
  dimensionShare: (share: string) => `Dimension (${share} of the mean index)`,
  dimensionTotal: 'Dimension',
};

export type Words = typeof english;

const weightKinds: Readonly<Record<WeightKind, string>> = {
  analytic: '分析权重',
  frequency: '频数权重',
  probability: '抽样权重',
};

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
  table: '表',
  captioned: ' ',
  continued: (number) => `续表 ${number}`,
  colon: '：',
  comma: '，',
  and: '和',
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
  beside: (what) => `估计值旁为${what}`,
  below: (what) => `估计值下方为${what}`,
  errorKinds: {
    iid: '普通',
    HC: (type) => `异方差稳健（${type}）`,
    cluster: (by) => `聚类到${by}层面`,
    DK: (lag) => `Driscoll–Kraay（滞后 ${lag} 期）`,
  },
  errorNouns: {
    iid: '普通标准误',
    HC: (type) => `异方差稳健标准误（${type}）`,
    cluster: (by) => `聚类到${by}层面的稳健标准误`,
    DK: (lag) => `Driscoll–Kraay 标准误（滞后 ${lag} 期）`,
  },
  resting: (shown, errors) => `${shown}，基于${errors}`,
  inference: { t: 't 分布', z: '正态分布（渐近）', wild: '野自助法（wild cluster bootstrap）' },
  pValues: (list) => `p 值依据：${list}`,
  small: (list) => `小样本修正：${list}`,
  significance: (marks, levels) =>
    `${listed(marks, '、', '和')}${marks.length === 1 ? '' : '分别'}表示在${listed(levels, '、', '和')}的水平上显著`,
  counted: (what, list) => `${what}：${list}`,
  effects: (list) => `固定效应：${list}`,
  errors: (kind) => `标准误：${kind}`,
  errorOf: (label) => `${label}的标准误`,
  bracketed: (text, more) => `${text}（${more}）`,
  columnList: (list) => `第 ${list} 列`,
  columnsList: (list) => `第 ${list} 列`,
  inColumns: (text, columns) => `${columns}：${text}`,
  dropped: (list) => `已剔除：${list}`,
  termsOf: (label, count) => `${label}的 ${count} 项`,
  andMore: (list, count) => `${list}及另外 ${count} 项`,
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
    'zero weight': '权重为零',
    transformed: '变换后缺失',
  },
  condition: {
    and: '且',
    or: '或',
    in: '属于',
    notIn: '不属于',
    comma: '、',
    not: (condition) => `非${condition}`,
    missing: (label) => `${label}缺失`,
    present: (label) => `${label}不缺失`,
  },
  weighted: (label, kind) => `以${label}加权（${weightKinds[kind]}）`,
  undefinedStat: (list) => `无定义：${list}`,
  correlations: (method, rows) => `${method}相关系数；N = ${rows}`,
  pearson: 'Pearson ',
  spearman: 'Spearman 秩',
  meanVif: 'VIF 均值',
  sinceTreatment: (period) => (period === 0 ? '处理当期' : period < 0 ? `处理前 ${-period} 期` : `处理后 ${period} 期`),
  eventNote: (reference, binned) =>
    `各期为相对处理时点的期数，以 ${reference} 期为基准${binned === '' ? '' : `；${binned} 期包含窗口以外的各期`}`,
  stage: { first: '第一阶段', second: '第二阶段', reduced: '简约式' },
  stages: {
    first: (header, variable) => `${header || 'IV'} 第一阶段（${variable}）`,
    second: (header, variable) => `${header || 'IV'} 第二阶段（${variable}）`,
    reduced: (header, variable) => `${header || 'IV'} 简约式（${variable}）`,
  },
  threshold: {
    tests: ['单一门槛', '双重门槛', '三重门槛'],
    critical: '临界值',
    conventions: { xthreg: '自由度为 nT − T（同 xthreg）', hansen: '自由度为 n(T − 1)' },
    note: (variable, slopes, convention, bootstrapped) =>
      `门槛变量为${variable}，核心解释变量为${slopes}，按发现的先后排列；F 统计量${convention}${bootstrapped ? '；P 值和临界值由按个体的自助法得到' : ''}。`,
    lower: '等于门槛值的观测属于较低的区间。',
  },
  indexColumns: { direction: '方向', entropy: '信息熵', divergence: '差异系数', weight: '权重' },
  directions: { positive: '+', negative: '−' },
  indexMethods: {
    entropy: '熵值法',
    topsis: '熵权 TOPSIS 法',
    critic: 'CRITIC 法',
    pca: '主成分分析（第一主成分）',
    equal: '等权法',
  },
  indexNote: (name, method, rows) => `${name} 由${method}计算；N = ${rows}`,
  indexScopes: {
    pooled: '指标按全部观测做极差标准化',
    'by-time': '指标按各期分别标准化和赋权，表中权重为各期均值',
  },
  hierarchical: '先在各维度内赋权，指数为各维度的均值',
  zeroRules: {
    limit: '0 ln 0 取 0',
    shift: (by) => `标准化值平移 ${by}`,
    affine: '标准化值 z 变为 0.998z + 0.002',
  },
  dimensionShare: (share) => `维度合计（占指数均值 ${share}）`,
  dimensionTotal: '维度合计',
};

export const words: Readonly<Record<Language, Words>> = { en: english, zh: chinese };

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
  r2Within: label('Within R²', '组内 R²', 'Within R2'),
  r2Between: label('Between R²', '组间 R²', 'Between R2'),
  r2Overall: label('Overall R²', '总体 R²', 'Overall R2'),
  r2Adj: label('Adjusted R²', '调整 R²', 'Adjusted R2'),
  r2Lsdv: label('R² (with fixed effects)', 'R²（含固定效应）', 'R2 (with fixed effects)'),
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
  r2AdjLsdv: label('Adjusted R² (with fixed effects)', '调整 R²（含固定效应）', 'Adjusted R2 (with fixed effects)'),
  dfAbsorbed: count('Absorbed d.f.', '吸收的自由度', 'Absorbed df'),
  dfAbsorbedNested: count('Absorbed d.f. nested in clusters', '嵌套于聚类的吸收自由度', 'Absorbed df nested'),
  r2AdjWithin: label('Adjusted within R²', '调整组内 R²', 'Adjusted within R2'),
  corrUXb: label('corr(u, Xb)', 'corr(u, Xb)', 'corr(u, Xb)'),
  groupMin: count('Observations per group, min', '每组观测值：最小', 'Group min'),
  groupAvg: label('Observations per group, mean', '每组观测值：平均', 'Group mean'),
  groupMax: count('Observations per group, max', '每组观测值：最大', 'Group max'),
  groupHarmonicMean: label('Observations per group, harmonic mean', '每组观测值：调和平均', 'Group harmonic mean'),
  pretrendF: label('F of pre-trends', '平行趋势检验 F 值', 'F of pre-trends'),
  postMean: label('Mean effect after treatment', '处理后平均效应', 'Mean effect after treatment'),
} satisfies Readonly<Record<StatName | 'ngroups' | 'nclusters' | 'dfResid', StatLabel>>;

/** Quantities that some fits call by another's name. */
const labelsOfOthers = {
  r2AdjXtreg: {
    ...label('Adjusted within R² (xtreg)', '调整组内 R²（xtreg）', 'Adjusted within R2 (xtreg)'),
    of: 'r2Adj',
  },
  mssWithin: { ...label('Model sum of squares, within', '组内回归平方和', 'Within MSS'), of: 'mss' },
  fExcluded: { ...label('F of excluded instruments', '排除工具变量的 F', 'F of excluded instruments'), of: 'f' },
  fExcludedDf1: {
    ...count('F of excluded instruments, d.f. 1', '排除工具变量的 F 自由度 1', 'F of excluded instruments df1'),
    of: 'fDf1',
  },
  fExcludedDf2: {
    ...count('F of excluded instruments, d.f. 2', '排除工具变量的 F 自由度 2', 'F of excluded instruments df2'),
    of: 'fDf2',
  },
  fExcludedP: {
    ...label('p of F of excluded instruments', '排除工具变量的 F 的 p 值', 'p of F of excluded instruments'),
    of: 'fP',
  },
} satisfies Readonly<Record<string, StatLabel>>;

export const statLabels: Readonly<Record<string, StatLabel>> = { ...labelsOfStats, ...labelsOfOthers };

/** p values that fits have with their tests. */
export const testLabels: Readonly<Record<string, StatLabel & { readonly test: string; readonly statistic: string }>> = {
  hansenJP: {
    ...label('p of Hansen J', 'Hansen J 的 p 值', 'p of Hansen J'),
    test: 'hansen-j',
    statistic: 'hansenJ',
  },
  sarganP: { ...label('p of Sargan', 'Sargan 的 p 值', 'p of Sargan'), test: 'sargan', statistic: 'sargan' },
  pretrendP: {
    ...label('p of pre-trends', '平行趋势检验 p 值', 'p of pre-trends'),
    test: 'pre-trend',
    statistic: 'pretrendF',
  },
  wuHausmanP: {
    ...label('p of Wu–Hausman F', 'Wu–Hausman F 的 p 值', 'p of Wu-Hausman F'),
    test: 'wu-hausman',
    statistic: 'wuHausmanF',
  },
};
