/** The format `latex` of `diff`: the tables as they are now, what moved in bold above what it was, for an answer to referees. */
import { escapeLatex } from '../../../table/formats/latex-text.ts';
import { headsIn, type PrintedPanel, type PrintedRow } from '../../../table/formats/printed-cells.ts';
import { type CellMove, columnsOf } from '../moves.ts';
import { type DiffReport, headline, type ReportFormat } from '../report.ts';

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

function tableText({ sidecar, cells }: DiffReport['tables'][number]): string {
  const width = sidecar.heads.length;
  const moved = new Map(cells.map((cell) => [placeOf(cell.panel, cell.row.key, cell.column.id), cell]));
  const line = (panel: PrintedPanel, { key, label, cells: printed }: PrintedRow): string => {
    const columns = columnsOf({ ...sidecar, heads: headsIn(sidecar, panel) });
    const set = columns.map(({ id }, j) => {
      const move = moved.get(placeOf(panel.title, key, id));
      const text = escapeLatex(printed[j]?.text ?? '');
      return move ? `\\pmmoved{${text}}{${escapeLatex(move.before?.text ?? '–')}}` : text;
    });
    return `${[escapeLatex(label), ...set].join(' & ')} \\\\`;
  };
  const headLine = (heads: PrintedPanel['heads'] = []): string =>
    `${['', ...heads.map(({ header, number }) => escapeLatex([number ?? '', header].filter(Boolean).join(' ')))].join(' & ')} \\\\`;
  const body = sidecar.printed.flatMap((panel) => [
    ...(panel.title === null ? [] : [`\\multicolumn{${width + 1}}{l}{\\textit{${escapeLatex(panel.title)}}} \\\\`]),
    ...(panel.heads === undefined ? [] : [headLine(panel.heads)]),
    ...panel.rows.map((row) => line(panel, row)),
  ]);
  return [
    '\\begin{table}[htbp]',
    '\\centering',
    `\\caption{${escapeLatex(sidecar.caption)}}`,
    `\\begin{tabular}{l${'c'.repeat(width)}}`,
    '\\toprule',
    headLine(sidecar.heads),
    '\\midrule',
    ...body,
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
  ].join('\n');
}

const placeOf = (panel: CellMove['panel'], row: string, column: string): string => JSON.stringify([panel, row, column]);
