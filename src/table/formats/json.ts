/** The format JSON, the sidecar: full precision, raw names, and what each column came from. */
import { canonicalJson } from '../../base/canonical.ts';
import type { Table } from '../table.ts';
import type { CodeFormat } from './format.ts';

export const json: CodeFormat = {
  name: 'json',
  title: 'JSON',
  extension: 'json',
  breaksCells: true,
  render: (table) => `${JSON.stringify(JSON.parse(canonicalJson(sidecar(table))), null, 2)}\n`,
};

function sidecar(table: Table): object {
  return {
    table: table.id,
    caption: table.caption,
    label: table.label,
    language: table.language,
    sources: table.sources,
    spanners: table.spanners,
    columns: table.data.columns,
    rows: table.data.rows,
    printed: table.panels.map((panel) => ({
      title: panel.title,
      rows: panel.rows
        .filter((row) => !row.continues)
        .map((row) => ({ key: row.key, label: row.label, section: row.section })),
    })),
    notes: table.notes,
  };
}
