/** The format JSON, the sidecar: full precision, raw names, what each column came from, and every cell as it is printed. */
import { canonicalJson } from '../../base/canonical.ts';
import type { Table } from '../table.ts';
import type { CodeFormat } from './format.ts';
import { type JoinedTable, printedTable } from './printed-cells.ts';

export const json: CodeFormat = {
  name: 'json',
  title: 'JSON',
  extension: 'json',
  breaksCells: true,
  render: (table) => `${JSON.stringify(JSON.parse(canonicalJson(sidecar(table))), null, 2)}\n`,
};

function sidecar(table: Table): object {
  const printed: JoinedTable = printedTable(table);
  return {
    table: table.id,
    caption: table.caption,
    label: table.label,
    language: table.language,
    sources: table.sources,
    spanners: table.spanners,
    columns: table.data.columns,
    rows: table.data.rows,
    ...printed,
    notes: table.notes,
  };
}
