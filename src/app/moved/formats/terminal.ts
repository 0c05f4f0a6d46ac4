/** The format `terminal` of `diff`: tables with their moved cells, and below them the causes. */
import { gridLines } from '../../show/grid.ts';
import { styled } from '../../style.ts';
import {
  causeLines,
  cellText,
  columnText,
  distance,
  type Group,
  headline,
  NO_CAUSE,
  type Report,
  type ReportFormat,
  rowText,
  truth,
  unknownLines,
  wholeColumns,
} from '../report.ts';

export const terminal: ReportFormat = {
  name: 'terminal',
  render(report) {
    const { before, after, notes, tables, claims } = report;
    const lines = [
      `${before} → ${after}: ${headline(report)}`,
      ...notes.map((note) => `note: ${note}`),
      ...tables.flatMap(tableLines),
      ...(claims.length > 0 ? ['', styled('bold', 'claims', process.stdout)] : []),
      ...claims.flatMap((claim) => [
        `  ${claim.claim}: ${truth(claim.before)} → ${truth(claim.after)}`,
        ...becauseLines(claim.because),
      ]),
      ...(report.unknown.length > 0 ? ['', 'not compared', ...unknownLines(report).map((line) => `  ${line}`)] : []),
    ];
    return `${lines.join('\n')}\n`;
  },
};

function tableLines(table: Report['tables'][number]): string[] {
  const head = styled('bold', table.table, process.stdout);
  if (table.is !== 'changed') return ['', `${head} is ${table.is}: ${table.cells.length} cells`];
  const hidden = table.hidden === 0 ? [] : [`  ${table.hidden} more moved behind the last printed digit`];
  return ['', head, ...table.groups.flatMap((group) => groupLines(table, group)), ...hidden];
}

function groupLines(table: Report['tables'][number], { cells, because }: Group): string[] {
  const { whole, single } = wholeColumns(table, cells);
  const rows = single.map((cell) => [
    rowText(cell),
    columnText(cell),
    `${cellText(cell.before)} → ${cellText(cell.after)}`,
    distance(cell),
  ]);
  return [
    ...whole.map(({ column, is, cells: count }) => `  column ${column} is ${is}: ${count} cells`),
    ...gridLines(rows, ['left']).map((line) => `  ${line}`),
    ...becauseLines(because),
  ];
}

function becauseLines(because: Group['because']): string[] {
  if (because.length === 0) return [`    because: ${NO_CAUSE}`];
  return ['    because', ...causeLines(because).map((line) => `      ${line}`)];
}
