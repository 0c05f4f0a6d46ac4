/** The format Markdown: pipe tables with one header row and aligned source, which GitHub and pandoc read. */

import { displayWidth } from '../../base/text/display-width.ts';
import { readable } from '../number.ts';
import type { Head, Table, TablePanel } from '../table.ts';
import { words } from '../words/phrases.ts';
import { type CellFormat, cellText, isDecorated, pad, provenance, spansAll } from './cells.ts';
import { escapeMarkdown } from './escapes.ts';
import type { TemplateFormat } from './format.ts';

type Align = 'left' | 'right' | 'center';

export const markdown: TemplateFormat = {
  name: 'markdown',
  title: 'Markdown',
  extension: 'md',
  template: 'table.md.hbs',
  breaksCells: true,
  terminalRank: 1,
  view,
  figures: (text) => escapeMarkdown(readable(text)),
};

/** Stars after a digit open nothing, so they stay readable in the source. */
const style: CellFormat = {
  text: escapeMarkdown,
  number: (text) => escapeMarkdown(readable(text)),
  stars: (stars) => stars,
  mark: escapeMarkdown,
};

function view(table: Table): object {
  const decorated = isDecorated(table);
  const aligns: Align[] = [
    'left',
    ...table.columns.map(({ align }): Align => align ?? (decorated ? 'center' : 'right')),
  ];
  const general = table.spanners.filter((_, level) => !spansAll(table, level));
  const lines = [heading({ ...table, spanners: general }), ...outcomeLine(table), ...table.panels.flatMap(body)];
  const widths = aligns.map((_, c) => Math.max(3, ...lines.map((line) => displayWidth(line[c]!))));
  const draw = (line: readonly string[]): string =>
    `| ${line.map((cell, c) => pad(cell, widths[c]!, aligns[c]!)).join(' | ')} |`;
  return {
    comment: provenance(table).replace(/-(?=-)/g, '- '),
    caption: escapeMarkdown(table.caption),
    head: draw(lines[0]!),
    rule: `| ${widths.map((width, c) => ruleOf(width, aligns[c]!)).join(' | ')} |`,
    rows: lines.slice(1).map(draw),
    notesLabel: words[table.language].notes,
    notes: notesOf(table).map(escapeMarkdown).join(words[table.language].space),
  };
}

function ruleOf(width: number, align: Align): string {
  const dashes = '-'.repeat(width - (align === 'center' ? 2 : 1));
  return align === 'center' ? `:${dashes}:` : align === 'right' ? `${dashes}:` : `:${dashes}`;
}

/**
 * The header row: `By sex – Men (1)`: spanners are folded into the header cells, as Markdown has one header row; one over all columns
 * becomes a note, unless one says it already. Without `<br>`, which pandoc drops on the way to Word.
 */
function heading({ stub, spanners: levels, columns }: Head): string[] {
  const cells = columns.map((column, c) => {
    const over = levels.map((spanners) => spanners.find((s) => s.from <= c && c <= s.to)?.text ?? '');
    const named = [...over, column.header].filter((part) => part !== '').join(' – ');
    return escapeMarkdown([named, column.number ?? ''].filter((part) => part !== '').join(' '));
  });
  return [escapeMarkdown(stub), ...cells];
}

const outcomeLine = ({ outcomes }: Head): string[][] =>
  outcomes === undefined ? [] : [[outcomes.label, ...outcomes.texts].map(escapeMarkdown)];

function notesOf(table: Table): string[] {
  const { stop } = words[table.language];
  const general = table.spanners.flatMap((spanners, level) =>
    spansAll(table, level) && !spanners[0]!.noted ? [spanners[0]!.text + stop] : [],
  );
  return [...general, ...table.notes];
}

/** A panel's own headings stand beside its title, in its line. */
function body({ title, head, rows }: TablePanel): string[][] {
  const [, ...headed] = head === undefined ? [] : heading(head);
  const width = head?.columns.length ?? rows[0]?.cells.length ?? 0;
  const texts = [title ?? '', ...(headed.length === 0 ? Array<string>(width).fill('') : headed)];
  const [titled = '', ...beside] = texts.map((text, i) =>
    text === '' ? '' : `**${i === 0 ? escapeMarkdown(text) : text}**`,
  );
  return [
    ...(title === null && head === undefined ? [] : [[titled, ...beside]]),
    ...(head === undefined ? [] : outcomeLine(head)),
    ...rows.map((row) => [escapeMarkdown(row.label), ...row.cells.map((cell) => cellText(cell, style))]),
  ];
}
