/** The contract of results that their kind words itself in each language: rows of the data, code over them, and papermake's values beside it. */
import type { NoCounterpart } from '../econ/counterpart.ts';
import type { Fit, Stat } from '../econ/fit.ts';
import type { ModelSpec } from '../econ/spec.ts';
import type { DataTable, ExportedData } from './data.ts';

/** Languages that kinds have words in. */
export type WordedIn = 'r' | 'python' | 'stata';

/** Rows of a list of terms, of which every one is a column of `d` before the code of the kind stands. */
export interface ListedRows {
  /** Canonical texts of terms. */
  readonly terms: readonly string[];
  readonly sample: string | null;
  readonly exclude: string | null;
  /** Columns of the data that no row may lack; all terms are among them where it is there. */
  readonly complete?: readonly string[];
}

/** Rows of a model, with all cells of its terms. */
export interface ModelRows {
  readonly model: ModelSpec;
  readonly rowsLost: Fit['rowsLost'];
}

export interface ExportedResult {
  readonly node: string;
  readonly data: ExportedData;
  readonly rows: ListedRows | ModelRows;
  readonly words: Readonly<Record<WordedIn, (columns: Columns) => Worded | NoCounterpart>>;
  /** Parts of the result that no language has, with the reason. */
  readonly missing?: readonly { readonly what: string; readonly why: string }[];
}

/** Names and code of the columns of `d`, or of Stata's variables. */
export interface Columns {
  /** The columns of a term, by the names that results have for its cells. */
  cells(term: string): readonly { readonly term: string; readonly column: string }[];
  /** The name of a column of the data. */
  name(column: string): string;
  /** The name of the column that a term, or what is called so, is put into. */
  made(text: string): string;
  /** Code of the values of a column: `d$x`, `d["x"]`, `x`. */
  values(column: string): string;
  /** A text between quotes, and a list of such. */
  text(text: string): string;
  texts(texts: readonly string[]): string;
  /** Code that says whether a column of the data has a level. */
  isLevel(column: string, level: string): string;
}

export interface Worded {
  readonly packages?: readonly string[];
  /** Code of functions that the lines call, for the file that all scripts share. */
  readonly functions?: string;
  /** Files of data besides the frame. */
  readonly tables?: readonly DataTable[];
  readonly lines: readonly string[];
  readonly values: readonly WordedValue[];
  /** Parts of the result that this language does not have, with the reason. */
  readonly missing?: ExportedResult['missing'];
}

/** A value of papermake's beside the code that finds it; one that is not defined is not compared. */
export interface WordedValue {
  readonly cell: string;
  readonly code: string;
  readonly value: Stat | undefined;
  /** The size beside which a difference is small, where it is not that of the value. */
  readonly scale?: number | undefined;
  /** Lines of which the code is right from here on. */
  readonly after?: readonly string[];
}

export interface DefinedValue extends WordedValue {
  readonly value: number;
}

export const definedValues = (values: readonly WordedValue[]): readonly DefinedValue[] =>
  values.filter((each): each is DefinedValue => typeof each.value === 'number');

/** The one column of a term that has no more. */
export const columnOf = (columns: Columns, term: string): string => columns.cells(term)[0]!.column;
