/** Sheets of Excel whose names stand in the first row, and whose columns are numbers or texts from the second on. */
import { Untranslatable } from '../../../../../src/export/untranslatable.ts';
import type { CellSource } from '../../../../../src/frame/readers/source.ts';
import { xlsx as reader } from '../../../../../src/frame/readers/xlsx/xlsx.ts';
import type { RawFormat } from './format.ts';

export const xlsx: RawFormat = (bytes, options) => {
  const { header, cells } = reader.read(bytes, options) as CellSource;
  for (let row = 0; row < cells.nrows; row++)
    if (cells.row(row) !== row + 2) throw new Untranslatable('the sheet has rows that are passed over');
  const { sheet = 1 } = options;
  const name = typeof sheet === 'string' ? sheet : reader.tables!(bytes, options)[sheet - 1]!.name;
  const names = header.map((column) => column.name);
  return {
    layout: { is: 'xlsx', sheet: name },
    names,
    cells(at) {
      if (cells.plain!(at) !== undefined) return { is: 'numbers' };
      const coded = cells.coded!(at);
      if (coded === undefined) throw new Untranslatable(`the column ${names[at]} has dates, or numbers beside texts`);
      return { is: 'texts', texts: ['', ...coded.texts] };
    },
  };
};
