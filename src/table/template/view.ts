/** Gives users' templates the cells, estimates and statistics of their table by name. */
import { numberText } from '../formats/cells.ts';
import { printedTable } from '../formats/printed-cells.ts';
import type { NumberFormat, Table } from '../table.ts';

type NamedValues = Readonly<Record<string, unknown>>;

/**
 * `cell.ROW.COLUMN` as it is printed, `estimate.TERM.COLUMN.stdError` and `stat.COLUMN.r2Within` at `digits` decimals, counts without any.
 * A column is its number from 1, and the node that it shows where no other column shows it. `figures` sets them for a format.
 */
export function namedResults(table: Table, digits: number, figures: (text: string) => string): NamedValues {
  const { heads, printed } = printedTable(table);
  const columns = heads.map(({ source }, j) => [
    String(j + 1),
    ...(source !== undefined && heads.filter((head) => head.source === source).length === 1 ? [source] : []),
  ]);
  const byColumn = (values: readonly unknown[]): NamedValues =>
    Object.fromEntries(columns.flatMap((names, j) => names.map((name) => [name, values[j] ?? ''] as const)));
  const number = (value: unknown): unknown => settled(value, digits, figures);
  const rows = printed.flatMap((panel) => panel.rows);
  const terms = table.data.rows as readonly { readonly term?: string; readonly cells?: readonly unknown[] }[];
  return {
    cell: Object.fromEntries(
      rows.map(({ key, cells }) => [key, byColumn(cells.map((cell) => figures(cell?.text ?? '')))]),
    ),
    estimate: Object.fromEntries(
      terms.flatMap(({ term, cells }) => (term === undefined || !cells ? [] : [[term, byColumn(cells.map(number))]])),
    ),
    stat: byColumn(table.data.columns.map((column) => number(statistics(column)))),
  };
}

/** The statistics of a column beside what else its fit says in numbers and words: `nobs`, `outcome`. */
function statistics(column: object): NamedValues {
  const { stats = {}, ...others } = column as NamedValues;
  const plain = Object.entries(others).filter(([, value]) => typeof value !== 'object');
  return { ...Object.fromEntries(plain), ...(stats as NamedValues) };
}

/** Numbers as texts, at any depth; an undefined statistic is the dot that tables print. */
function settled(value: unknown, digits: number, figures: (text: string) => string): unknown {
  if (typeof value === 'string') return figures(value);
  if (typeof value === 'number' || isUndefined(value)) {
    const isCount = typeof value === 'number' && Number.isInteger(value);
    const format: NumberFormat = { digits: isCount ? 0 : digits, style: 'fixed', thousands: false, zeros: 'keep' };
    return figures(numberText({ is: 'number', value, format }));
  }
  if (typeof value !== 'object' || value === null) return value ?? '';
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, settled(member, digits, figures)]));
}

const isUndefined = (value: unknown): value is { readonly invalid: string } =>
  typeof value === 'object' && value !== null && typeof (value as { invalid?: unknown }).invalid === 'string';
