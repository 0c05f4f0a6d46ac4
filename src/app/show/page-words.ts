/** THE words of results on the page, in English and in Chinese: a word that one of both lacks does not compile. */
import { ownValue } from '../../base/own-value.ts';
import type { CellVerdict } from '../../check/verdicts.ts';
import type { Language } from '../../table/table.ts';

type FigureHeads = Readonly<Record<'estimate' | 'stdError' | 'pValue' | 'low' | 'high', string>>;

/** `end`: words for one end of an interval at a level. */
function figureHead(name: string, heads: FigureHeads, end: (level: string, word: string) => string): string {
  const [, side, level] = /^conf(Low|High)(\d+)$/.exec(name) ?? [];
  if (side !== undefined) return end(level!, side === 'Low' ? heads.low : heads.high);
  return ownValue(heads, name) ?? name;
}

const english = {
  estimate: 'Estimate',
  stdError: 'Std. err.',
  confidence: ['[95% conf.', 'interval]'],
  absorbedHeads: ['Absorbed', 'Levels', 'Redundant', 'Counted', ''],
  nested: 'nested within the clusters',
  observations: 'Observations',
  groups: 'Groups',
  rowsPerGroup: 'Rows per group',
  overallF: 'Prob > F',

  columnHeads: ['Column', 'Type', 'N', 'Missing', 'Min', 'Mean', 'Max', 'Label'],
  distinct: (count: number) => `${count} distinct`,
  notTyped: 'not typed',
  types: {} as Readonly<Record<string, string>>,
  firstRows: (count: number) => `First ${count} rows`,

  weights: ['Type', 'Standardised', 'Units', 'Links', 'Links per unit', 'Islands', 'Eigenvalues'],
  none: 'none',
  to: ' to ',

  cells: (count: number, list: string) => `${count} cells: ${list}`,
  comma: ', ',
  comparedHeads: ['Verdict', 'Table', 'Cell', 'Published', 'Reproduced', 'Difference', 'In s.e.', 'Explanation'],
  verdicts: {
    same: 'same',
    'last digit': 'last digit',
    stars: 'stars',
    differs: 'differs',
    sign: 'sign',
    'not printed': 'not printed',
    unmatched: 'unmatched',
  } as Readonly<Record<CellVerdict, string>>,
  findingHeads: ['Severity', 'Table', 'Cell', 'Finding'],

  /** Names of columns in the data file of a figure. */
  figureHead: (name: string): string => figureHead(name, englishHeads, (level, end) => `${level}% interval, ${end}`),
};

const englishHeads: FigureHeads = { estimate: 'Estimate', stdError: 'Std. err.', pValue: 'p', low: 'from', high: 'to' };

export type ShowWords = typeof english;

const chinese: ShowWords = {
  estimate: '估计值',
  stdError: '标准误',
  confidence: ['95% 置信', '区间'],
  absorbedHeads: ['吸收的效应', '水平数', '冗余', '计入', ''],
  nested: '嵌套于聚类',
  observations: '观测值',
  groups: '个体数',
  rowsPerGroup: '每个个体的观测',
  overallF: 'F 的 p 值',

  columnHeads: ['列', '类型', 'N', '缺失', '最小值', '均值', '最大值', '标签'],
  distinct: (count) => `${count} 个不同取值`,
  notTyped: '未定类型',
  types: { number: '数值', string: '文本', category: '类别', date: '日期', quarter: '季度', month: '月' },
  firstRows: (count) => `前 ${count} 行`,

  weights: ['类型', '标准化', '单位数', '邻接数', '平均邻接数', '孤立单位', '特征值'],
  none: '无',
  to: ' 至 ',

  cells: (count, list) => `${count} 个单元格：${list}`,
  comma: '，',
  comparedHeads: ['结论', '表', '单元格', '已发表', '复现', '差', '差（标准误）', '说明'],
  verdicts: {
    same: '相同',
    'last digit': '末位不同',
    stars: '星号不同',
    differs: '不同',
    sign: '符号相反',
    'not printed': '原表未列',
    unmatched: '未匹配',
  },
  findingHeads: ['程度', '表', '单元格', '发现'],

  figureHead: (name) => figureHead(name, chineseHeads, (level, end) => `${level}% 置信区间${end}`),
};

const chineseHeads: FigureHeads = {
  estimate: '估计值',
  stdError: '标准误',
  pValue: 'p 值',
  low: '下限',
  high: '上限',
};

export const pageWords: Readonly<Record<Language, ShowWords>> = { en: english, zh: chinese };
