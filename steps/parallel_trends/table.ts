/** Builds tables of violations of parallel trends: intervals by restriction, with breakdown values and the pre-test below. */
import type { Stat } from '../../src/econ/fit.ts';
import type { Builder, TableSource } from '../../src/table/builders/builder.ts';
import { recordBuilder } from '../../src/table/builders/records.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import type { Cell, Row } from '../../src/table/table.ts';
import type { BandRow, TrendRow } from './numbers/parallel-trends.ts';
import { parallelTrendsResult } from './result.ts';
import { footerWords, note, restrictionLabel, sentences, trendNote } from './words.ts';

const records = recordBuilder({
  type: parallelTrendsResult.type,
  parts: ['breakdown', 'trends', 'equivalence'],
  withUnits: false,
  sentences,
  head: () => ({ en: 'Restriction on trends', zh: '对趋势的约束' }),
  usual: ['low', 'high'],
  columns: {
    estimate: { en: 'Estimate', zh: '估计值', csv: 'estimate' },
    low: { en: 'Lower end', zh: '下限', csv: 'low' },
    high: { en: 'Upper end', zh: '上限', csv: 'high' },
    m: { en: 'M', zh: 'M', csv: 'm' },
  },
  note,
  notesOf: (sources, { book }) => [
    ...new Set(sources.flatMap((source) => trendsOf(source).map((trend) => trendNote(trend, book.language)))),
  ],
  footer: (source, names, { book, options }) =>
    footersOf(source).map(
      ([key, value]): Row => ({
        key,
        label: book.renamed[key] ?? footerWords[key][book.language],
        name: footerWords[key].en,
        section: 'footer',
        cells: names.map(
          (name, i): Cell =>
            i === 0 ? { is: 'number', value, format: numberFormat(options, [key, name]) } : { is: 'empty' },
        ),
      }),
    ),
});

/** Restrictions are named in the table's language. */
export const parallelTrendsTable: Builder = {
  ...records,
  build(groups, context) {
    const { book } = context;
    const rows = groups.flatMap(({ sources }) => sources[0]!.part('rows') as unknown as readonly BandRow[]);
    const names = Object.fromEntries(rows.map(({ variable }) => [variable, restrictionLabel(variable, book.language)]));
    return records.build(groups, { ...context, book: { ...book, renamed: { ...names, ...book.renamed } } });
  },
};

/** Values that stand once, below the intervals. */
function footersOf(source: TableSource): readonly (readonly [keyof typeof footerWords, Stat])[] {
  const { relative, smooth } = source.part('breakdown') as unknown as Readonly<Record<'relative' | 'smooth', Stat>>;
  const { bound } = source.part('equivalence') as unknown as { readonly bound: number };
  return [
    ['relative', relative],
    ['smooth', smooth],
    ['bound', bound],
  ];
}

const trendsOf = (source: TableSource): readonly TrendRow[] =>
  (source.part('trends') as unknown as readonly TrendRow[]).filter(({ slope }) => typeof slope === 'number');
