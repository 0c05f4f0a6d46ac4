/** Parameters of the nodes of a `witness` step. */
import type { Json } from '../../src/base/json.ts';
import type { EngineProgram } from '../lib/witness/programs.ts';

/** A result that is confirmed. */
export interface AskedNode {
  readonly node: string;
  readonly kind: string;
  readonly params: Json;
  /** The node of its data; null where no language has the kind. */
  readonly data: string | null;
  /** Nodes that it reads besides, by the names of its inputs; absent where there are none. */
  readonly further?: Readonly<Record<string, string>>;
}

/** Parameters of a node `STEP@ENGINE.OF`, which has one engine confirm the results of one step. */
export interface RunParams {
  readonly by: EngineProgram['name'];
  readonly sources: readonly AskedNode[];
}

/** Says how such a node runs. It stands in no key, while the engine's version does. */
export interface RunHow {
  readonly step: string;
  /** Path of the program; null where the machine has none. */
  readonly program: string | null;
  readonly timeout: number | null;
}

/** Parameters of the node `STEP@files`. */
export interface FilesParams {
  readonly step: string;
  /** Engines that are here, and those that are not and left something before. */
  readonly ran: readonly EngineProgram['name'][];
  readonly kept: readonly EngineProgram['name'][];
}

/** Names of inputs. */
export const resultInput = (node: string): string => `result:${node}`;
export const dataInput = (node: string): string => `data:${node}`;
export const furtherInput = (node: string): string => `further:${node}`;
export const keptInput = (by: string): string => `kept:${by}`;

/** The file of a step's records, and that of what an engine found, which a machine without the engine reads. */
export const recordsPath = (step: string): string => `out/witness/${step}.json`;
export const evidencePath = (step: string, by: string): string => `out/witness/${step}.${by}.json`;
