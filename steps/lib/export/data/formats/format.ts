/** The contract of file formats that scripts of other languages read by themselves: the columns of a file, and what its cells are. */
import type { RawLayout } from '../../../../../src/export/data.ts';
import type { ReadOptions } from '../../../../../src/frame/readers/source.ts';

/** The cells of a column: texts, each once and an empty one for empty cells, or numbers alone, which some files hold as texts. */
export type RawCells =
  | { readonly is: 'texts'; readonly texts: readonly string[] }
  | { readonly is: 'numbers'; readonly texts?: () => readonly string[] };

export interface OpenFile {
  readonly layout: RawLayout;
  /** Names of the columns, in their order. */
  readonly names: readonly string[];
  /** Cells of the column at a place, from 0; throws `Untranslatable` where other programs read them otherwise. */
  cells(at: number): RawCells;
}

/** Opens a file of the format; throws `Untranslatable` where other programs read it otherwise. */
export type RawFormat = (bytes: Uint8Array, options: ReadOptions) => OpenFile;
