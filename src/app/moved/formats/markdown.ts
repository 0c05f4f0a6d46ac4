/** The format `markdown` of `diff`, for a pull request. */
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

export const markdown: ReportFormat = {
  name: 'markdown',
  render(report) {
    const { before, after, notes, tables, claims, unknown } = report;
    const blocks = [
      `**${before} → ${after}: ${headline(report)}**`,
      ...notes.map(escaped),
      ...tables.flatMap(tableBlocks),
      ...(claims.length > 0 ? ['### Claims', ...claims.map(claimBlock)] : []),
      ...(unknown.length > 0
        ? [
            '### Not compared',
            unknownLines(report)
              .map((line) => `- ${escaped(line)}`)
              .join('\n'),
          ]
        : []),
    ];
    return `${blocks.join('\n\n')}\n`;
  },
};

function claimBlock({ claim, before, after, because }: Report['claims'][number]): string {
  return [
    `- **${escaped(claim)}**: ${truth(before)} → ${truth(after)}`,
    ...(because.length ? list(because, '  ') : []),
  ].join('\n');
}

function tableBlocks(table: Report['tables'][number]): string[] {
  const head = `### \`${table.table}\``;
  if (table.is !== 'changed') return [`${head} is ${table.is} (${table.cells.length} cells)`];
  const hidden = table.hidden === 0 ? [] : [`${table.hidden} more moved behind the last printed digit.`];
  return [head, ...table.groups.flatMap((group) => groupBlocks(table, group)), ...hidden];
}

function groupBlocks(table: Report['tables'][number], { cells, because }: Group): string[] {
  const { whole, single } = wholeColumns(table, cells);
  const rows = single.map((cell) => [
    rowText(cell),
    columnText(cell),
    cellText(cell.before),
    cellText(cell.after),
    distance(cell),
  ]);
  const lines = [['row', 'column', 'before', 'after', 'moved by'], ['---', '---', '---:', '---:', '---:'], ...rows];
  return [
    ...whole.map(({ column, is, cells: count }) => `Column ${escaped(column)} is ${is} (${count} cells).`),
    ...(rows.length > 0
      ? [lines.map((line, i) => `| ${line.map(i < 2 ? same : escaped).join(' | ')} |`).join('\n')]
      : []),
    because.length > 0 ? ['Because:', '', ...list(because, '')].join('\n') : `Because: ${NO_CAUSE}.`,
  ];
}

/** Causes are lines of code: paths, formulas, values of cells. */
const list = (because: Group['because'], indent: string): string[] =>
  causeLines(because).map((line) => `${indent}${line.startsWith('  ') ? '  ' : ''}- ${escaped(line.trim())}`);

const same = (text: string): string => text;

/** What stands in backticks is code already, in which only a bar would end a cell. */
const escaped = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part.replace(/\|/g, '\\|') : part.replace(/[\\*_|<>[\]#~]/g, '\\$&')))
    .join('');
