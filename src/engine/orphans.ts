/** Files that earlier runs made and no node makes any more: a clean build would not have them. */
import { rmSync } from 'node:fs';
import type { Digest } from '../base/brand.ts';
import type { Listen } from './events.ts';
import { boundary } from './fault-points.ts';
import type { ProjectFiles } from './files.ts';
import type { Graph } from './graph.ts';
import type { Memory } from './memory.ts';
import { isOutput } from './outputs.ts';
import type { Store, StoredArtifact } from './store.ts';

/** Removes only what still holds the bytes that were written; anything changed by hand stays. */
export function removeOrphans(
  graph: Graph,
  store: Store,
  { files, memory }: { readonly files: ProjectFiles; readonly memory: Memory | undefined },
  listen: Listen,
): void {
  const made = outputsOf(graph.nodes);
  for (const id of store.nodes()) {
    if (graph.nodes.has(id)) continue;
    removeUnmade(writtenBy(store.last(id)?.artifact), made, files, listen);
    store.forget(id);
  }
  // Where the record of who wrote them is lost.
  removeUnmade(outputsIn(memory), made, files, listen);
}

interface Written {
  readonly name: string;
  readonly digest: Digest;
}

export const writtenBy = (artifact: StoredArtifact | undefined): readonly Written[] =>
  artifact?.type === 'files' ? artifact.parts : [];

const outputsIn = (memory: Memory | undefined): readonly Written[] =>
  (memory?.files ?? []).flatMap(([name, seen, output]) => (seen && output ? [{ name, digest: seen.digest }] : []));

export const outputsOf = (nodes: Graph['nodes']): ReadonlySet<string> =>
  new Set([...nodes.values()].flatMap((node) => node.outputs ?? []));

/** Of the files that were written, those that no node writes now. */
export function removeUnmade(
  written: readonly Written[],
  made: ReadonlySet<string>,
  files: ProjectFiles,
  listen: Listen,
): void {
  for (const { name, digest } of written) {
    if (made.has(name) || !isOutput(name) || !files.mayWrite(name)) continue;
    if (files.digest(name) !== digest) continue;
    boundary('remove');
    rmSync(files.absolute(name), { force: true });
    files.forget(name);
    listen({ event: 'removed', path: name });
  }
}
