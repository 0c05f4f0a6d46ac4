/** The data file of a figure: what is drawn, as CSV for other programs. */
import { escapeCsv, noFormula } from '../base/text/csv-text.ts';
import type { Drawing, FigureValue } from './figure.ts';

/** A missing value is an empty cell; numbers have the shortest digits that read back as the same. */
export function dataFile({ columns, rows }: Pick<Drawing, 'columns' | 'rows'>): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => cell(row[column] ?? null)))];
  return `${lines.map((line) => line.map(escapeCsv).join(',')).join('\n')}\n`;
}

const cell = (value: FigureValue): string =>
  value === null ? '' : typeof value === 'number' ? String(value) : noFormula(value);
