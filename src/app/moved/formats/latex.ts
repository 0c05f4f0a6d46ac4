/** The format `latex` of `diff`: the tables as they are now, what moved in bold above what it was, for an answer to referees. */
import { escapeLatex } from '../../../table/formats/latex-text.ts';
import type { PrintedRow } from '../../../table/formats/printed-cells.ts';
import { type CellMove, columnsOf } from '../moves.ts';
import { headline, type Report, type ReportFormat } from '../report.ts';

export const latex: ReportFormat = {
  name: 'latex',
  render(report) {
    const tables = report.tables.filter((table) => table.cells.length > 0 && table.is !== 'gone');
    const head = [
      `% ${report.before} → ${report.after}: ${headline(report)}`.replace(/[\r\n]/g, ' '),
      '% needs booktabs; redefine \\pmmoved{now}{before} to mark changes in another way',
      '\\providecommand{\\pmmoved}[2]{\\shortstack{\\textbf{#1}\\\\{\\footnotesize(was #2)}}}',
    ];
    return `${[...head, ...tables.map(tableText)].join('\n')}\n`;
  },
};

function tableText({ sidecar, cells }: Report['tables'][number]): string {
  const columns = columnsOf(sidecar);
  const moved = new Map(cells.map((cell) => [placeOf(cell.panel, cell.row.key, cell.column.id), cell]));
  const line = (panel: string | null, { key, label, cells: printed }: PrintedRow): string => {
    const set = columns.map(({ id }, j) => {
      const move = moved.get(placeOf(panel, key, id));
      const text = escapeLatex(printed[j]?.text ?? '');
      return move ? `\\pmmoved{${text}}{${escapeLatex(move.before?.text ?? '–')}}` : text;
    });
    return `${[escapeLatex(label), ...set].join(' & ')} \\\\`;
  };
  const heads = sidecar.heads.map(({ header, number }) =>
    escapeLatex([number ?? '', header].filter(Boolean).join(' ')),
  );
  const body = sidecar.printed.flatMap(({ title, rows }) => [
    ...(title === null ? [] : [`\\multicolumn{${columns.length + 1}}{l}{\\textit{${escapeLatex(title)}}} \\\\`]),
    ...rows.map((row) => line(title, row)),
  ]);
  return [
    '\\begin{table}[htbp]',
    '\\centering',
    `\\caption{${escapeLatex(sidecar.caption)}}`,
    `\\begin{tabular}{l${'c'.repeat(columns.length)}}`,
    '\\toprule',
    `${['', ...heads].join(' & ')} \\\\`,
    '\\midrule',
    ...body,
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
  ].join('\n');
}

const placeOf = (panel: CellMove['panel'], row: string, column: string): string => JSON.stringify([panel, row, column]);
