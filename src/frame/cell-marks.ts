/**
 * Marks by which a cell's file is found again. A column that warns of a cell must not change with what else its file holds, or whoever reads
 * the column would run again; so it names no file, and its mark is of the cell alone. The step that read the file keeps the marks it gave.
 */
import { canonicalJson, sha256 } from '../base/canonical.ts';
import { type Column, isText } from './column.ts';

export interface CellSaid {
  /** Name in the file. */
  readonly column: string;
  readonly row: number | null;
  readonly text: string;
}

export type MarkList = readonly string[] | readonly (readonly string[])[];

/** The marks that were given while a file was read. */
export class Marks {
  readonly #given = new Set<string>();
  #files: readonly (readonly [path: string, marks: Marks])[] = [];

  static ofFiles(files: readonly (readonly [path: string, marks: Marks])[]): Marks {
    const marks = new Marks();
    marks.#files = files;
    return marks;
  }

  give({ column, row, text }: CellSaid): string {
    const mark = sha256(new TextEncoder().encode(canonicalJson([column, row, text])));
    this.#given.add(mark);
    return mark;
  }

  has(mark: string): boolean {
    return this.#given.has(mark) || this.fileOf(mark) !== undefined;
  }

  /** The file of a mark, where several were read. */
  fileOf(mark: string): string | undefined {
    return this.#files.find(([, marks]) => marks.has(mark))?.[0];
  }

  /** Marks in order; of several files, those of each, and last those of none of them. */
  get list(): MarkList {
    return this.#listed(() => true);
  }

  /** Lists the marks that columns carry, in the same order. Nobody reads the cells of a dropped column. */
  carriedBy(columns: Iterable<Column>): MarkList {
    const carried = new Set([...columns].flatMap(marksOf));
    return this.#listed((mark) => carried.has(mark));
  }

  #listed(isListed: (mark: string) => boolean): MarkList {
    const own = [...this.#given].filter(isListed).sort();
    if (this.#files.length === 0) return own;
    return [...this.#files.map(([, marks]) => marks.#listed(isListed) as readonly string[]), own];
  }
}

/** The file of a mark, for a complaint, where several were read. */
export function fileIn(marks: Marks, mark: string): { readonly file?: string } {
  const file = marks.fileOf(mark);
  return file === undefined ? {} : { file };
}

function marksOf(column: Column): string[] {
  if (!isText(column)) return [];
  return [column.doubts, column.untyped].flatMap((caveat) => (caveat === undefined ? [] : [caveat.mark]));
}
