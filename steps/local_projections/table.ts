/** Builds tables of local projections: a row for each horizon, and for each state where there are states. */
import type { Stat } from '../../src/econ/fit.ts';
import { significant } from '../../src/figure/numbers.ts';
import type { BuildContext, Builder, TableSource } from '../../src/table/builders/builder.ts';
import { recordBuilder } from '../../src/table/builders/records.ts';
import { noteLabel, termLabel } from '../../src/table/words/labels.ts';
import type { Errors, ResponseRow } from './numbers/local-projections.ts';
import type { Path, Response } from './numbers/spec.ts';
import { localProjectionsResult } from './result.ts';
import { bandNotes, notes, rowLabel, sentences } from './words.ts';

const records = recordBuilder({
  type: localProjectionsResult.type,
  parts: ['supT', 'outcome', 'shock', 'state', 'response', 'level', 'errors'],
  withUnits: false,
  sentences,
  isSparse: true,
  head: () => ({ en: 'Horizon', zh: '期数' }),
  usual: ['estimate', 'stdError', 'pValue', 'confLow', 'confHigh', 'bandLow', 'bandHigh', 'n'],
  columns: {
    estimate: { en: 'Response', zh: '响应', csv: 'estimate' },
    stdError: { en: 'Std. error', zh: '标准误', csv: 'stdError' },
    statistic: { en: 'Statistic', zh: '统计量', csv: 'statistic' },
    pValue: { en: 'p', zh: 'p 值', csv: 'pValue' },
    confLow: { en: 'Lower end', zh: '下限', csv: 'confLow' },
    confHigh: { en: 'Upper end', zh: '上限', csv: 'confHigh' },
    bandLow: { en: 'Band, lower end', zh: '同时带下限', csv: 'bandLow' },
    bandHigh: { en: 'Band, upper end', zh: '同时带上限', csv: 'bandHigh' },
    n: { en: 'N', zh: '观测值', csv: 'N', count: true },
  },
  notesOf: (sources, context) => [...new Set(sources.flatMap((source) => notesOf(source, context)))],
});

/** `standard errors clustered by province`, as the notes of regressions say it. */
function errorsText({ type, clusters, lags }: Errors, { book, words }: BuildContext): string {
  const kinds = words.errorNouns;
  const names = clusters.map((name) => noteLabel(name, book));
  if (names.length > 0) return kinds.cluster(names.join(words.and));
  if (type.startsWith('HC')) return kinds.HC(type);
  if (type === 'NW') return kinds.NW(lags);
  if (type === 'DK') return kinds.DK(lags);
  return type === 'iid' ? kinds.iid : kinds.other(type);
}

function notesOf(source: TableSource, context: BuildContext): readonly string[] {
  const { book } = context;
  const text = (part: string): string => source.part(part) as string;
  const labelled = (part: string): string => termLabel(text(part), book);
  const level = source.part('level') as number;
  const state = source.part('state') as string | null;
  const told = {
    outcome: labelled('outcome'),
    shock: labelled('shock'),
    state: state === null ? null : termLabel(state, book),
    response: text('response') as Response,
    level,
    errors: errorsText(source.part('errors') as unknown as Errors, context),
  };
  const critical = (source.part('supT') ?? []) as unknown as readonly { readonly path: Path; readonly value: Stat }[];
  const values = critical.flatMap(({ value }) => (typeof value === 'number' ? [significant(value)] : []));
  const band = values.length === 0 ? [] : [bandNotes[book.language](values.join(', '), level)];
  return [notes[book.language](told), ...band];
}

/** Horizons are named in the table's language. */
export const localProjectionsTable: Builder = {
  ...records,
  build(groups, context) {
    const { book } = context;
    const rows = groups.flatMap(({ sources }) => sources[0]!.part('rows') as unknown as readonly ResponseRow[]);
    const names = Object.fromEntries(
      rows.map(({ variable, horizon, path }) => [variable, rowLabel(horizon, path, book.language)]),
    );
    return records.build(groups, { ...context, book: { ...book, renamed: { ...names, ...book.renamed } } });
  },
};
