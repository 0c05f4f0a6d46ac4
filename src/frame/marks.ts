/**
 * Marks by which a cell's file is found again. A column that warns of a cell must not change with what else its file holds, or whoever reads
 * the column would run again; so it names no file, and its mark is of the cell alone. The step that read the file keeps the marks it gave.
 */
import { canonicalJson, sha256 } from '../base/canonical.ts';

export interface CellSaid {
  /** Name in the file. */
  readonly column: string;
  readonly row: number | null;
  readonly text: string;
}

/** The marks that were given while a file was read. */
export class Marks {
  readonly #given = new Set<string>();

  give({ column, row, text }: CellSaid): string {
    const mark = sha256(new TextEncoder().encode(canonicalJson([column, row, text])));
    this.#given.add(mark);
    return mark;
  }

  has(mark: string): boolean {
    return this.#given.has(mark);
  }

  get list(): readonly string[] {
    return [...this.#given].sort();
  }
}
