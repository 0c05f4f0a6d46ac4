/** The format `markdown` of `diff`, for a pull request. */
import { cellText, columnText, distance, type ReportFormat, rowText } from '../report.ts';
import { type DiffLayout, laidOut } from './layout.ts';

export const markdown: ReportFormat = {
  name: 'markdown',
  render: (report) => `${laidOut(report, layout).join('\n\n')}\n`,
};

const layout: DiffLayout = {
  title: (text) => `**${text}**`,
  note: (text) => escaped(text),
  table: (name, is) => `### \`${name}\`${is}`,
  part: (name) => `### ${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
  remark: (text) => `${escaped(text.slice(0, 1).toUpperCase() + text.slice(1))}.`,
  cells(cells) {
    const rows = cells.map((cell) =>
      [rowText(cell), columnText(cell), cellText(cell.before), cellText(cell.after), distance(cell)].map(escaped),
    );
    const lines = [['row', 'column', 'before', 'after', 'moved by'], ['---', '---', '---:', '---:', '---:'], ...rows];
    return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
  },
  because: (lines) => ['Because:', '', ...points(lines, '')].join('\n'),
  claim: (name, moved, because) => [`- **${escaped(name)}**: ${moved}`, ...points(because, '  ')].join('\n'),
  list: (lines) => points(lines, '').join('\n'),
};

/** Causes are lines of code: paths, formulas, values of cells. */
const points = (lines: readonly string[], indent: string): string[] =>
  lines.map((line) => `${indent}${line.startsWith('  ') ? '  ' : ''}- ${escaped(line.trim())}`);

/** Escapes a text for Markdown. Text in backticks is code already, in which only a bar would end a cell. */
const escaped = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part.replace(/\|/g, '\\|') : part.replace(/[\\*_|<>[\]#~]/g, '\\$&')))
    .join('');
