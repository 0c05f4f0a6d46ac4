/** THE list of names by which tables call statistics and tests. */
import type { StatLabel, StatName } from '../../econ/fit.ts';

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
  effectiveF: label('Effective F', '有效 F 值', 'Effective F'),
  andersonLm: label('Anderson LM', 'Anderson LM', 'Anderson LM'),
  sargan: label('Sargan', 'Sargan', 'Sargan'),
  hansenJ: label('Hansen J', 'Hansen J', 'Hansen J'),
  wuHausmanF: label('Wu–Hausman F', 'Wu–Hausman F', 'Wu-Hausman F'),
  turningPoint: label('Turning point', '拐点', 'Turning point'),
  mss: label('Model sum of squares', '回归平方和', 'MSS'),
  r2AdjLsdv: label('Adjusted R² (with fixed effects)', '调整 R²（含固定效应）', 'Adjusted R2 (with fixed effects)'),
  dfAbsorbed: count('Absorbed d.f.', '吸收的自由度', 'Absorbed df'),
  dfAbsorbedNested: count('Absorbed d.f. nested in clusters', '嵌套于聚类的吸收自由度', 'Absorbed df nested'),
  dfAbsorbedUnclustered: count('Absorbed d.f. without clusters', '不聚类时吸收的自由度', 'Absorbed df unclustered'),
  r2AdjWithin: label('Adjusted within R²', '调整组内 R²', 'Adjusted within R2'),
  corrUXb: label('corr(u, Xb)', 'corr(u, Xb)', 'corr(u, Xb)'),
  groupMin: count('Observations per group, min', '每组观测值：最小', 'Group min'),
  groupAvg: label('Observations per group, mean', '每组观测值：平均', 'Group mean'),
  groupMax: count('Observations per group, max', '每组观测值：最大', 'Group max'),
  groupHarmonicMean: label('Observations per group, harmonic mean', '每组观测值：调和平均', 'Group harmonic mean'),
  pretrendF: label('F of pre-trends', '平行趋势检验 F 值', 'F of pre-trends'),
  postMean: label('Mean effect after treatment', '处理后平均效应', 'Mean effect after treatment'),
  osterDelta: label('Oster’s δ', 'Oster δ', 'Oster delta'),
  osterBeta: label('Oster’s β*', 'Oster β*', 'Oster beta*'),
  ll: label('Log likelihood', '对数似然值', 'Log likelihood'),
  aic: label('AIC', 'AIC', 'AIC'),
  bic: label('BIC', 'BIC', 'BIC'),
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

/** Labels a number that a fit holds with one of its tests. */
export interface TestLabel extends StatLabel {
  readonly test: string;
  /** The name of the test's statistic, with which a reason is told once; empty where it has no such name. */
  readonly statistic: string;
  /** Names that lead to it inside the test, positions from 1; its p value where they are absent. */
  readonly path?: readonly string[];
}

export const pathInTest = ({ path = ['pValue'] }: TestLabel): readonly string[] => path;

/** Numbers of the U test. */
const ofU = (label: StatLabel, path?: readonly string[], statistic = ''): TestLabel => ({
  ...label,
  test: 'u-test',
  statistic,
  ...(path && { path }),
});

/** Numbers of a test; a reason is told with its statistic. */
const ofTest = (
  test: string,
  statistic: string,
  of: Readonly<Record<string, readonly [en: string, zh: string, csv: string, path?: readonly string[]]>>,
): Readonly<Record<string, TestLabel>> =>
  Object.fromEntries(
    Object.entries(of).map(([name, [en, zh, csv, path]]) => [
      name,
      { ...label(en, zh, csv), test, statistic: name === statistic ? '' : statistic, ...(path && { path }) },
    ]),
  );

const weakInstruments: Readonly<Record<string, TestLabel>> = {
  ...Object.fromEntries(
    ['5', '10', '20', '30'].map((part) => [
      `effectiveFCritical${part}`,
      {
        ...label(
          `Critical value of effective F (bias ${part}%)`,
          `有效 F 的临界值（偏误 ${part}%）`,
          `Critical value of effective F ${part}%`,
        ),
        test: 'effective-f',
        statistic: 'effectiveF',
        path: ['critical', 'simplified', `${part}%`],
      },
    ]),
  ),
  ...ofTest('anderson-rubin', 'arF', {
    arF: ['Anderson–Rubin F', 'Anderson–Rubin F', 'Anderson-Rubin F', ['statistic']],
    arP: ['p of Anderson–Rubin F', 'Anderson–Rubin F 的 p 值', 'p of Anderson-Rubin F'],
    arLow: ['Anderson–Rubin interval, lower end', 'Anderson–Rubin 区间下端', 'Anderson-Rubin low', ['low']],
    arHigh: ['Anderson–Rubin interval, upper end', 'Anderson–Rubin 区间上端', 'Anderson-Rubin high', ['high']],
  }),
  ...ofTest('clr', 'clr', {
    clr: ['Conditional LR', '条件似然比', 'Conditional LR', ['statistic']],
    clrP: ['p of conditional LR', '条件似然比的 p 值', 'p of conditional LR'],
    clrLow: ['Conditional LR interval, lower end', '条件似然比区间下端', 'Conditional LR low', ['low']],
    clrHigh: ['Conditional LR interval, upper end', '条件似然比区间上端', 'Conditional LR high', ['high']],
  }),
  ...ofTest('tf', 'tfCritical', {
    tfCritical: ['tF critical value', 'tF 临界值', 'tF critical value', ['critical']],
    tfStdError: ['tF-adjusted standard error', 'tF 调整标准误', 'tF standard error', ['stdError']],
    tfLow: ['tF interval, lower end', 'tF 区间下端', 'tF low', ['low']],
    tfHigh: ['tF interval, upper end', 'tF 区间上端', 'tF high', ['high']],
  }),
};

export const testLabels: Readonly<Record<string, TestLabel>> = {
  ...weakInstruments,
  uTest: ofU(label('U test, t', 'U 形检验 t 值', 't of U test'), ['statistic']),
  uTestP: ofU(label('p of U test', 'U 形检验 p 值', 'p of U test'), undefined, 'uTest'),
  slopeLow: ofU(label('Slope at the minimum', '最小值处斜率', 'Slope at the minimum'), ['slopes', '1']),
  slopeLowP: ofU(
    label('p of slope at the minimum', '最小值处斜率的 p 值', 'p of slope at the minimum'),
    ['slopePValues', '1'],
    'slopeLow',
  ),
  slopeHigh: ofU(label('Slope at the maximum', '最大值处斜率', 'Slope at the maximum'), ['slopes', '2']),
  slopeHighP: ofU(
    label('p of slope at the maximum', '最大值处斜率的 p 值', 'p of slope at the maximum'),
    ['slopePValues', '2'],
    'slopeHigh',
  ),
  turningLow: ofU(label('Turning point, lower end (Fieller)', '拐点 Fieller 区间下端', 'Turning point low'), [
    'fieller',
    '1',
  ]),
  turningHigh: ofU(label('Turning point, upper end (Fieller)', '拐点 Fieller 区间上端', 'Turning point high'), [
    'fieller',
    '2',
  ]),
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
