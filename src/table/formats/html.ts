/** A complete, semantic table that looks like one set with booktabs. */
import { plainSuperscript, superscriptRun } from '../labels.ts';
import type { Cell, Format, Panel, Row, Spanner, Table } from '../table.ts';
import { words } from '../words.ts';
import { type CellStyle, cellText, isDecorated, provenance } from './cells.ts';

export const html: Format = {
  name: 'html',
  extension: 'html',
  template: 'table.html.hbs',
  escape: escapeHtml,
  render: (table, layout, template) => layout(template, view(table)),
};

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (c) => entities[c]!)
    .replace(superscriptRun, (run) => `<sup>${plainSuperscript(run)}</sup>`);
}

function view(table: Table): object {
  const { notes, space } = words[table.language];
  const width = table.columns.length + 1;
  return {
    comment: provenance(table)
      .replace(/-(?=-)/g, '- ')
      .replace(/>/g, '&gt;'),
    id: attribute(table.label),
    language: table.language === 'zh' ? 'zh-CN' : 'en',
    caption: escapeHtml(table.caption),
    width,
    heads: [...spannerRows(table), ...columnRows(table)],
    bodies: table.panels.flatMap((panel) => bodiesOf(panel, table)),
    notesLabel: notes,
    notes: table.notes.map(escapeHtml).join(space),
  };
}

const attribute = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c]!);

interface HeadCell {
  readonly text: string;
  /** An empty corner is no header. */
  readonly tag: 'th' | 'td';
  readonly attributes: string;
  /** A spanner, with a rule below it. */
  readonly rule: boolean;
}

const empty: HeadCell = { text: '', tag: 'td', attributes: '', rule: false };

function headCell(text: string): HeadCell {
  if (text === '') return empty;
  return { text: escapeHtml(text), tag: 'th', attributes: ' scope="col"', rule: false };
}

function spannerCell({ text, from, to }: Spanner): HeadCell {
  const attributes = ` class="spanner" scope="colgroup" colspan="${to - from + 1}"`;
  return { text: escapeHtml(text), tag: 'th', attributes, rule: true };
}

function spannerRows(table: Table): HeadCell[][] {
  return table.spanners.map((spanners) => {
    const cells: HeadCell[] = [empty];
    for (let c = 0; c < table.columns.length; ) {
      const spanner = spanners.find((s) => s.from === c);
      cells.push(spanner ? spannerCell(spanner) : empty);
      c = spanner ? spanner.to + 1 : c + 1;
    }
    return cells;
  });
}

function columnRows(table: Table): HeadCell[][] {
  const headers = table.columns.map((column) => column.header);
  const numbers = table.columns.map((column) => column.number ?? '');
  const rows = [headers, numbers].filter((texts) => texts.some((text) => text !== ''));
  return rows.map((texts, r) => [headCell(r === rows.length - 1 ? table.stub : ''), ...texts.map(headCell)]);
}

/** Body rows, then footer rows under a rule of their own. */
function bodiesOf(panel: Panel, table: Table): object[] {
  const decorated = isDecorated(table);
  return (['body', 'footer'] as const).flatMap((section) => {
    const rows = panel.rows.filter((row) => row.section === section);
    if (rows.length === 0) return [];
    const title = panel.title !== null && rows[0] === panel.rows[0] ? escapeHtml(panel.title) : '';
    return [{ kind: section, title, rows: rows.map((row) => rowView(row, decorated)) }];
  });
}

function rowView(row: Row, decorated: boolean): object {
  return {
    label: escapeHtml(row.label),
    tag: row.label === '' ? 'td' : 'th',
    attributes: row.label === '' ? '' : ' scope="row"',
    cells: row.cells.map((cell) => ({
      kind: kindOf(cell, decorated),
      text: cellText(cell, style),
    })),
  };
}

const style: CellStyle = { text: escapeHtml, number: escapeHtml, stars: (stars) => `<sup>${stars}</sup>` };

/** `n`: digits aligned at the right; `d`: with room for stars; `p`: its parenthesis hangs; `t`: centred. */
function kindOf(cell: Cell, decorated: boolean): string {
  if (cell.is !== 'number') return 't';
  if (!decorated) return 'n';
  if (cell.wrap) return 'd p';
  return cell.format.digits === 0 ? 't' : 'd n';
}
