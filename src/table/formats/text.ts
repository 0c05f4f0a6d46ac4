/** Prints tables in a terminal: aligned at the decimal point, Chinese letters two columns wide, no boxes. */

import { largest } from '../../base/extremes.ts';
import { displayWidth } from '../../base/text/display-width.ts';
import { type ColumnBlock, columnBlocks, wrapped } from '../../base/text/fold.ts';
import { withPowers } from '../number.ts';
import type { Head, Spanner, Table } from '../table.ts';
import { words } from '../words/phrases.ts';
import { cellText, headRows, headsOf, overColumns, pad, plainStyle, rowsOf } from './cells.ts';

/** The table as plain text, which ends in a newline. Columns that find no room in `width` stand in blocks below, each with the labels of the rows. */
export function renderText(table: Table, width?: number): string {
  const numeric = rowsOf(table).map((row) =>
    row.cells.map((cell) => !row.apart && (cell.is === 'number' || (cell.is === 'text' && cell.figures === true))),
  );
  const grid = rowsOf(table).map((row) =>
    row.cells.map((cell) => cellText(cell, { ...plainStyle, number: withPowers })),
  );
  const columns = table.columns.map((_, c) =>
    alignPoints(
      grid.map((cells) => cells[c]!),
      numeric.map((cells) => cells[c]!),
    ),
  );
  const layout = layoutOf(table, columns, width);
  const blocks = columnBlocks(layout.stub, layout.widths, width).map((block) =>
    blockLines(table, columns, layout, block).join('\n'),
  );
  const notes = table.notes
    .map((note, n) => (n === 0 ? [words[table.language].notes, note].join(words[table.language].space) : note))
    .flatMap((note) => wrapped(note, width));
  const caption = table.caption === '' ? [] : wrapped(table.caption, width);
  return `${[...caption, blocks.join('\n\n'), ...notes].join('\n')}\n`;
}

interface Layout {
  readonly stub: number;
  /** One a column, the labels not among them. */
  readonly widths: readonly number[];
}

/** Labels take at most so much of the width, and go on in further lines. */
const STUB_PART = 0.45;

function layoutOf(table: Table, columns: readonly (readonly string[])[], width: number | undefined): Layout {
  const heads = headsOf(table).flatMap(headRows);
  const widths = columns.map((cells, c) =>
    largest([...cells.map(displayWidth), ...heads.map(({ texts }) => displayWidth(texts[c]!))]),
  );
  const stub = largest([
    ...rowsOf(table).map((row) => displayWidth(row.label)),
    ...table.panels.map((p) => (p.title ? 4 : 0)),
    ...heads.map(({ label }) => displayWidth(label)),
  ]);
  const whole = stub + widths.reduce((sum, each) => sum + each + 2, 0);
  const fits = width === undefined || whole <= width;
  return { stub: fits ? stub : Math.min(stub, Math.floor(width * STUB_PART)), widths };
}

/** Some of the columns with their heads, beside the labels of all rows. */
function blockLines(
  table: Table,
  columns: readonly (readonly string[])[],
  { stub, widths: all }: Layout,
  { from, to }: ColumnBlock,
): string[] {
  const widths = all.slice(from, to);
  const rule = '─'.repeat(stub + widths.reduce((sum, width) => sum + width + 2, 0));
  const line = (label: string, cells: readonly string[]): string[] => {
    const labels = wrapped(label, stub, ' ');
    const aligned = cells.map((cell, c) => pad(cell, widths[c]!, table.columns[from + c]!.align ?? 'center'));
    return [...labels.slice(0, -1), [pad(labels.at(-1)!, stub, 'left'), ...aligned].join('  ').trimEnd()];
  };
  const headLines = (head: Head): string[] => [
    ...head.spanners.map((spanners) => spannerLine(within(spanners, { from, to }), stub, widths)),
    ...headRows(head).flatMap(({ label, texts }) => line(label, texts.slice(from, to))),
    rule,
  ];
  const out = headLines(table);
  let index = 0;
  for (const [p, panel] of table.panels.entries()) {
    if (panel.title !== null) out.push(...(p > 0 ? [rule] : []), panel.title);
    if (panel.head !== undefined) out.push(...headLines(panel.head));
    for (const [r, row] of panel.rows.entries()) {
      const i = index++;
      const newSection =
        row.section === 'footer' && (panel.rows[r - 1]?.section ?? (p > 0 ? 'body' : 'footer')) === 'body';
      if (newSection) out.push(rule);
      const cells = columns.slice(from, to).map((texts) => texts[i]!);
      out.push(...line(row.label, cells));
    }
  }
  return [...out, rule];
}

/** The spanners of some of the columns. */
const within = (spanners: readonly Spanner[], { from, to }: ColumnBlock): Spanner[] =>
  spanners
    .filter((spanner) => spanner.from < to && spanner.to >= from)
    .map((spanner) => ({
      ...spanner,
      from: Math.max(0, spanner.from - from),
      to: Math.min(to - 1, spanner.to) - from,
    }));

function spannerLine(spanners: readonly Spanner[], stub: number, widths: readonly number[]): string {
  let line = ' '.repeat(stub);
  for (const { spanner, from, to } of overColumns(spanners, widths.length)) {
    const width = widths.slice(from, to + 1).reduce((sum, w) => sum + w + 2, -2);
    line += `  ${pad(spanner?.text ?? '', width, 'center')}`;
  }
  return line.trimEnd();
}

/** Pads numbers so that their decimal points stand in one column; numbers without one are left alone. */
function alignPoints(cells: readonly string[], numeric: readonly boolean[]): string[] {
  const split = cells.map((cell, i) => (numeric[i] ? /^([^.]*\d)(\.\d.*)$/u.exec(cell) : null));
  const before = Math.max(0, ...split.map((m) => (m ? displayWidth(m[1]!) : 0)));
  const after = Math.max(0, ...split.map((m) => (m ? displayWidth(m[2]!) : 0)));
  return cells.map((cell, i) => {
    const match = split[i];
    return match ? pad(match[1]!, before, 'right') + pad(match[2]!, after, 'left') : cell;
  });
}
