/** The format HTML: a complete, semantic table that looks like one set with booktabs. */

import { readable } from '../number.ts';
import type { Head, Row, Spanner, Table } from '../table.ts';
import { words } from '../words/phrases.ts';
import {
  alignedRows,
  type CellFormat,
  cellText,
  headRows,
  overColumns,
  provenance,
  rowGroups,
  unbroken,
} from './cells.ts';
import { attribute, escapeHtml } from './escapes.ts';
import type { FormatOptions, TemplateFormat } from './format.ts';
import { sharesOf, widths } from './page.ts';
import { type NumberParts, partsOf } from './parts.ts';

export const html: TemplateFormat = {
  name: 'html',
  title: 'HTML',
  extension: 'html',
  template: 'table.html.hbs',
  options: { widths },
  breaksCells: true,
  view,
  figures: (text) => escapeHtml(readable(text)),
};

function view(table: Table, options: FormatOptions): object {
  const { notes, space } = words[table.language];
  const aligned = new Set(alignedRows(table));
  return {
    comment: provenance(table)
      .replace(/-(?=-)/g, '- ')
      .replace(/>/g, '&gt;'),
    id: attribute(table.label),
    language: table.language === 'zh' ? 'zh-CN' : 'en',
    caption: escapeHtml(table.caption),
    width: table.columns.length + 1,
    alignment: [...alignment(table, aligned), ...leftColumns(table), ...breaking(table, options), ...panelHeads(table)],
    heads: headLines(table),
    bodies: table.panels.flatMap(rowGroups).map(({ section, title, head, rows }) => ({
      kind: section,
      title: escapeHtml(title ?? ''),
      heads: head === undefined ? [] : headLines(head),
      rows: rows.map((row) => rowView(row, aligned.has(row))),
    })),
    notesLabel: notes,
    notes: table.notes.map((note) => escapeHtml(unbroken(note))).join(space),
  };
}

interface HeadCell {
  readonly text: string;
  /** The element; an empty corner is no header. */
  readonly tag: 'th' | 'td';
  readonly attributes: string;
  /** Is true where a rule stands below the heading, as is usual below a spanner. */
  readonly rule: boolean;
}

const empty: HeadCell = { text: '', tag: 'td', attributes: '', rule: false };

function headCell(text: string): HeadCell {
  if (text === '') return empty;
  return { text: escapeHtml(text), tag: 'th', attributes: ' scope="col"', rule: false };
}

function spannerCell({ text, from, to, unruled }: Spanner): HeadCell {
  const attributes = ` class="spanner" scope="colgroup" colspan="${to - from + 1}"`;
  return { text: escapeHtml(text), tag: 'th', attributes, rule: !unruled };
}

const headLines = (head: Head): HeadCell[][] => [...spannerRows(head), ...columnRows(head)];

function spannerRows(head: Head): HeadCell[][] {
  return head.spanners.map((spanners) => [
    empty,
    ...overColumns(spanners, head.columns.length).map(({ spanner }) => (spanner ? spannerCell(spanner) : empty)),
  ]);
}

const columnRows = (head: Head): HeadCell[][] =>
  headRows(head).map(({ label, texts }) => [headCell(label), ...texts.map(headCell)]);

function rowView(row: Row, aligned: boolean): object {
  return {
    label: escapeHtml(row.label),
    tag: row.label === '' ? 'td' : 'th',
    attributes: row.label === '' ? '' : ' scope="row"',
    cells: row.cells.map((cell) => {
      const parts = aligned ? partsOf(cell) : undefined;
      return parts ? { kind: 'd', text: spansOf(parts) } : { kind: 't', text: cellText(cell, style) };
    }),
  };
}

const style: CellFormat = {
  text: escapeHtml,
  number: (text) => escapeHtml(readable(text)),
  stars: (stars) => `<sup>${stars}</sup>`,
  mark: escapeHtml,
};

/** Two boxes of the column's widths, which are centred together. */
const spansOf = ({ before, after, stars, mark }: NumberParts): string =>
  `<span>${escapeHtml(before)}</span><span>${escapeHtml(after)}${stars === '' ? '' : style.stars(stars)}${escapeHtml(mark)}</span>`;

/** Rules of style that give the boxes of each column their widths. */
function alignment(table: Table, aligned: Iterable<Row>): string[] {
  const rows = [...aligned];
  return table.columns.flatMap((_, c) => {
    const parts = rows.flatMap((row) => partsOf(row.cells[c]!) ?? []);
    if (parts.length === 0) return [];
    const before = Math.max(...parts.map((each) => width(each.before)));
    const after = Math.max(...parts.map((each) => width(each.after)));
    return [`[id="${cssText(table.label)}"] td:nth-child(${c + 2}) { --before: ${before}ch; --after: ${after}ch; }`];
  });
}

/** Rules of style for columns of texts. */
const leftColumns = (table: Table): string[] =>
  table.columns.flatMap(({ align }, c) =>
    align === undefined
      ? []
      : [`[id="${cssText(table.label)}"] :is(td, th):nth-child(${c + 2}) { text-align: ${align}; }`],
  );

/** Em of a line of text, of which labels and texts take at most their share. */
const LINE = 40;

/** Rules of style for labels and texts that break into lines. */
function breaking(table: Table, options: FormatOptions): string[] {
  const { labels, texts } = sharesOf(options);
  const rule = (share: number | null, columns: readonly string[]): string[] =>
    share === null
      ? []
      : columns.map((column) => {
          const breaks = `max-width: ${+(share * LINE).toFixed(2)}em; white-space: normal; overflow-wrap: anywhere;`;
          return `[id="${cssText(table.label)}"] tbody tr > :is(td, th):nth-child(${column}):not([colspan]) { ${breaks} }`;
        });
  const left = table.columns.flatMap(({ align }, c) => (align === 'left' ? [String(c + 2)] : []));
  return [...rule(labels, ['1']), ...rule(texts, left)];
}

/** A rule below the headings of a panel. */
const panelHeads = (table: Table): string[] =>
  table.panels.some(({ head }) => head !== undefined)
    ? [`[id="${cssText(table.label)}"] .last > * { padding-bottom: .35em; border-bottom: .06em solid; }`]
    : [];

/** Width of a text in widths of a digit, in most fonts not less than it takes. Stars hang over the edge. */
function width(text: string): number {
  const tenths = [...text].reduce((sum, c) => sum + (tenthsOf[c] ?? 10), 0);
  return tenths / 10;
}

const tenthsOf: Readonly<Record<string, number>> = { '−': 14, '(': 7, ')': 7, '[': 7, ']': 7, ',': 6, '.': 6 };

/** A string of CSS that ends neither itself nor the style's element. */
const cssText = (text: string): string =>
  text.replace(/[^\p{L}\p{N}:._-]/gu, (c) => `\\${c.codePointAt(0)!.toString(16)} `);
