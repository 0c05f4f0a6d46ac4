/** Builds tables of Rotemberg weights: the sectors with the largest, then weights by sign, the whole estimate, and correlations of the columns. */
import type { Stat } from '../../src/econ/fit.ts';
import type { TableSource } from '../../src/table/builders/builder.ts';
import { recordBuilder } from '../../src/table/builders/records.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import type { Cell, Row } from '../../src/table/table.ts';
import type { Correlations, SignPart } from './numbers/summary.ts';
import { rotembergResult } from './result.ts';
import { errorsNote, footerWords, meansNote, methodNote, sentences } from './words.ts';

const usual = ['alpha', 'shock', 'beta', 'f', 'set', 'share'];

export const rotembergTable = recordBuilder({
  type: rotembergResult.type,
  parts: ['positive', 'negative', 'iv', 'correlations', 'varies', 'byPeriod', 'vcov'],
  withUnits: false,
  sentences,
  head: () => ({ en: 'Sector', zh: '部门' }),
  usual,
  sets: new Set(['set']),
  columns: {
    alpha: { en: 'Weight', zh: '权重', csv: 'alpha' },
    shock: { en: 'Shock', zh: '冲击', csv: 'shock' },
    beta: { en: 'Estimate', zh: '估计值', csv: 'beta' },
    f: { en: 'F', zh: 'F 值', csv: 'f' },
    set: { en: '95% set', zh: '95% 置信集', csv: 'set' },
    share: { en: 'Share', zh: '份额', csv: 'share' },
    low: { en: 'Lower end', zh: '下限', csv: 'low' },
    high: { en: 'Upper end', zh: '上限', csv: 'high' },
  },
  notesOf: (sources, { book, words, options }) => {
    const shown = new Set(options.stats ?? usual);
    return sources.flatMap((source) => {
      const rows = source.part('byPeriod') === true ? 'periods' : 'sectors';
      const own = source.part('vcov') as unknown as string[] | string;
      return [
        methodNote(rows)[book.language],
        ...meansNote(shown, source.part('varies') === true, book.language),
        ...errorsNote(shown, own, book, words),
      ];
    });
  },
  compound: (row, labelOf, colon) => {
    const at = row.lastIndexOf(':');
    return at < 0 ? undefined : `${labelOf(row.slice(0, at))}${colon}${row.slice(at + 1)}`;
  },
  footer: (source, names, { book, options }) =>
    footersOf(source).flatMap(([key, cells]): Row[] => {
      if (!names.some((name) => cells[name] !== undefined)) return [];
      const word = footerWords[key];
      const isCount = key === 'positiveN' || key === 'negativeN';
      const row: Row = {
        key,
        label: word[book.language],
        name: word.en,
        section: 'footer',
        cells: names.map(
          (name): Cell =>
            cells[name] === undefined
              ? { is: 'empty' }
              : { is: 'number', value: cells[name], format: numberFormat(options, [key, name], isCount) },
        ),
      };
      return [row];
    }),
});

type Footer = readonly [keyof typeof footerWords, Readonly<Record<string, Stat>>];

/** Rows below the sectors, each with its numbers by the column in which they stand. */
function footersOf(source: TableSource): readonly Footer[] {
  const [positive, negative] = [source.part('positive'), source.part('negative')] as unknown as [SignPart, SignPart];
  const { n, alpha, beta } = source.part('correlations') as unknown as Correlations;
  const { alpha: _, ...withAlpha } = alpha;
  const { shock, f, share } = beta;
  return [
    ['positive', { alpha: positive.sum, beta: positive.estimate }],
    ['positiveShare', { alpha: positive.share }],
    ['positiveN', { alpha: positive.n }],
    ...(negative.n === 0
      ? []
      : ([
          ['negative', { alpha: negative.sum, beta: negative.estimate }],
          ['negativeShare', { alpha: negative.share }],
          ['negativeN', { alpha: negative.n }],
        ] satisfies Footer[])),
    ['iv', { beta: source.part('iv') as unknown as number }],
    ...(n < 3
      ? []
      : ([
          ['withWeight', withAlpha],
          ['withEstimate', { shock, f, share }],
        ] satisfies Footer[])),
  ];
}
