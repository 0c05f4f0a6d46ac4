/** Files that earlier runs made and no node makes any more: a clean build would not have them. */
import { rmSync } from 'node:fs';
import type { Listen } from './events.ts';
import { boundary } from './fault-points.ts';
import type { ProjectFiles } from './files.ts';
import type { Graph } from './graph.ts';
import { isOutput } from './outputs.ts';
import type { Store, StoredArtifact } from './store.ts';

/** Removes only what still holds the bytes that were written; anything changed by hand stays. */
export function removeOrphans(graph: Graph, store: Store, files: ProjectFiles, listen: Listen): void {
  const made = outputsOf(graph.nodes);
  for (const id of store.nodes()) {
    if (graph.nodes.has(id)) continue;
    removeUnmade(store.last(id)?.artifact, made, files, listen);
    store.forget(id);
  }
}

export const outputsOf = (nodes: Graph['nodes']): ReadonlySet<string> =>
  new Set([...nodes.values()].flatMap((node) => node.outputs ?? []));

/** Of the files that a node wrote, those that no node writes now. */
export function removeUnmade(
  artifact: StoredArtifact | undefined,
  made: ReadonlySet<string>,
  files: ProjectFiles,
  listen: Listen,
): void {
  for (const part of artifact?.type === 'files' ? artifact.parts : []) {
    if (made.has(part.name) || !isOutput(part.name) || !files.mayWrite(part.name)) continue;
    if (files.digest(part.name) !== part.digest) continue;
    boundary('remove');
    rmSync(files.absolute(part.name), { force: true });
    files.forget(part.name);
    listen({ event: 'removed', path: part.name });
  }
}
