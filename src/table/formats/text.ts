/** Prints tables in a terminal: aligned at the decimal point, Chinese letters two columns wide, no boxes. */

import { largest } from '../../base/extremes.ts';
import { withPowers } from '../number.ts';
import type { Head, Table } from '../table.ts';
import { words } from '../words/phrases.ts';
import { cellText, displayWidth, headRows, headsOf, overColumns, pad, plainStyle, rowsOf } from './cells.ts';

/** The table as plain text, which ends in a newline. */
export function renderText(table: Table): string {
  const grid = rowsOf(table).map((row) =>
    row.cells.map((cell) => cellText(cell, { ...plainStyle, number: withPowers })),
  );
  const numeric = rowsOf(table).map((row) => row.cells.map((cell) => cell.is === 'number' && !row.apart));
  const columns = table.columns.map((_, c) =>
    alignPoints(
      grid.map((cells) => cells[c]!),
      numeric.map((cells) => cells[c]!),
    ),
  );
  const heads = headsOf(table).flatMap(headRows);
  const stub = largest([
    ...rowsOf(table).map((row) => displayWidth(row.label)),
    ...table.panels.map((p) => (p.title ? 4 : 0)),
    ...heads.map(({ label }) => displayWidth(label)),
  ]);
  const widths = columns.map((cells, c) =>
    largest([...cells.map(displayWidth), ...heads.map(({ texts }) => displayWidth(texts[c]!))]),
  );
  const total = stub + widths.reduce((sum, width) => sum + width + 2, 0);
  const line = (label: string, cells: readonly string[]): string =>
    [pad(label, stub, 'left'), ...cells.map((cell, c) => pad(cell, widths[c]!, table.columns[c]!.align ?? 'center'))]
      .join('  ')
      .trimEnd();
  const rule = '─'.repeat(total);
  const out = table.caption === '' ? [] : [table.caption];
  const headLines = (head: Head): string[] => [
    ...head.spanners.map((spanners) => spannerLine(spanners, stub, widths)),
    ...headRows(head).map(({ label, texts }) => line(label, texts)),
    rule,
  ];
  out.push(...headLines(table));
  let index = 0;
  for (const [p, panel] of table.panels.entries()) {
    if (panel.title !== null) out.push(...(p > 0 ? [rule] : []), panel.title);
    if (panel.head !== undefined) out.push(...headLines(panel.head));
    for (const [r, row] of panel.rows.entries()) {
      const i = index++;
      const newSection =
        row.section === 'footer' && (panel.rows[r - 1]?.section ?? (p > 0 ? 'body' : 'footer')) === 'body';
      if (newSection) out.push(rule);
      out.push(
        line(
          row.label,
          columns.map((cells) => cells[i]!),
        ),
      );
    }
  }
  return `${[...out, rule, ...table.notes.map((note, n) => (n === 0 ? [words[table.language].notes, note].join(words[table.language].space) : note))].join('\n')}\n`;
}

function spannerLine(spanners: Table['spanners'][number], stub: number, widths: readonly number[]): string {
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
