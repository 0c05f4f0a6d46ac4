/** Declares the parts of a view of the tables of experiments. */
import type { BuildContext, TableSource } from '../../src/table/builders/builder.ts';
import type { RecordColumn } from '../../src/table/builders/records.ts';
import type { EffectMethod } from './numbers/experiment.ts';
import type { phrases } from './words.ts';

export type RecordOf = Readonly<Record<string, unknown>>;

export interface ViewColumn extends RecordColumn {
  /** True where its numbers have the stars of their record's p value. */
  readonly starred?: true;
}

/** Field of records by the headers that tables have for it. */
export const fieldsByHeader = (columns: Readonly<Record<string, ViewColumn>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([field, { en, zh, csv }]) => [en, zh, csv].map((header) => [header, field])),
  );

export interface View {
  /** The part of the result that holds its records. */
  readonly part: string;
  /** The key by which a step asks for it, told where a result has none. */
  readonly asked: string;
  readonly columns: Readonly<Record<string, ViewColumn>>;
  readonly usual: readonly string[];
  readonly stub: keyof (typeof phrases)['en']['stubs'];
  /** The name of a record's row, by which rows are chosen. */
  rowOf(record: RecordOf): string;
  /** The row's label, where it is not that of its name. */
  labelOf?(record: RecordOf, context: BuildContext): string | undefined;
  /** The panel in which a record stands; absent where there are none. */
  panelOf?(record: RecordOf, context: BuildContext): string;
  /** Tests of all records of a panel or a row together, of which notes tell: the part, the test, and whose it is. */
  readonly tests?: {
    readonly part: string;
    readonly member: string;
    /** True where one test is of all that is shown. */
    readonly isOfAll: boolean;
    of(record: RecordOf): string;
  };
  /** Says how the numbers were made. */
  note(method: EffectMethod, context: BuildContext, records: readonly RecordOf[]): string;
  /** Further sentences of a result, on the statistics that are shown. */
  further?(source: TableSource, shown: readonly string[], context: BuildContext): readonly string[];
}
