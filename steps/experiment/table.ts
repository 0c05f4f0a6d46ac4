/** Builds tables of experiments: outcomes as rows with the control's mean, the effect, its error and its p value; a panel for each arm. */
import type { Stat, Warning } from '../../src/econ/fit.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  cellLines,
  checkChosen,
  type Group,
  type HeadLevel,
  statisticColumn,
  type TableSource,
} from '../../src/table/builders/builder.ts';
import { sentence, starsNotes, tells } from '../../src/table/builders/notes.ts';
import { briefNumber, readable } from '../../src/table/number.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import { markOf } from '../../src/table/stars.ts';
import type { Cell, Row, TablePanel } from '../../src/table/table.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { asLabelled } from '../../src/table/words/worded.ts';
import { experimentResult } from './result.ts';
import type { RecordOf, View } from './view.ts';
import { readMethod, views } from './views.ts';
import { phrases, sentences } from './words.ts';

export const experiment: Builder = {
  type: experimentResult.type,
  sentences,
  parts: Object.keys(experimentResult.parts),
  stats: [...new Set(Object.values(views).flatMap(({ columns }) => Object.keys(columns)))],
  shows: Object.keys(views),
  levels: armsOf,
  sideBySide: false,
  build,
};

/** Arms head panels. */
function armsOf(source: TableSource): readonly HeadLevel[] {
  const effects = (source.part('effects') ?? []) as unknown as readonly RecordOf[];
  return [...new Set(effects.map(({ arm }) => String(arm)))].map((level) => ({ column: '', level }));
}

function build(groups: readonly Group[], context: BuildContext): Built {
  const { options, book } = context;
  const view = views[options.show ?? 'effects']!;
  const all = groups.flatMap((group) => sectionsOf(group, view, context));
  const records = all.flatMap((section) => section.records);
  const names = (options.stats ?? view.usual).filter(
    (name) =>
      Object.hasOwn(view.columns, name) &&
      records.some((record) => (options.stats === null ? isDefined(record[name]) : record[name] !== undefined)),
  );
  checkChosen([...new Set(records.map((record) => view.rowOf(record)))], {}, context);
  return {
    stub: phrases[book.language].stubs[view.stub],
    columns: names.map((name, i) => {
      const { [book.language]: header, csv } = view.columns[name]!;
      return statisticColumn(name, i, header, csv, context);
    }),
    spanners: [],
    panels: all.map(({ title, records: own }): TablePanel => ({ title, rows: rowsOf(own, view, names, context) })),
    notes: notesOf(groups, view, records, names, context),
    data: {
      columns: names.map((name) => ({ statistic: name })),
      rows: all.flatMap(({ title, records: own }) =>
        own.map((record) => ({ ...(all.length > 1 ? { panel: title } : {}), ...record }) as never),
      ),
    },
  };
}

/** Says whether a value is more than the reason why there is none. */
const isDefined = (value: unknown): boolean => value !== undefined && value !== null && typeof value !== 'object';

interface Section {
  readonly title: string | null;
  readonly records: readonly RecordOf[];
}

/** The records of a result, parted where the view has panels. */
function sectionsOf(group: Group, view: View, context: BuildContext): readonly Section[] {
  const source = group.sources[0]!;
  const records = (source.part(view.part) ?? []) as unknown as readonly RecordOf[];
  if (records.length === 0) {
    const message = `\`${source.node}\` has no ${view.part}`;
    context.refuse('not-asked', message, { option: 'show', hint: view.asked });
  }
  const keys = [...new Set(records.map((record) => view.panelOf?.(record, context) ?? null))];
  return keys.map((key) => ({
    title: keys.length === 1 ? group.title : group.title === null ? key : `${group.title}: ${key}`,
    records: records.filter((record) => (view.panelOf?.(record, context) ?? null) === key),
  }));
}

function rowsOf(records: readonly RecordOf[], view: View, names: readonly string[], context: BuildContext): Row[] {
  const { options } = context;
  const chosen = chooseRows([...new Set(records.map((record) => view.rowOf(record)))], options);
  return chosen.flatMap((key) =>
    records
      .filter((record) => view.rowOf(record) === key)
      .map((record): Row => {
        return {
          key,
          label: labelOf(record, view, context),
          name: key,
          section: 'body',
          cells: names.map((name) => cellOf(record, key, name, view, context)),
        };
      }),
  );
}

function cellOf(record: RecordOf, key: string, name: string, view: View, { options }: BuildContext): Cell {
  const value = record[name] as Stat | undefined;
  if (value === undefined || value === null) return { is: 'empty' };
  if (typeof value === 'string') return { is: 'text', text: value };
  const { count, starred } = view.columns[name]!;
  const stars = starred === true && record.pValue !== undefined ? markOf(record.pValue as Stat, options) : '';
  const format = numberFormat(options, [key, name], count === true);
  return { is: 'number', value, format, ...(stars === '' ? {} : { stars }) };
}

function notesOf(
  groups: readonly Group[],
  view: View,
  records: readonly RecordOf[],
  names: readonly string[],
  context: BuildContext,
): string[] {
  const sources = groups.map((group) => group.sources[0]!);
  const hasStars = names.some((name) => view.columns[name]!.starred === true);
  const warned = sources.flatMap((source) => (source.part('warnings') ?? []) as unknown as readonly Warning[]);
  const notes = [
    ...(tells(context, 'method') ? sources.map((source) => view.note(readMethod(source), context, records)) : []),
    ...(tells(context, 'method') ? sources.flatMap((source) => jointNotes(source, view, records, context)) : []),
    ...(tells(context, 'method') ? sources.flatMap((source) => view.further?.(source, names, context) ?? []) : []),
    ...(tells(context, 'stars') && hasStars ? starsNotes(cellLines('{b}{stars}', context), context) : []),
    ...(tells(context, 'undefined') ? undefinedNotes(view, records, names, context) : []),
    ...(tells(context, 'warnings') ? warned.map(({ message }) => asLabelled(message, context.book)) : []),
  ];
  return [...new Set(notes)].map((note) => sentence(note, context));
}

/** Tests of all records together, by the arm or the outcome that each is of where there are several. */
function jointNotes(
  source: TableSource,
  { tests }: View,
  records: readonly RecordOf[],
  context: BuildContext,
): string[] {
  if (tests === undefined) return [];
  const found = (source.part(tests.part) ?? []) as unknown as readonly Readonly<Record<string, unknown>>[];
  const shown = found.filter(({ variable }) => records.some((record) => tests.of(record) === variable));
  const own = phrases[context.book.language];
  return shown.map(({ variable, [tests.member]: test }) => {
    const of = shown.length === 1 && tests.isOfAll ? '' : termLabel(String(variable), context.book);
    const { f, df1, df2, pValue, invalid } = test as Record<string, number> & { readonly invalid?: string };
    if (invalid !== undefined) return own.noJointTest(of, asLabelled(invalid, context.book));
    const digits = (value: number): string => readable(briefNumber(value, 3));
    return own.jointTest(of, digits(f!), `${df1}, ${digits(df2!)}`, readable(pValue!.toFixed(3)));
  });
}

/** Reasons of numbers that are shown and not defined. */
function undefinedNotes(
  view: View,
  records: readonly RecordOf[],
  names: readonly string[],
  context: BuildContext,
): string[] {
  const { book, words } = context;
  const reasons = records.flatMap((record) =>
    names.flatMap((name) => {
      const value = record[name] as Stat | undefined;
      if (typeof value !== 'object' || value === null) return [];
      return [`${labelOf(record, view, context)}${words.colon}${asLabelled(value.invalid, book)}`];
    }),
  );
  return reasons.length === 0 ? [] : [words.undefinedStat([...new Set(reasons)].join(words.semicolon))];
}

const labelOf = (record: RecordOf, view: View, context: BuildContext): string => {
  const key = view.rowOf(record);
  return context.book.renamed[key] ?? view.labelOf?.(record, context) ?? termLabel(key, context.book);
};
