/** Sets the look of tables in a Word document that has no table of its own to copy. */
import { settledOptions } from '../../table/formats/choose.ts';
import type { FormattedTable } from '../../table/formats/format.ts';
import type { Table } from '../../table/table.ts';

/** A table that stands for the look of tables where the text has none. */
export const noTable = (language: Table['language']): FormattedTable => ({
  table: {
    ...{ id: '', sources: [], caption: '', label: '', stub: '', spanners: [], columns: [], panels: [], notes: [] },
    ...{ language, data: { columns: [], rows: [] } },
  },
  options: settledOptions(['docx'], {}).docx!,
});
