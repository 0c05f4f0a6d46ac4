/** The format `terminal` of `diff`: tables with their moved cells, and below them the causes. */
import { gridLines } from '../../terminal/grid.ts';
import { styled } from '../../terminal/style.ts';
import { cellText, columnText, distance, type ReportFormat, rowText } from '../report.ts';
import { type DiffLayout, laidOut } from './layout.ts';

export const terminal: ReportFormat = {
  name: 'terminal',
  render: (report) => `${laidOut(report, layout).join('\n')}\n`,
};

const indented = (lines: readonly string[], by: string): string => lines.map((line) => by + line).join('\n');

const layout: DiffLayout = {
  title: (text) => text,
  note: (text) => `note: ${text}`,
  table: (name, is) => `\n${styled('bold', name, process.stdout)}${is}`,
  part: (name) => `\n${styled('bold', name, process.stdout)}`,
  remark: (text) => `  ${text}`,
  cells(cells) {
    const rows = cells.map((cell) => [
      rowText(cell),
      columnText(cell),
      `${cellText(cell.before)} → ${cellText(cell.after)}`,
      distance(cell),
    ]);
    return indented(gridLines(rows, ['left']), '  ');
  },
  because: (lines) => `    because\n${indented(lines, '      ')}`,
  claim: (name, moved, because) => `  ${name}: ${moved}\n${layout.because(because)}`,
  list: (lines) => indented(lines, '  '),
};
