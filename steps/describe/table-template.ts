/** Cells of descriptive statistics by a template of the table: `{mean}\n({sd})`. */
import type { Stat } from '../../src/econ/fit.ts';
import type { BuildContext } from '../../src/table/builders/builder.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import type { Cell, NumberCell, TextCell } from '../../src/table/table.ts';
import { type CellLine, fillNumbers } from '../../src/table/template/cell.ts';
import { descriptive, timeText } from './table-columns.ts';

/** Lines of a cell, each of which is a printed line. */
export type Template = readonly CellLine<string>[];

/** The fields of a template, in their order. */
export const fieldsIn = (template: Template): string[] =>
  template.flatMap((line) => line.flatMap((token) => (token.is === 'field' ? [token.field] : [])));

/** The template in words: `Mean (Std. Dev.)`. */
export const templateInWords = (template: Template, { book }: BuildContext): string =>
  template
    .map((line) =>
      line.map((token) => (token.is === 'text' ? token.text : descriptive(token.field)[book.language])).join(''),
    )
    .join(' ');

/** One statistic of a variable, as all cells print it. */
export function statisticCell(
  value: Stat,
  variable: string,
  statistic: string,
  { options, book }: BuildContext,
): NumberCell | TextCell {
  const time = timeText(value, variable, statistic, book);
  if (time !== undefined) return { is: 'text', text: time };
  const isCount = descriptive(statistic).count === true;
  return { is: 'number', value, format: numberFormat(options, [variable, statistic], isCount) };
}

/** One line of a cell; a statistic that the result lacks is undefined there. */
export const templateCell = (
  line: CellLine<string>,
  variable: string,
  of: (statistic: string) => Stat | undefined,
  context: BuildContext,
): Cell =>
  fillNumbers(line, (field) => statisticCell(of(field) ?? { invalid: 'not computed' }, variable, field, context));
