/** Words for synthetic controls, which tables print below them, and for the tables of their weights, predictors and placebos. */
import type { FitRecords, FitWords } from '../../../src/econ/estimator.ts';
import { factorNames, type ImputedMethod, isImputed, predictorName, type SyntheticSpec, windowOf } from './spec.ts';

type Said = FitWords['note'];

export const statistics: FitWords['stats'] = {
  msePre: { en: 'Mean squared gap before', zh: '处理前均方差距', csv: 'MSPE before' },
  msePost: { en: 'Mean squared gap after', zh: '处理后均方差距', csv: 'MSPE after' },
  ratio: { en: 'RMSPE after : before', zh: '处理后与处理前均方根误差之比', csv: 'RMSPE ratio' },
  rank: { en: 'Rank of the ratio', zh: '比值排名', csv: 'Rank', count: true },
  placeboCount: { en: 'Placebos', zh: '安慰剂个数', csv: 'Placebos', count: true },
  donors: { en: 'Donors', zh: '对照单位数', csv: 'Donors', count: true },
  periodsFitted: { en: 'Periods before', zh: '处理前期数', csv: 'Periods before', count: true },
  periodsTreated: { en: 'Periods after', zh: '处理后期数', csv: 'Periods after', count: true },
  treatedUnits: { en: 'Treated units', zh: '处理单位数', csv: 'Treated units', count: true },
  controlUnits: { en: 'Control units', zh: '对照单位数', csv: 'Control units', count: true },
  cohortCount: { en: 'Cohorts', zh: '处理批次数', csv: 'Cohorts', count: true },
  noise: { en: 'SD of first differences', zh: '一阶差分标准差', csv: 'Noise' },
  zetaOmega: { en: 'ζ of unit weights', zh: '单位权重 ζ', csv: 'Zeta omega' },
  factorCount: { en: 'Factors', zh: '因子个数', csv: 'Factors', count: true },
  lambda: { en: 'Penalty λ', zh: '惩罚参数 λ', csv: 'Lambda' },
  matrixRank: { en: 'Rank of the matrix', zh: '矩阵的秩', csv: 'Matrix rank', count: true },
  sigma2: { en: 'Error variance', zh: '误差方差', csv: 'Sigma2' },
  mspe: { en: 'Mean squared error of left-out periods', zh: '留出期均方误差', csv: 'MSPE' },
  zetaLambda: { en: 'ζ of time weights', zh: '时间权重 ζ', csv: 'Zeta lambda' },
};

/** Statistics by the names that claims and tables have for them. */
export const syntheticStatistics: readonly string[] = Object.keys(statistics);

function controlNote({ predictors, v, ridge, placebos }: SyntheticSpec): Said {
  const fitted =
    predictors === null
      ? { en: 'fitted to the outcomes before treatment', zh: '以处理前结果变量拟合' }
      : v === 'nested'
        ? {
            en: 'predictors weighed so that the outcome before treatment fits best',
            zh: '预测变量权重使处理前结果拟合最优',
          }
        : v === 'equal'
          ? { en: 'predictors weighed alike', zh: '预测变量等权' }
          : { en: 'predictors weighed by given numbers', zh: '预测变量权重为给定值' };
  const augmented =
    ridge === null
      ? { en: '', zh: '' }
      : { en: `, augmented by a ridge of λ = ${ridge}`, zh: `，岭回归增广 λ = ${ridge}` };
  const tested = placebos
    ? {
        en: '; p is the share of units whose gap grew at least as much, each donor treated in turn',
        zh: '；p 值为依次将各对照单位视为处理单位时差距增幅不小于处理单位的比例',
      }
    : { en: '', zh: '' };
  return {
    en: `synthetic control after Abadie, Diamond and Hainmueller (2010), ${fitted.en}${augmented.en}${tested.en}`,
    zh: `按 Abadie、Diamond 和 Hainmueller（2010）的合成控制法估计，${fitted.zh}${augmented.zh}${tested.zh}`,
  };
}

function blockNote({ method, covariates }: SyntheticSpec): Said {
  const projected =
    covariates.length === 0
      ? { en: '', zh: '' }
      : { en: ', covariates projected out among the never treated', zh: '，协变量影响按从未处理组估计后剔除' };
  if (method === 'did')
    return { en: `difference in differences of means${projected.en}`, zh: `均值双重差分${projected.zh}` };
  return {
    en: `synthetic difference in differences after Arkhangelsky et al. (2021)${projected.en}`,
    zh: `按 Arkhangelsky 等（2021）的合成双重差分法估计${projected.zh}`,
  };
}

const imputedNotes: Readonly<Record<ImputedMethod, { readonly en: string; readonly zh: string }>> = {
  gsc: {
    en: 'generalised synthetic control after Xu (2017)',
    zh: '按 Xu（2017）的广义合成控制法估计',
  },
  ife: {
    en: 'interactive effects (Bai 2009) fitted to all rows without treatment',
    zh: '以全部未处理观测拟合交互固定效应（Bai，2009）',
  },
  mc: {
    en: 'matrix completion after Athey et al. (2021)',
    zh: '按 Athey 等（2021）的矩阵补全法估计',
  },
};

function imputedNote({ method, covariates, factors, lambda }: SyntheticSpec): Said {
  const base = imputedNotes[method as ImputedMethod];
  const isTried = typeof factors === 'object' || lambda === 'cv';
  const what = lambda === undefined ? { en: 'factors', zh: '因子个数' } : { en: 'penalty', zh: '惩罚参数' };
  const chosen = isTried
    ? {
        en: `, ${what.en} chosen by periods before treatment that are left out`,
        zh: `，${what.zh}由处理前留出期的预测误差选定`,
      }
    : { en: '', zh: '' };
  const slopes = covariates.length === 0 ? { en: '', zh: '' } : { en: ', with covariates', zh: '，含协变量' };
  return {
    en: `${base.en}, beside effects of units and periods${slopes.en}${chosen.en}`,
    zh: `${base.zh}，含个体与时期效应${slopes.zh}${chosen.zh}`,
  };
}

/** The words of a node: they are plain JSON, and enter the keys of tables that show it. */
export function syntheticWords(spec: SyntheticSpec): FitWords {
  const shape = shapeOf(spec);
  return { names: { att: { en: 'Effect', zh: '处理效应' } }, stats: statistics, ...shape };
}

function shapeOf(spec: SyntheticSpec): Pick<FitWords, 'note' | 'usual' | 'records'> {
  if (isImputed(spec.method)) {
    const note = imputedNote(spec);
    const own = spec.method === 'mc' ? ['lambda', 'matrixRank'] : ['factorCount', 'sigma2'];
    return { note, usual: [...own, 'treatedUnits', 'controlUnits'], records: imputedRecords(spec, note) };
  }
  if (spec.method === 'sc') {
    const note = controlNote(spec);
    const ranked = spec.placebos ? ['rank'] : [];
    const usual = ['ratio', ...ranked, 'msePre', 'donors', 'periodsFitted', 'periodsTreated'];
    return { note, usual, records: { weights: weights(note), ...controlRecords(spec, note) } };
  }
  const note = blockNote(spec);
  const usual = ['treatedUnits', 'controlUnits'];
  return { note, usual, records: { weights: weights(note), ...blockRecords(note) } };
}

const records = (part: string, row: string, head: Said, note: Said): Omit<FitRecords, 'columns' | 'usual'> => ({
  part,
  row,
  hasEstimates: false,
  head,
  note,
});

const unit: Said = { en: 'Unit', zh: '单位' };
const weight = { en: 'Weight', zh: '权重', csv: 'Weight' };
const effect = { en: 'Effect', zh: '处理效应', csv: 'Effect' };

const weights = (note: Said): FitRecords => ({
  ...records('unitWeights', 'name', unit, note),
  columns: { cohort: { en: 'Cohort', zh: '批次', csv: 'Cohort', count: true }, weight },
  usual: ['cohort', 'weight'],
});

const placeboColumns = {
  estimate: effect,
  msePre: { en: 'Mean squared gap before', zh: '处理前均方差距', csv: 'MSPE before' },
  msePost: { en: 'Mean squared gap after', zh: '处理后均方差距', csv: 'MSPE after' },
  ratio: { en: 'RMSPE after : before', zh: '处理后与处理前均方根误差之比', csv: 'RMSPE ratio' },
};

function controlRecords({ predictors, placebos, leaveOneOut }: SyntheticSpec, note: Said): Record<string, FitRecords> {
  const placebo = { columns: placeboColumns, usual: ['estimate', 'msePre', 'msePost', 'ratio'] };
  return {
    ...(predictors && {
      predictors: {
        ...records('predictors', 'predictor', { en: 'Predictor', zh: '预测变量' }, note),
        made: Object.fromEntries(
          predictors
            .map((each) => [predictorName(each, predictors), [each.of, windowOf(each)]] as const)
            .filter(([name, [variable]]) => name !== variable),
        ),
        columns: {
          window: { en: 'Over', zh: '时期', csv: 'Window' },
          treated: { en: 'Treated', zh: '处理单位', csv: 'Treated' },
          synthetic: { en: 'Synthetic', zh: '合成单位', csv: 'Synthetic' },
          donors: { en: 'Mean of donors', zh: '对照单位均值', csv: 'Donors' },
          weight,
        },
        usual: ['window', 'treated', 'synthetic', 'donors', 'weight'],
      },
    }),
    ...(placebos && { placebos: { ...records('placebos', 'name', unit, note), ...placebo } }),
    ...(leaveOneOut && {
      leave_one_out: {
        ...records('leaveOneOut', 'name', { en: 'Without', zh: '剔除单位' }, note),
        ...placebo,
        usual: ['estimate', 'ratio'],
      },
    }),
  };
}

const blockRecords = (note: Said): Record<string, FitRecords> => ({
  time_weights: {
    ...records('timeWeights', 'period', { en: 'Period', zh: '时期' }, note),
    columns: { cohort: { en: 'Cohort', zh: '批次', csv: 'Cohort', count: true }, weight },
    usual: ['cohort', 'weight'],
  },
  cohorts: cohorts(note, { zetaOmega: { en: 'ζ of unit weights', zh: '单位权重 ζ', csv: 'Zeta omega' } }),
  placebos: { ...records('placebos', 'name', unit, note), columns: { estimate: effect }, usual: ['estimate'] },
});

const cohorts = (note: Said, more: FitRecords['columns'] = {}): FitRecords => ({
  ...records('cohorts', 'cohort', { en: 'Treated from', zh: '起始处理期' }, note),
  columns: {
    estimate: effect,
    treated: { en: 'Treated units', zh: '处理单位数', csv: 'Treated', count: true },
    periods: { en: 'Periods after', zh: '处理后期数', csv: 'Periods', count: true },
    share: weight,
    ...more,
  },
  usual: ['estimate', 'treated', 'periods', 'share'],
});

function imputedRecords({ method, factors, lambda }: SyntheticSpec, note: Said): Record<string, FitRecords> {
  const tried = method === 'mc' ? { en: 'Penalty λ', zh: '惩罚参数 λ' } : { en: 'Factors', zh: '因子个数' };
  const count = factors === undefined ? factorNames.length : typeof factors === 'number' ? factors : factors.most;
  const usual = factorNames.slice(0, count);
  const columns = Object.fromEntries(
    usual.map((name, l) => [name, { en: `Factor ${l + 1}`, zh: `因子 ${l + 1}`, csv: `Factor ${l + 1}` }]),
  );
  return {
    ...(count > 0 && {
      factors: { ...records('factors', 'period', { en: 'Period', zh: '时期' }, note), columns, usual },
      loadings: {
        ...records('loadings', 'name', unit, note),
        ...{ columns, usual },
        marked: { by: 'isTreated', en: ', treated', zh: '（处理）' },
      },
    }),
    ...((typeof factors === 'object' || lambda === 'cv') && {
      choices: {
        ...records('choices', 'value', tried, note),
        columns: { mspe: statistics.mspe!, sigma2: statistics.sigma2! },
        usual: method === 'gsc' ? ['mspe', 'sigma2'] : ['mspe'],
        marked: { by: 'isChosen', en: ', chosen', zh: '（选定）' },
      },
    }),
    effects: {
      ...records('paths', 'period', { en: 'Period', zh: '时期' }, note),
      columns: {
        treated: { en: 'Treated', zh: '处理单位', csv: 'Treated' },
        synthetic: { en: 'Without treatment', zh: '反事实', csv: 'Synthetic' },
        gap: { en: 'Gap', zh: '差距', csv: 'Gap' },
        stdError: { en: 'Standard error', zh: '标准误', csv: 'Std. error' },
      },
      usual: ['treated', 'synthetic', 'gap', 'stdError'],
    },
    cohorts: cohorts(note),
  };
}
