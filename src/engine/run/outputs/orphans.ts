/** Removes files that earlier runs made and no node makes any more: a clean build would not have them. */
import { dirname } from 'node:path';
import type { Digest } from '../../../base/brand.ts';
import type { Listen } from '../../events.ts';
import { type Graph, outputsOf } from '../../graph.ts';
import { isOutput } from '../../pipeline/outputs.ts';
import type { LastRun } from '../../resume/last-run.ts';
import { isGone, ownerOf } from '../../store/pipelines.ts';
import type { StoredArtifact } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { removeFile, removeFolder } from '../../system/file-calls.ts';
import type { ProjectFiles } from '../../system/files.ts';
import { changeUnlessHeld } from './open-elsewhere.ts';

/** Removes only what still holds the bytes that were written; anything changed by hand stays. */
export function removeOrphans(
  graph: Graph,
  store: Store,
  { files, last }: { readonly files: ProjectFiles; readonly last: LastRun | undefined },
  listen: Listen,
): void {
  const made = new KeptOutputs(graph.nodes, store, files);
  for (const [standee, key] of [...store.standees]) {
    const { pipeline, node } = ownerOf(standee);
    if (pipeline === store.pipeline ? graph.nodes.has(node) : !isGone(pipeline, files)) continue;
    const written = writtenBy(store.trace(key)?.artifact);
    if (removeUnmade(written, made, files, listen)) store.forget(standee);
  }
  // Where the records of who wrote them are lost, the last run's notes still name the outputs.
  if (last && (last.pipeline === store.pipeline || isGone(last.pipeline, files)))
    removeUnmade(outputsIn(last), made, files, listen);
}

interface WrittenOutput {
  readonly name: string;
  readonly digest: Digest;
}

export const writtenBy = (artifact: StoredArtifact | undefined): readonly WrittenOutput[] =>
  artifact?.type === 'files' ? artifact.parts : [];

const outputsIn = ({ files }: LastRun): readonly WrittenOutput[] =>
  files.flatMap(([name, seen, output]) => (seen && output ? [{ name, digest: seen.digest }] : []));

/** The files that stay: the outputs of this pipeline, and what the nodes of others wrote. */
export class KeptOutputs {
  readonly #own: ReadonlySet<string>;
  readonly #store: Store;
  readonly #files: ProjectFiles;
  #others: ReadonlySet<string> | undefined;

  constructor(nodes: Graph['nodes'], store: Store, files: ProjectFiles) {
    this.#own = outputsOf(nodes);
    this.#store = store;
    this.#files = files;
  }

  here(name: string): boolean {
    return this.#own.has(name);
  }

  /** Tells whether another pipeline's node wrote the file with these bytes. Reads the records of other pipelines when first asked. */
  elsewhere({ name, digest }: WrittenOutput): boolean {
    this.#others ??= new Set(this.#writtenByOthers().map((each) => `${each.digest} ${each.name}`));
    return this.#others.has(`${digest} ${name}`);
  }

  #writtenByOthers(): WrittenOutput[] {
    return [...this.#store.standees].flatMap(([standee, key]) => {
      const { pipeline } = ownerOf(standee);
      if (pipeline === this.#store.pipeline || isGone(pipeline, this.#files)) return [];
      return writtenBy(this.#store.trace(key)?.artifact);
    });
  }
}

/** Removes those of the written files that no node writes now; false where another program has one of them open. */
export function removeUnmade(
  written: readonly WrittenOutput[],
  made: KeptOutputs,
  files: ProjectFiles,
  listen: Listen,
): boolean {
  const held = written.filter((each) => {
    if (made.here(each.name) || !isOutput(each.name) || !files.mayWrite(each.name)) return false;
    return !changeUnlessHeld(each.name, { files, listen }, () => removeIfWritten(each, made, files, listen));
  });
  return held.length === 0;
}

function removeIfWritten(each: WrittenOutput, made: KeptOutputs, files: ProjectFiles, listen: Listen): void {
  const { name, digest } = each;
  const found = files.digest(name);
  // A kill may have come after the removal of a file and before that of its folder.
  if (found === null) removeEmptied(dirname(name), files);
  if (!files.holds(name, digest) || made.elsewhere(each)) return;
  removeOutput(name, files);
  listen({ event: 'removed', path: name });
}

/** Removes an output, with the folders that this leaves empty, since a file may come to stand in the place of one. */
export function removeOutput(name: string, files: ProjectFiles): void {
  removeFile(files.absolute(name));
  files.forget(name);
  removeEmptied(dirname(name), files);
}

function removeEmptied(folder: string, files: ProjectFiles): void {
  for (let at = folder; at !== '.'; at = dirname(at)) {
    try {
      removeFolder(files.absolute(at));
    } catch (error) {
      // Whatever keeps a folder (a file in it, a link, a mount) keeps those above it.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return;
    }
  }
}

/** Codes of the system's errors where a folder lies in a file's place, or a file in a folder's. */
const IN_THE_WAY = ['EISDIR', 'ENOTDIR', 'EEXIST'];

/** Writes, after clearing the way where a step that is gone left a folder in the file's place, or a file in a folder's. */
export function writeWithRoom(write: () => void, clear: () => void): void {
  try {
    write();
  } catch (error) {
    if (!IN_THE_WAY.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    clear();
    write();
  }
}

/** Removes what nodes that are gone wrote in an output's place: in a folder of its name, or as a file above it. */
export function clearWay(
  path: string,
  nodes: Graph['nodes'],
  store: Store,
  { made, files, listen }: { readonly made: KeptOutputs; readonly files: ProjectFiles; readonly listen: Listen },
): void {
  const isInTheWay = ({ name }: WrittenOutput): boolean => name.startsWith(`${path}/`) || path.startsWith(`${name}/`);
  for (const [standee, key] of store.standees) {
    const { pipeline, node } = ownerOf(standee);
    if (pipeline !== store.pipeline || nodes.has(node)) continue;
    removeUnmade(writtenBy(store.trace(key)?.artifact).filter(isInTheWay), made, files, listen);
  }
}
