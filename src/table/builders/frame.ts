/** Builds tables of data: the rows of a frame, chosen columns of it. */
import type { Json } from '../../base/json.ts';
import { ownValue } from '../../base/own-value.ts';
import { formatNumber, legible, readable, vanishes } from '../number.ts';
import { digitsOf } from '../options/digits.ts';
import { numberFormat } from '../options/options.ts';
import type { Cell, NumberFormat, Row, TableColumn, TablePanel } from '../table.ts';
import { headingLabel, valueLabel } from '../words/labels.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  type Group,
  statisticColumn,
  type TableSource,
} from './builder.ts';
import { withUnit } from './records.ts';

/** One column as the table reads it: numbers, null where they are missing, or texts, empty where they are. */
export type ShownColumn = { readonly name: string } & (
  | { readonly is: 'numbers'; readonly values: readonly (number | null)[] }
  | { readonly is: 'texts'; readonly values: readonly string[] }
);

/** Data of more rows are no table that anybody prints. */
export const MOST_ROWS = 500;

const columnsOf = (source: TableSource): readonly ShownColumn[] =>
  source.part('columns') as unknown as readonly ShownColumn[];

export const frameTable: Builder = {
  type: 'frame',
  parts: 'all',
  stats: [],
  sideBySide: false,
  build,
};

function build(groups: readonly Group[], context: BuildContext): Built {
  const panels = groups.map(({ title, sources }) => ({ title, columns: columnsOf(sources[0]!) }));
  const [first] = panels as [(typeof panels)[number]];
  const names = ({ columns }: typeof first): string => JSON.stringify(columns.map(({ name }) => name));
  if (panels.some((panel) => names(panel) !== names(first)))
    context.refuse('different-columns', 'the panels of this table have different columns', { option: 'panels' });
  const [stub, ...others] = first.columns as readonly [ShownColumn, ...ShownColumn[]];
  const headOf = ({ name }: ShownColumn): string =>
    ownValue(context.book.renamed, name) ?? withUnit(headingLabel(name, context.book), name, context.book);
  return {
    stub: headOf(stub),
    stubName: stub.name,
    spanners: [],
    columns: others.map(
      (column, i): TableColumn => ({
        ...statisticColumn(column.name, i, headOf(column), column.name, context),
        ...(isText(column, context) ? { align: 'left' as const } : {}),
      }),
    ),
    panels: panels.map(({ title, columns }): TablePanel => ({ title, rows: rowsOf(columns, context) })),
    notes: [],
    data: {
      columns: first.columns.map(({ name }) => ({ column: name })),
      rows: panels.flatMap(({ title, columns }) =>
        columns[0]!.values.map((_, row) => ({
          ...(panels.length > 1 ? { panel: title } : {}),
          ...Object.fromEntries(columns.map(({ name, values }) => [name, values[row] as Json])),
        })),
      ),
    },
  };
}

/** Numbers whose file says what they stand for are printed as texts. */
const isText = (column: ShownColumn, { book }: BuildContext): boolean =>
  column.is === 'texts' ||
  column.values.some((value) => value !== null && valueLabel(column.name, String(value), book) !== String(value));

function rowsOf(columns: readonly ShownColumn[], context: BuildContext): Row[] {
  const cells = columns.map((column) => cellsOf(column, context));
  return columns[0]!.values.map((_, row): Row => {
    const [label, ...others] = cells.map((each) => each[row]!);
    return { key: `row:${row + 1}`, label: textOf(label!), section: 'body', cells: others };
  });
}

const textOf = (cell: Cell): string => {
  if (cell.is === 'number')
    return typeof cell.value === 'number' ? readable(formatNumber(cell.value, cell.format)) : '';
  return cell.is === 'text' ? cell.text : '';
};

function cellsOf(column: ShownColumn, context: BuildContext): Cell[] {
  const { book } = context;
  const texts = (text: string): Cell => (text === '' ? { is: 'empty' } : { is: 'text', text });
  if (column.is === 'texts') return column.values.map((text) => texts(valueLabel(column.name, text, book)));
  const format = formatOf(column.name, column.values, context);
  return column.values.map((value): Cell => {
    if (value === null) return { is: 'empty' };
    const label = valueLabel(column.name, String(value), book);
    if (label !== String(value)) return texts(label);
    return { is: 'number', value, format: vanishes(value, format) ? legible(value, format) : format };
  });
}

/** Whole numbers have no decimals unless these were asked for, so that years and counts are printed as they are. */
function formatOf(name: string, values: readonly (number | null)[], { options }: BuildContext): NumberFormat {
  const format = numberFormat(options, [name]);
  const areWhole = values.every((value) => value === null || Number.isInteger(value));
  return areWhole && digitsOf(options.digits, [name]) === undefined ? { ...format, digits: 0, style: 'fixed' } : format;
}
