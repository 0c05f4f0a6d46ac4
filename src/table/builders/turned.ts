/** Regression tables of which each regression is a row: what are rows of other tables are columns of this one. */
import { repeated } from '../../base/repeated.ts';
import type { Cell, Head, Row, TableColumn, TablePanel } from '../table.ts';
import { termLabel } from '../words/labels.ts';
import { type BuildContext, spannersOf } from './builder.ts';
import type { FitColumn } from './fits.ts';

/** Rows of one quantity: an estimate, and below it its standard error. */
type Quantity = readonly Row[];

/** A row's label: its header, or where it has none, or several rows have the same one, its dependent variable. */
export function rowLabels(
  columns: readonly Pick<FitColumn, 'fullName' | 'view' | 'fit'>[],
  { book, words }: BuildContext,
): string[] {
  const headers = columns.map(({ fullName, view }) => fullName ?? view.header);
  const twice = repeated(headers);
  return columns.map(({ fit }, i) => {
    const [outcome, header] = [termLabel(fit.outcome, book), headers[i]!];
    if (header === '') return outcome;
    return twice.includes(header) ? [outcome, header].join(words.comma) : header;
  });
}

/** The head and panels of the turned table. `panels` have a column for each regression of the panel of that position. */
export function turned(
  panels: readonly TablePanel[],
  fits: readonly (readonly FitColumn[])[],
  context: BuildContext,
): Head & { readonly panels: readonly TablePanel[] } {
  const quantities = panels.map(({ rows }) => quantitiesOf(rows));
  const keys = [...new Set(quantities.flatMap((each) => [...each.keys()]))];
  const firsts = keys.map((key) => quantities.find((each) => each.has(key))!.get(key)![0]!);
  const columns = firsts.map(
    ({ label, name }, i): TableColumn => ({
      header: label,
      ...(name !== undefined && name !== label && { name }),
      ...(context.options.numbers === true && { number: `(${i + 1})` }),
    }),
  );
  return {
    stub: '',
    columns,
    spanners: spannersOver(columns, fits, context),
    panels: panels.map(({ title }, g) => ({
      title,
      rows: fits[g]!.flatMap((_, c) =>
        rowsOf(
          c,
          keys.map((key) => quantities[g]!.get(key)),
          fits[g]!,
          context,
        ),
      ),
    })),
  };
}

/** Returns the quantities of rows by key, and by place where a key stands several times. */
function quantitiesOf(rows: readonly Row[]): Map<string, Quantity> {
  const found = new Map<string, Row[]>();
  let last: Row[] | undefined;
  for (const row of rows) {
    if (row.continues === true && last !== undefined) last.push(row);
    else {
      let key = row.key;
      while (found.has(key)) key += '\n';
      last = [row];
      found.set(key, last);
    }
  }
  return found;
}

/** The lines of one regression. */
function rowsOf(
  column: number,
  quantities: readonly (Quantity | undefined)[],
  fits: readonly FitColumn[],
  context: BuildContext,
): Row[] {
  const lines = Math.max(1, ...quantities.map((rows) => rows?.length ?? 0));
  const { node, fit, view, fullName } = fits[column]!;
  const times = fits.slice(0, column).filter((each) => each.node === node).length;
  return Array.from({ length: lines }, (_, line): Row => {
    const cells = quantities.map((rows): Cell => rows?.[line]?.cells[column] ?? { is: 'empty' });
    return {
      key: times === 0 ? node : `${node} #${times + 1}`,
      label: line === 0 ? rowLabels(fits, context)[column]! : '',
      name: line === 0 ? (fullName ?? (view.header || fit.outcome)) : '',
      section: 'body',
      cells,
      sources: cells.map(() => node),
      ...(line > 0 && { continues: true }),
    };
  });
}

/** The texts that the table says; else one dependent variable of all rows stands over everything, where rows are not named by theirs. */
function spannersOver(
  columns: readonly TableColumn[],
  fits: readonly (readonly FitColumn[])[],
  { options, book, words, refuse }: BuildContext,
): Head['spanners'] {
  const { spanners, outcome } = options;
  if (spanners !== null && spanners.length > 0) {
    if (spanners.length === columns.length) return [spannersOf(spanners)];
    const message = `expected ${columns.length} texts in \`spanners\`, one a column, got ${spanners.length}`;
    return refuse('wrong-spanners', message, { option: 'spanners', hint: 'an empty text spans nothing' });
  }
  const all = fits.flat();
  const outcomes = new Set(all.map(({ fit }) => termLabel(fit.outcome, book)));
  const isSaid = all.every(({ view }) => view.header !== '') && outcome !== false && outcome !== 'panel';
  const [only] = outcomes;
  if (outcomes.size !== 1 || !isSaid || columns.length === 0) return [];
  return [[{ text: words.dependent(only!), from: 0, to: columns.length - 1 }]];
}
