/** The contract of a step kind's `export.ts`: what a language is asked to write for a node of the kind. */
import type { Json } from '../base/json.ts';
import type { ArtifactReader } from '../base/reader.ts';
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
  /** Gives an input that the node reads besides its data, such as weights; undefined where it is not handed over. */
  input(name: string): ReadInput | undefined;
  /** All parts of the result. */
  whole(): Readonly<Record<string, Json>>;
}

/** An artifact that a node reads, with the node that made it and the columns whose values it tells. */
export interface ReadInput {
  readonly node: string;
  readonly columns: readonly string[];
  readonly reader: ArtifactReader;
}

export type KindExport = (node: ReadNode, language: Writer) => Block;
