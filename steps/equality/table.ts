/** Builds tables of tests of equality: a row for each coefficient, and below them the tests of all together. */
import type { Stat } from '../../src/econ/fit.ts';
import type { TableSource } from '../../src/table/builders/builder.ts';
import { type RecordNote, recordBuilder } from '../../src/table/builders/records.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import type { Cell, Row } from '../../src/table/table.ts';
import { equalityResult } from './result.ts';
import { phrases, sentences } from './words.ts';

export const equality = recordBuilder({
  type: equalityResult.type,
  sentences,
  parts: ['stats', 'clusters', 'columns'],
  withUnits: false,
  usual: ['first', 'second', 'difference', 'stdError', 'statistic', 'pValue'],
  columns: {
    first: { en: 'First', zh: '第一列', csv: 'First' },
    second: { en: 'Second', zh: '第二列', csv: 'Second' },
    difference: { en: 'Difference', zh: '差异', csv: 'Difference' },
    stdError: { en: 'Std. err.', zh: '标准误', csv: 'Std err' },
    statistic: { en: 'Statistic', zh: '统计量', csv: 'Statistic' },
    pValue: { en: 'p', zh: 'p 值', csv: 'p' },
  },
  noteOf,
  footer(source, names, { options, book }) {
    const { chi2, df, p, hausmanChi2, hausmanDf, hausmanP } = statsOf(source);
    const joint = (key: 'suest' | 'hausman', of: Readonly<Record<string, Stat | undefined>>): Row[] => {
      if (of.statistic === undefined) return [];
      const cells = names.map((name): Cell => {
        const value = of[name];
        return value === undefined || name === 'df'
          ? { is: 'empty' }
          : { is: 'number', value, format: numberFormat(options, [key, name]) };
      });
      const label = book.renamed[key] ?? phrases[book.language][key](of.df as number);
      return [{ key, label, name: phrases.en[key](of.df as number), section: 'footer', cells }];
    };
    return [
      ...joint('suest', { statistic: chi2, df, pValue: p }),
      ...joint('hausman', { statistic: hausmanChi2, df: hausmanDf, pValue: hausmanP }),
    ];
  },
});

const statsOf = (source: TableSource) => source.part('stats') as unknown as Readonly<Record<string, Stat | undefined>>;

function noteOf(source: TableSource): RecordNote {
  const { n, nFirst, nSecond, overlap, groups } = statsOf(source) as Readonly<Record<string, number | undefined>>;
  const [first, second] = source.part('columns') as unknown as readonly [string, string];
  const clusters = source.part('clusters') as string | null;
  const en = [
    `first less second: ${first} and ${second}, ${n} rows (${nFirst} and ${nSecond}, of which ${overlap} are in both)`,
    ...(groups === undefined
      ? []
      : [`scores stacked over ${groups} ${clusters === null ? 'rows' : `clusters of ${clusters}`}`]),
  ];
  const zh = [
    `第一列减第二列：${first} 与 ${second}，共 ${n} 个观测（分别为 ${nFirst} 与 ${nSecond} 个，其中 ${overlap} 个同属两者）`,
    ...(groups === undefined
      ? []
      : [clusters === null ? `得分按 ${groups} 个观测叠加` : `得分按 ${clusters} 的 ${groups} 个聚类叠加`]),
  ];
  return { en: capital(en.join('; ')), zh: zh.join('；') };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
