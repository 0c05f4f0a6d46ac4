/** The cells of computed rows. */

import type { ComputedRow, ComputedValue } from '../computed/row.ts';
import { legible, vanishes } from '../number.ts';
import { isComputed } from '../options/option-schemas.ts';
import { numberFormat, type Presentation } from '../options/options.ts';
import { markOf } from '../stars.ts';
import type { Cell, NumberCell, Row } from '../table.ts';
import { asLabelled } from '../words/worded.ts';
import type { BuildContext, Group } from './builder.ts';
import { type FitColumn, inColumn } from './fits.ts';

const around = { parentheses: ['(', ')'], square: ['[', ']'] } as const;

/** Every computed row that stands in a group: its statistics, its own rows, and those of the table. */
export const computedOfGroup = (
  { rows = [], stats, computed }: Group,
  { options }: BuildContext,
): readonly ComputedRow[] => [
  ...((stats === undefined ? options.computed : computed) ?? []),
  ...[...rows, ...options.rows].filter(isComputed),
];

/** Values of a row, one a column; undefined where a column lacks what it is made of. */
function valuesOf(
  row: ComputedRow,
  columns: readonly FitColumn[],
  { numerics, refuse }: BuildContext,
): readonly (ComputedValue | undefined)[] {
  return columns.map((column) => {
    const found = numerics?.row(row, column);
    if (found !== undefined || row.missing !== 'error') return found;
    const message = `column ${column.name} has nothing for the row \`${row.label}\`, \`${row.value}\``;
    return refuse('no-cell-value', message, { option: 'rows', hint: '`missing: empty` leaves its cell empty' });
  });
}

export function computedCells(row: ComputedRow, columns: readonly FitColumn[], context: BuildContext): readonly Cell[] {
  const values = valuesOf(row, columns, context);
  const isWhole = values.every((each) => typeof each?.value !== 'number' || Number.isInteger(each.value));
  return values.map(
    (each, i): Cell =>
      each === undefined ? { is: 'empty' } : cellOf(each, row, isWhole, inColumn(context.options, columns[i]!)),
  );
}

function cellOf(
  { value: given, pValue, isProbability }: ComputedValue,
  { digits, percent, brackets }: ComputedRow,
  isWhole: boolean,
  options: Presentation,
): Cell {
  const value = percent === true && typeof given === 'number' ? 100 * given : given;
  const usual = numberFormat(options, [], isWhole && percent !== true);
  const asked = digits === undefined ? usual : { ...numberFormat({ ...options, digits: { default: digits } }, []) };
  const isTiny = digits === undefined && isProbability !== true && typeof value === 'number' && vanishes(value, asked);
  const stars = pValue === undefined ? '' : markOf(pValue, options);
  const number: NumberCell = {
    is: 'number',
    value,
    format: isTiny ? legible(value as number, asked) : asked,
    ...(stars === '' ? {} : { stars }),
  };
  const wrap = brackets === undefined || brackets === 'none' ? undefined : around[brackets];
  if (percent !== true) return wrap === undefined ? number : { ...number, wrap };
  const text = (of: string) => ({ is: 'text', text: of }) as const;
  const { stars: marks, ...plain } = number;
  const pieces = [
    ...(wrap ? [text(wrap[0])] : []),
    plain,
    text(`%${wrap?.[1] ?? ''}`),
    ...(marks === undefined ? [] : [{ ...text(marks), stars: true as const }]),
  ];
  return { is: 'pieces', pieces };
}

/** A computed row among the statistics. */
export const computedRow = (
  row: ComputedRow,
  key: string,
  columns: readonly FitColumn[],
  context: BuildContext,
): Row => ({
  key,
  label: row.label,
  section: 'footer',
  cells: computedCells(row, columns, context),
});

/** Why values of computed rows are not defined, each with its column. */
export function undefinedComputed(
  rows: readonly ComputedRow[],
  columns: readonly FitColumn[],
  context: BuildContext,
): readonly { readonly column: FitColumn; readonly text: string }[] {
  const { book, words } = context;
  return rows.flatMap((row) =>
    columns.flatMap((column) => {
      const found = context.numerics?.row(row, column)?.value;
      if (typeof found !== 'object') return [];
      return [{ column, text: row.label + words.colon + asLabelled(found.invalid, book) }];
    }),
  );
}

/** Values of computed rows unrounded, for the sidecar. */
export const computedData = (row: ComputedRow, columns: readonly FitColumn[], { numerics }: BuildContext): object => ({
  row: row.label,
  value: row.value,
  cells: columns
    .map((column) => numerics?.row(row, column) ?? null)
    .map((found) => {
      if (found === null) return null;
      const { isProbability: _, ...numbers } = found;
      return numbers;
    }),
});
