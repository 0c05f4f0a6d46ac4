/** The contract of kinds of steps whose data other languages make of raw files: from the columns that are wanted to rules. */
import type { Json } from '../../../../src/base/json.ts';
import type { ExportedData } from '../../../../src/export/data.ts';
import type { RawData, RawRule, RawType } from '../../../../src/export/raw/rules.ts';

/** The columns of a frame on record. */
export interface FrameColumns {
  has(column: string): boolean;
  type(column: string): ReturnType<ExportedData['type']>;
}

/** A node that makes data. */
export interface DataNode {
  readonly params: Json;
  readonly panel: ExportedData['panel'];
  /** The frame that the node made. */
  readonly frame: FrameColumns;
  /** A file that the node reads. */
  file(input: string): { readonly path: string; readonly bytes: Uint8Array };
  /** The frame of another node that it reads. */
  input(input: string): FrameColumns;
  /** Says whether no value of a column may be written. */
  hides(column: string): boolean;
  /** Columns of such data, as rules make them. */
  data(input: string, columns: readonly string[]): RawData;
}

/** Rules with the columns that they make. */
export interface Made {
  readonly rules: readonly RawRule[];
  readonly types: ReadonlyMap<string, RawType>;
}

/** Gives the rules that make columns of a node's data; throws `Untranslatable` where one has no direct form in any language. */
export type DataRules = (node: DataNode, wanted: readonly string[]) => Made;
