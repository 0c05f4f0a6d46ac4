/** A side is one of the two states that are compared, with the result of every node. */
import type { NodeId } from '../../base/brand.ts';
import { NUMBERS } from '../../engine/pipeline/sections.ts';
import type { Moment } from '../../engine/run/trace-back.ts';
import type { Trace } from '../../engine/store/records.ts';
import type { Store } from '../../engine/store/store.ts';
import type { ProjectFiles } from '../../engine/system/files.ts';
import { numbersTable } from './numbers-table.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';

export type DiffedResult =
  | { readonly is: 'table'; readonly table: Sidecar }
  | { readonly is: 'claim'; readonly holds: boolean }
  /** It is neither in the store nor in `out/`. */
  | { readonly is: 'lost'; readonly why: string }
  /** The part is nothing that a paper prints. */
  | { readonly is: 'other' };

export interface DiffSide extends Moment {
  /** The name that a reader sees: `the last run`, `main (1a2b3c4)`. */
  readonly name: string;
  readonly files: ProjectFiles;
  readonly nodes: Iterable<NodeId>;
  /** Digest of everything that determined the node's result: equal ones need no comparison. */
  key(node: NodeId): string | undefined;
  /** undefined where there is no such node. */
  result(node: NodeId): DiffedResult | undefined;
  /** Notes on the side's origin, where it is less than the records of a run. */
  readonly notes: readonly string[];
}

/** The kind whose nodes write tables. */
export const REPORT = 'report';

/** Returns what a recorded node gave to a paper: a table, a claim or other results. */
export function resultIn(store: Store, trace: Trace): DiffedResult {
  const { artifact } = trace;
  const bytes = (name: string): Uint8Array | undefined => {
    const part = artifact.parts.find((each) => each.name === name);
    return part && store.part(trace.key, part);
  };
  if (artifact.type === 'verdict') {
    const holds = bytes('holds');
    return holds ? { is: 'claim', holds: new TextDecoder().decode(holds) === 'true' } : { is: 'lost', why: DAMAGED };
  }
  if (trace.recipe.kind !== REPORT && trace.recipe.kind !== NUMBERS) return { is: 'other' };
  // The style file that tables share is a node of its own.
  const path = artifact.parts.find(({ name }) => name.endsWith('.json'))?.name;
  if (path === undefined) return { is: 'other' };
  const sidecar = bytes(path);
  const table = sidecar && (trace.recipe.kind === NUMBERS ? numbersTable(trace, sidecar) : readSidecar(sidecar));
  if (table) return { is: 'table', table };
  return { is: 'lost', why: sidecar ? 'an earlier papermake wrote it, without its printed cells' : DAMAGED };
}

const DAMAGED = 'its record is damaged';
