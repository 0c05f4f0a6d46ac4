/** Builds the rows below the estimates: sets of terms, fixed effects, clusters, statistics. */
import { own } from '../../base/own.ts';
import { headingLabel, type LabelBook } from '../labels.ts';
import { numberFormat } from '../options.ts';
import { statLabels, words as wordsOf } from '../phrases.ts';
import { nameTest } from '../select.ts';
import type { Cell, NumberCell, Row } from '../table.ts';
import type { BuildContext } from './builder.ts';
import type { FitColumn } from './fits.ts';
import { statisticRows } from './statistics.ts';

const english = wordsOf.en;
const noLabels: LabelBook = { language: 'en', variables: {}, units: {}, renamed: {} };

export function footerRows(columns: readonly FitColumn[], context: BuildContext): Row[] {
  return [
    ...indicatedRows(columns, context),
    ...effectRows(columns, context),
    ...clusterRows(columns, context),
    ...statRows(columns, context),
  ].map((row) => ({ ...row, apart: true }));
}

/** Rows for sets of terms: `Controls: Yes` where a column has all terms of the set, `No` where none, and never `Yes` for some of them. */
function indicatedRows(columns: readonly FitColumn[], context: BuildContext): Row[] {
  return context.options.indicate.map((set) =>
    textRow(
      `indicate:${set.key}`,
      set.key.slice(0, 1).toUpperCase() + set.key.slice(1),
      own(context.book.renamed, set.key) ?? set.label,
      columns,
      (column) => {
        const asked = [...column.fit.terms.map((t) => t.term), ...column.fit.dropped.map((d) => d.term)];
        const found = set.terms.filter((pattern) => asked.some(nameTest(pattern))).length;
        if (found === set.terms.length) return context.words.yes;
        return found === 0 ? context.words.no : context.words.partly;
      },
    ),
  );
}

function effectRows(columns: readonly FitColumn[], context: BuildContext): Row[] {
  const names = [...new Set(columns.flatMap((c) => c.fit.absorbed.map((a) => a.name)))];
  return names.map((name) => {
    const label = context.words.fixedEffects(headingLabel(name, context.book));
    return textRow(
      `fe:${name}`,
      english.fixedEffects(headingLabel(name, noLabels)),
      context.book.renamed[`fe:${name}`] ?? label,
      columns,
      (column) => (column.fit.absorbed.some((a) => a.name === name) ? context.words.yes : context.words.no),
    );
  });
}

function clusterRows(columns: readonly FitColumn[], context: BuildContext): Row[] {
  if (columns.every((c) => c.fit.vcovInfo.clusters.length === 0)) return [];
  const { words, book } = context;
  const by = textRow(
    'clusteredBy',
    english.clusteredBy,
    book.renamed.clusteredBy ?? words.clusteredBy,
    columns,
    (column) => column.fit.vcovInfo.clusters.map((c) => headingLabel(c.name, book)).join(words.comma),
  );
  if (context.options.stats?.includes('nclusters')) return [by];
  const format = numberFormat(context.options, ['nclusters'], true);
  const counts: Row = {
    key: 'nclusters',
    label: book.renamed.nclusters ?? words.clusters,
    name: statLabels.nclusters!.csv,
    section: 'footer',
    cells: columns.map((column) =>
      joined(column.fit.vcovInfo.clusters.map((c) => ({ is: 'number', value: c.count, format }))),
    ),
  };
  return [by, counts];
}

function joined(numbers: readonly NumberCell[]): Cell {
  const [first] = numbers;
  if (first === undefined) return { is: 'empty' };
  if (numbers.length === 1) return first;
  return {
    is: 'pieces',
    pieces: numbers.flatMap((n, i) => (i === 0 ? [n] : [{ is: 'text' as const, text: ', ' }, n])),
  };
}

function statRows(columns: readonly FitColumn[], context: BuildContext): Row[] {
  const { options, book } = context;
  const rows = statisticRows(columns, options.stats);
  const keys = new Set(rows.map((row) => row.key));
  return rows.map(({ key, label, name, values }) => {
    const format = numberFormat(options, [key, name], label.count === true);
    // A new label follows the name to the only row that it stands for.
    const renamed = own(book.renamed, key) ?? (keys.has(name) ? undefined : own(book.renamed, name));
    const undefinedAs = name === 'f' ? { undefinedAs: 'F(.)' } : {};
    return {
      key,
      label: renamed ?? label[book.language],
      name: label.csv,
      section: 'footer',
      cells: values.map((value): Cell => {
        return value === undefined ? { is: 'empty' } : { is: 'number', value, format, ...undefinedAs };
      }),
    };
  });
}

/** A row of texts. `name` is its name in CSV, where rows keep raw names whatever the language. */
function textRow(
  key: string,
  name: string,
  label: string,
  columns: readonly FitColumn[],
  text: (column: FitColumn) => string,
): Row {
  const cells = columns.map((column): Cell => {
    const shown = text(column);
    return shown === '' ? { is: 'empty' } : { is: 'text', text: shown };
  });
  return { key, label, name, section: 'footer', cells };
}

/** Names of a column's clusters, as a list for a note. */
export function clusterNames(column: FitColumn, context: BuildContext): string {
  return column.fit.vcovInfo.clusters.map((c) => headingLabel(c.name, context.book)).join(context.words.and);
}
