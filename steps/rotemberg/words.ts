/** Words of tables of Rotemberg weights, by language. */
import type { RecordNote } from '../../src/table/builders/records.ts';
import { type LabelBook, noteLabel } from '../../src/table/words/labels.ts';
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';
import type { TableWords } from '../../src/table/words/phrases.ts';

/** Chinese forms of what the results say of themselves. */
export const sentences: readonly Sentence[] = [
  ['its share does not move the endogenous variable', '其份额对内生变量没有影响'],
  ['controls and effects leave nothing of its share', '控制变量与固定效应完全解释了其份额'],
  ['no row has a share of the sector', '没有观测含有该部门的份额'],
  ['no weight has this sign', '没有该符号的权重'],
  ['fewer than two values', '取值不足两个'],
  ['no variation', '没有变异'],
];

export const footerWords = {
  positive: { en: 'Positive weights', zh: '正权重' },
  positiveShare: { en: 'Positive, share', zh: '正权重占比' },
  positiveN: { en: 'Positive, number', zh: '正权重个数' },
  negative: { en: 'Negative weights', zh: '负权重' },
  negativeShare: { en: 'Negative, share', zh: '负权重占比' },
  negativeN: { en: 'Negative, number', zh: '负权重个数' },
  iv: { en: 'Shift-share estimate', zh: '份额移动估计值' },
  withWeight: { en: 'Correlation with weights', zh: '与权重的相关系数' },
  withEstimate: { en: 'Correlation with estimates', zh: '与估计值的相关系数' },
} as const;

export function methodNote(rows: 'sectors' | 'periods'): RecordNote {
  const of = {
    sectors: { en: 'sectors', zh: '各部门' },
    periods: { en: 'sectors in periods', zh: '各部门各时期' },
  }[rows];
  return {
    en: `Rotemberg weights of ${of.en}, which sum to 1, and estimates with each alone as the instrument (Goldsmith-Pinkham, Sorkin and Swift 2020); rows are the largest weights. Positive and negative weights are summed, their shares are of the sum of absolute weights, and the estimates beside them are means by weight`,
    zh: `${of.zh}的 Rotemberg 权重（合计为 1）及仅以其为工具变量的估计值（Goldsmith-Pinkham、Sorkin 和 Swift，2020）；各行为权重最大者。正负权重分别加总，其占比按绝对值计算，旁列估计值为加权平均`,
  };
}

/** `varies`: shocks are not the same in all rows of a period. */
export function meansNote(shown: ReadonlySet<string>, varies: boolean, language: 'en' | 'zh'): readonly string[] {
  const shares = { en: 'Shares of sectors are means over rows', zh: '部门份额为各观测的均值' }[language];
  const shocks = {
    en: 'Shocks leave out a unit’s own part, and are means over rows',
    zh: '冲击剔除了各单位自身部分，所列为各观测的均值',
  }[language];
  return [...(shown.has('share') ? [shares] : []), ...(varies && shown.has('shock') ? [shocks] : [])];
}

/** `vcov`: the cluster variables, or `HC1` or `iid`. */
export function errorsNote(
  shown: ReadonlySet<string>,
  vcov: readonly string[] | string,
  book: LabelBook,
  words: TableWords,
): readonly string[] {
  const isZh = book.language === 'zh';
  const hasSet = ['set', 'low', 'high'].some((name) => shown.has(name));
  const parts = [
    ...(shown.has('f') ? [isZh ? 'F 值为第一阶段的 F 统计量' : 'F is that of the first stage'] : []),
    ...(hasSet ? [isZh ? '置信集为 Anderson–Rubin 检验的置信集' : 'sets are those of Anderson and Rubin’s test'] : []),
  ];
  if (parts.length === 0) return [];
  const { errorNouns, comma, and } = words;
  const clusters = typeof vcov === 'string' ? [] : vcov.map((name) => noteLabel(name, book));
  const by = [clusters.slice(0, -1).join(comma), clusters.at(-1) ?? ''].filter((text) => text !== '').join(and);
  const noun = by !== '' ? errorNouns.cluster(by) : vcov === 'iid' ? errorNouns.iid : errorNouns.HC('HC1');
  const said = parts.join(isZh ? '，' : ' and ');
  return [isZh ? `${said}，采用${noun}` : `${said[0]!.toUpperCase()}${said.slice(1)}, with ${noun}`];
}
