/** Delimited texts in UTF-8, whose names stand in the first row. */
import { Untranslatable } from '../../../../../src/export/untranslatable.ts';
import { csv as reader } from '../../../../../src/frame/readers/csv/csv.ts';
import type { CellSource } from '../../../../../src/frame/readers/source.ts';
import type { RawFormat } from './format.ts';

/** The bytes of a stretch of text. Any number serves, since only the separator is looked for. */
const STRETCH = 1 << 20;

export const csv: RawFormat = (bytes, options) => {
  const source = reader.read(bytes, options, () => 'open', STRETCH) as CellSource;
  if (source.chunks === undefined || options.encoding !== undefined)
    throw new Untranslatable('the file is not a text in UTF-8');
  return {
    layout: { is: 'csv', delimiter: String.fromCharCode(source.chunks.separator) },
    names: source.header.map(({ name }) => name),
    cells: (at) =>
      source.cells.plain?.(at) === undefined
        ? { is: 'texts', texts: distinctTexts(source, at) }
        : { is: 'numbers', texts: () => distinctTexts(source, at) },
  };
};

function distinctTexts({ cells }: CellSource, at: number): readonly string[] {
  const coded = cells.coded?.(at);
  if (coded !== undefined) return ['', ...coded.texts];
  const texts = new Set<string>();
  for (let row = 0; row < cells.nrows; row++) texts.add(cells.text(row, at));
  return [...texts];
}
