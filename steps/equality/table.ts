/** Builds tables of tests of equality: a row for each coefficient, and below them the tests of all together. */
import type { Stat } from '../../src/econ/fit.ts';
import type { BuildContext, TableSource } from '../../src/table/builders/builder.ts';
import { recordBuilder } from '../../src/table/builders/records.ts';
import { countText, numberFormat } from '../../src/table/options/options.ts';
import type { Cell, Row } from '../../src/table/table.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { asLabelled } from '../../src/table/words/worded.ts';
import { equalityResult } from './result.ts';
import { type Counts, phrases, sentences } from './words.ts';

export const equality = recordBuilder({
  type: equalityResult.type,
  sentences,
  parts: ['stats', 'clusters'],
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
  notesOf,
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

function notesOf(sources: readonly TableSource[], { book, options, words }: BuildContext): readonly string[] {
  return sources.map((source) => {
    const counts = Object.fromEntries(
      Object.entries(statsOf(source))
        .filter(([, value]) => typeof value === 'number')
        .map(([name, value]) => [name, countText(value as number, options)]),
    ) as unknown as Counts;
    const clusters = source.part('clusters') as string | readonly string[] | null;
    const by = clusters === null ? [] : [clusters].flat();
    const own = phrases[book.language];
    const { p, df, hausmanP, hausmanDf } = statsOf(source);
    const lacking = [
      [own.suest(df as number), p] as const,
      [own.hausman(hausmanDf as number), hausmanP] as const,
    ].flatMap(([name, value]) =>
      typeof value === 'object' ? [`${name}${words.colon}${asLabelled(value.invalid, book)}`] : [],
    );
    return [
      own.rows(counts, by.length === 0 ? null : by.map((name) => termLabel(name, book)).join(words.comma)),
      ...lacking,
    ].join(words.semicolon);
  });
}
