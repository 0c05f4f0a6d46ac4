/** Data as rules over raw files: how a frame comes about from what the project holds, in the order in which papermake does it. */
import type { ExportedData, RawFile } from '../data.ts';

export interface RawColumn {
  /** The column of the file, and the name that it has from then on. */
  readonly from: string;
  /** Its place in the file, from 1. */
  readonly at: number;
  readonly name: string;
  readonly isText: boolean;
}

/** Names the type of a column, which is known before the data are made: numbers, or texts. */
export type RawType = 'number' | 'string';

export type RawRule =
  | {
      readonly is: 'read';
      readonly file: RawFile;
      readonly columns: readonly RawColumn[];
      /** Cells that mean a missing value, besides empty ones: texts of any column, and values of numeric ones. */
      readonly missing: { readonly texts: readonly string[]; readonly numbers: readonly number[] };
    }
  | {
      /** Texts of a column that others, or numbers, stand for; a text that is not named stays. */
      readonly is: 'recode';
      readonly column: string;
      readonly to: ReadonlyMap<string, string | number>;
      readonly gives: RawType;
    }
  | { readonly is: 'keep'; readonly condition: string }
  | { readonly is: 'derive'; readonly column: string; readonly expression: string; readonly gives: Derived }
  | {
      readonly is: 'merge';
      readonly other: RawData;
      readonly on: readonly string[];
      readonly columns: readonly string[];
      /** True where rows without a match go. */
      readonly drops: boolean;
    };

/** Names the type of an expression's values: a condition becomes 1 and 0. */
export type Derived = 'number' | 'text' | 'condition';

/** Data with the rules that make them; each rule is about columns that those before it made. */
export interface RawData {
  readonly name: string;
  readonly panel: ExportedData['panel'];
  readonly rules: readonly RawRule[];
  /** Columns by their names, once all rules are done. */
  readonly types: ReadonlyMap<string, RawType>;
}

/** The raw files that rules read, each once. */
export const filesOf = ({ rules }: RawData): RawFile[] => [
  ...new Map(
    rules
      .flatMap((rule) => (rule.is === 'read' ? [rule.file] : rule.is === 'merge' ? filesOf(rule.other) : []))
      .map((file) => [file.path, file]),
  ).values(),
];

/** The data of rules as expressions see them, which name no level of a column. */
export const scopeOf = ({ name, panel, types }: RawData): ExportedData => ({
  name,
  panel,
  nrows: 0,
  texts: [],
  type: (column) => types.get(column) ?? 'number',
  levels: () => [],
});
