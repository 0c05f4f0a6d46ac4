/** The data behind exported results as files: the columns that scripts read, and a codebook of them. */
import { noFormula } from '../base/text/csv-text.ts';
import type { ColumnType, Data } from '../econ/data.ts';

/** The data behind a result, as scripts read them. */
export interface ExportedData {
  /** The node that made them, which the files in `data/` are named after. */
  readonly name: string;
  readonly panel: { readonly unit: string; readonly time: string } | null;
  readonly nrows: number;
  /** Columns of text among those that scripts read; complete once every result was written. */
  readonly texts: readonly string[];
  type(column: string): ColumnType;
  /** Levels of a column, as results name them. */
  levels(column: string): readonly string[];
  /** The way in which scripts come by the data; the frame where it is absent. */
  readonly origin?: Origin | undefined;
}

export interface ScriptFile {
  /** Relative to the folder of the export, with `/`. */
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Sentences about what the file's format does not hold of the data; absent where it holds all. */
  readonly notes?: readonly string[];
}

/** A file of data besides the frame, with the node that made it and the columns whose values it tells. */
export interface DataTable {
  readonly node: string;
  readonly columns: readonly string[];
  readonly file: ScriptFile;
}

/** Tells how a file holds its columns. */
export type RawLayout =
  | { readonly is: 'csv'; readonly delimiter: string }
  | { readonly is: 'dta' }
  | { readonly is: 'xlsx'; readonly sheet: string };

/** A file of the project, as scripts find it in the folder of the export. */
export interface RawFile extends ScriptFile {
  readonly content: Uint8Array;
  readonly layout: RawLayout;
}

/** The way in which scripts come by data: a script makes them of raw files, or they are the frame, with the reason where that was not wanted. */
export type Origin =
  | { readonly is: 'raw'; readonly script: ScriptFile; readonly files: readonly RawFile[] }
  | { readonly is: 'frame'; readonly why: string };

/** Data of which every column that was asked for is remembered. */
export class TrackedData implements ExportedData {
  readonly name: string;
  /** Said once everything that reads the data was written. */
  origin: Origin | undefined;
  readonly #data: Data;
  readonly #asked = new Set<string>();

  constructor(name: string, data: Data) {
    this.name = name;
    this.#data = data;
  }

  get panel(): ExportedData['panel'] {
    return this.#data.panel;
  }

  get nrows(): number {
    return this.#data.nrows;
  }

  /** Columns that scripts read, in the order of their names. */
  get columns(): readonly string[] {
    return [...this.#asked].sort();
  }

  get texts(): readonly string[] {
    return this.columns.filter((name) => isText(this.#data, name));
  }

  /** Says that scripts read columns. */
  reads(columns: readonly string[]): void {
    for (const name of columns) this.#asked.add(name);
  }

  has(column: string): boolean {
    return this.#data.has(column);
  }

  type(column: string): ReturnType<ExportedData['type']> {
    return this.#data.type(column);
  }

  levels(column: string): readonly string[] {
    return this.#data.codes(column).levels;
  }

  /** A cell of every row; null is missing. */
  cells(column: string): (number | string | null)[] {
    if (isText(this.#data, column)) {
      const { codes, levels } = this.#data.codes(column);
      return Array.from(codes, (code) => (code < 0 ? null : levels[code]!));
    }
    return Array.from(this.#data.numbers(column), (value) => (Number.isNaN(value) ? null : value));
  }

  /** A number of every row: texts are positions of their levels, from 1, and NaN is missing. */
  codedCells(column: string): Float64Array {
    if (!isText(this.#data, column)) return this.#data.numbers(column);
    return Float64Array.from(this.#data.codes(column).codes, (code) => (code < 0 ? Number.NaN : code + 1));
  }
}

const isText = (data: Data, column: string): boolean => {
  const type = data.type(column);
  return type === 'string' || type === 'category';
};

/** A name of a file for data of a node. */
export const fileOf = (name: string): string => name.replace(/[^\p{L}\p{M}\p{N}_.-]/gu, '_');

/**
 * Writes data as delimited text, with the shortest digits that read back as the same number and an empty cell for a missing value. A text is written
 * as it is, also where a spreadsheet would take it for a formula, since scripts must read the same text.
 */
export function csvFile(data: TrackedData): ScriptFile {
  const columns = data.columns.map((name) => data.cells(name));
  const rows = Array.from({ length: data.nrows }, (_, row) => columns.map((cells) => cells[row]!));
  const line = (cells: readonly (number | string | null)[]): string =>
    cells.map((cell) => (cell === null ? '' : typeof cell === 'number' ? String(cell) : quoted(cell))).join(',');
  return {
    path: `data/${fileOf(data.name)}.csv`,
    content: `${[data.columns, ...rows].map((each) => line(each)).join('\n')}\n`,
  };
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const times: Readonly<Record<string, string>> = {
  date: 'days since 1970-01-01',
  month: 'months since 1960m1',
  quarter: 'quarters since 1960q1',
};

/**
 * A line for each column: its name in the scripts and in the pipeline, its type, its label, and how many values it lacks. People read it, in
 * spreadsheets too: a text that these would take for a formula stands behind an apostrophe.
 */
export function codebookFile(
  data: TrackedData,
  labels: (column: string) => string | undefined,
  nameOf: (column: string) => string,
): ScriptFile {
  const lines = data.columns.map((name) => {
    const type = data.type(name);
    const missing = data.cells(name).filter((cell) => cell === null).length;
    return [
      nameOf(name),
      name,
      times[type] ?? (type === 'number' ? 'number' : 'text'),
      String(missing),
      labels(name) ?? '',
    ]
      .map((cell) => quoted(noFormula(cell)))
      .join(',');
  });
  const head = ['name', 'column', 'type', 'missing', 'label'].map(quoted).join(',');
  return { path: `data/${fileOf(data.name)}.codebook.csv`, content: `${[head, ...lines].join('\n')}\n` };
}
