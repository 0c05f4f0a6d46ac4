/** The contract of a step kind's `export.ts`: what a language is asked to write for a node of the kind. */
import type { Json } from '../base/json.ts';
import type { ExportedData } from './data.ts';
import type { Block, Writer } from './language.ts';

/** A node whose result is exported. */
export interface ReadNode {
  readonly id: string;
  readonly params: Json;
  readonly data: ExportedData;
  /** Says that the script reads columns of the data. */
  reads(columns: readonly string[]): void;
  /** A part of the result. */
  result(part: string): Json;
  /** All parts of the result. */
  whole(): Readonly<Record<string, Json>>;
}

export type KindExport = (node: ReadNode, language: Writer) => Block;
