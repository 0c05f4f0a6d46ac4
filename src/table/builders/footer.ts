/** Builds the rows below the estimates: sets of terms, fixed effects, clusters, statistics. */
import { ownValue } from '../../base/own-value.ts';
import { statKey } from '../computed/row.ts';
import { legible, vanishes } from '../number.ts';
import { numberFormat } from '../options/options.ts';
import { nameTest } from '../select.ts';
import type { Cell, Row } from '../table.ts';
import { effectLabel, headingLabel, type LabelBook } from '../words/labels.ts';
import { words as wordsOf } from '../words/phrases.ts';
import { statLabels } from '../words/stat-labels.ts';
import type { BuildContext } from './builder.ts';
import { computedRow } from './computed-rows.ts';
import { type FitColumn, inColumn } from './fits.ts';
import { setRows } from './set-rows.ts';
import { statisticRows } from './statistics.ts';

const english = wordsOf.en;
const noLabels: LabelBook = { language: 'en', variables: {}, units: {}, renamed: {} };

type RowsOf = (columns: readonly FitColumn[], context: BuildContext) => Row[];

/** Rows by the name that `stats` may have for them; a row's key is the name, or begins with it: `fe:year`. */
const named: Readonly<Record<string, RowsOf>> = {
  indicate: indicatedRows,
  fe: effectRows,
  clusteredBy: clusteredByRows,
  nclusters: clusterRows,
  tests: testRows,
  ...setRows,
  value: computedRows,
};

/** Names of the footer's rows that are no statistics. */
export const footerNames: readonly string[] = Object.keys(named);

function computedRows(columns: readonly FitColumn[], context: BuildContext): Row[] {
  return (context.options.computed ?? []).map((row) => computedRow(row, statKey(row.label), columns, context));
}

/** Sets of terms and effects stand first unless `stats` gives them a place. */
const first = ['indicate', 'fe'];

/** Tells whether a row stands in the footer though `stats` does not name it. */
export const isUnasked = (row: Row, stats: readonly string[]): boolean =>
  first.some((name) => isNamed(row, name)) && !stats.some((name) => isNamed(row, name));

/** Returns the footer's rows that `stats` names, or the usual ones without those in `hide`. */
export function footerRows(columns: readonly FitColumn[], context: BuildContext): Row[] {
  const { stats, hide } = context.options;
  const isShown = (row: Row): boolean => !hide.some((pattern) => isNamed(row, pattern));
  const rowsOf = (name: string): Row[] => named[name]!(columns, context);
  const before = first.filter((name) => !(stats ?? []).some((stat) => stat === name || stat.startsWith(`${name}:`)));
  const rows = [
    ...before.flatMap(rowsOf).filter(isShown),
    ...(stats === null
      ? [...rowsOf('nclusters'), ...statRows(columns, null, context).map(({ row }) => row), ...rowsOf('tests')].filter(
          isShown,
        )
      : askedRows(columns, stats, context)),
  ];
  return rows.map((row) => ({ ...row, apart: true }));
}

function askedRows(columns: readonly FitColumn[], stats: readonly string[], context: BuildContext): Row[] {
  const kind = (name: string): string => name.split(':', 1)[0]!;
  const isStatistic = (name: string): boolean => !Object.hasOwn(named, kind(name));
  const statistics = statRows(columns, stats.filter(isStatistic), context);
  return stats.flatMap((name) => {
    if (isStatistic(name)) return statistics.filter(({ of }) => of === name).map(({ row }) => row);
    const rows = named[kind(name)]!(columns, context);
    const found = rows.filter((row) => isNamed(row, name));
    if (found.length > 0 || kind(name) === name) return found;
    const hint = `rows: ${rows.map((row) => `\`${row.key}\``).join(', ')}`;
    const message = `\`stats\` names \`${name}\`, which is no row of this table`;
    return context.refuse('unknown-row', message, { option: 'stats', hint: rows.length > 0 ? hint : undefined });
  });
}

const isNamed = ({ key }: Row, pattern: string): boolean =>
  key === pattern || nameTest(pattern)(key) || nameTest(pattern)(key.split(':')[0]!);

/** Rows for sets of terms: `Controls: Yes` where a column has all terms of the set, `No` where none, and never `Yes` for some of them. */
function indicatedRows(columns: readonly FitColumn[], context: BuildContext): Row[] {
  return context.options.indicate.map((set) =>
    textRow(
      `indicate:${set.key}`,
      set.key.slice(0, 1).toUpperCase() + set.key.slice(1),
      ownValue(context.book.renamed, set.key) ?? set.label,
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
    return textRow(
      `fe:${name}`,
      effectLabel(name, noLabels),
      ownValue(context.book.renamed, `fe:${name}`) ?? effectLabel(name, context.book),
      columns,
      (column) => (column.fit.absorbed.some((a) => a.name === name) ? context.words.yes : context.words.no),
    );
  });
}

function clusteredByRows(columns: readonly FitColumn[], { words, book }: BuildContext): Row[] {
  if (columns.every((c) => c.fit.vcovInfo.clusters.length === 0)) return [];
  const label = ownValue(book.renamed, 'clusteredBy') ?? words.clusteredBy;
  const by = textRow('clusteredBy', english.clusteredBy, label, columns, (column) =>
    column.fit.vcovInfo.clusters.map((c) => headingLabel(c.name, book)).join(words.comma),
  );
  return [by];
}

/** One number a row: where columns have several cluster variables, a row for each. */
function clusterRows(columns: readonly FitColumn[], { words, book, options }: BuildContext): Row[] {
  const names = [...new Set(columns.flatMap((c) => c.fit.vcovInfo.clusters.map(({ name }) => name)))];
  const label = ownValue(book.renamed, 'nclusters') ?? words.clusters;
  const csv = statLabels.nclusters!.csv;
  return names.map((name): Row => {
    const isOnly = names.length === 1;
    const key = isOnly ? 'nclusters' : `nclusters:${name}`;
    return {
      key,
      label: ownValue(book.renamed, key) ?? (isOnly ? label : words.bracketed(label, headingLabel(name, book))),
      name: isOnly ? csv : english.bracketed(csv, name),
      section: 'footer',
      cells: columns.map((column): Cell => {
        const format = numberFormat(inColumn(options, column), ['nclusters'], true);
        const counted = column.fit.vcovInfo.clusters.find((cluster) => cluster.name === name);
        return counted === undefined ? { is: 'empty' } : { is: 'number', value: counted.count, format };
      }),
    };
  });
}

/** The p value of each test of restrictions that a column was asked for. */
function testRows(columns: readonly FitColumn[], { words, book, options }: BuildContext): Row[] {
  const names = [...new Set(columns.flatMap(({ view }) => view.tests ?? []))];
  return names.map((name): Row => {
    const key = `tests:${name}`;
    return {
      key,
      label: ownValue(book.renamed, key) ?? words.testP(headingLabel(name, book)),
      name: english.testP(name),
      section: 'footer',
      cells: columns.map((column): Cell => {
        const { fit, view } = column;
        const format = numberFormat(inColumn(options, column), [key, 'p'], false);
        const asked = view.tests?.includes(name) ? fit.tests?.find((test) => test.name === name) : undefined;
        return asked === undefined ? { is: 'empty' } : { is: 'number', value: asked.pValue, format };
      }),
    };
  });
}

/** Statistics in the units of the outcome. */
const inOutcomesUnits: ReadonlySet<string> = new Set(['ymean', 'rmse', 'sigmaE', 'sigmaU']);

/** Each with the name that it was asked for by. */
function statRows(
  columns: readonly FitColumn[],
  asked: readonly string[] | null,
  { options, book }: BuildContext,
): { readonly of: string; readonly row: Row }[] {
  const rows = statisticRows(columns, asked);
  const keys = new Set(rows.map((row) => row.key));
  return rows.map(({ key, label, name, values }) => {
    // A new label follows the name to the only row that it stands for.
    const renamed = ownValue(book.renamed, key) ?? (keys.has(name) ? undefined : ownValue(book.renamed, name));
    const undefinedAs = name === 'f' ? { undefinedAs: 'F(.)' } : {};
    const cells = values.map((value, j): Cell => {
      if (value === undefined) return { is: 'empty' };
      const format = numberFormat(inColumn(options, columns[j]!), [key, name], label.count === true);
      const { rmse } = columns[j]!.fit.stats;
      // The root mean squared error tells if a statistic in the outcome's units may be printed as zeros, as for an estimate.
      const isTiny = inOutcomesUnits.has(name) && typeof rmse === 'number' && vanishes(rmse, format);
      const shown = isTiny && typeof value === 'number' ? legible(value, format) : format;
      return { is: 'number', value, format: shown, ...undefinedAs };
    });
    return {
      of: name,
      row: { key, label: renamed ?? label[book.language], name: label.csv, section: 'footer', cells },
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
