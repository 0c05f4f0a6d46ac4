/**
 * Keeps `out/manifest.json`, which says by their digests which files below `out/` papermake wrote. It is meant to be committed beside them, so
 * that a clone knows them without a store. A line is a file, so that git merges it; lines between marks of a conflict count like the others.
 */
import type { Digest, NodeId } from '../../../base/brand.ts';
import type { Listen } from '../../events.ts';
import { type Graph, nodesHaving } from '../../graph.ts';
import { isOutput } from '../../pipeline/outputs.ts';
import type { NodeStanding } from '../../store/records.ts';
import { OUTPUT_FOLDER, type ProjectFiles } from '../../system/files.ts';
import { changeUnlessHeld } from './open-elsewhere.ts';
import { removeOutput } from './orphans.ts';

export const MANIFEST = `${OUTPUT_FOLDER}/manifest.json`;

const LINE = /^[ \t]*("(?:[^"\\\n]|\\.)*"): "([0-9a-f]{64})",?[ \t\r]*$/gm;

export class Manifest {
  /** Path → digest, as the file had it last. */
  readonly #entries = new Map<string, Digest>();
  readonly #digests = new Set<Digest>();
  readonly #files: ProjectFiles;
  readonly #listen: Listen;

  constructor(files: ProjectFiles, listen: Listen = () => {}) {
    this.#files = files;
    this.#listen = listen;
    const bytes = files.digest(MANIFEST) === null ? undefined : files.read(MANIFEST);
    for (const [, name, digest] of (bytes === undefined ? '' : Buffer.from(bytes).toString()).matchAll(LINE)) {
      this.#entries.set(`${OUTPUT_FOLDER}/${JSON.parse(name!) as string}`, digest as Digest);
      this.#digests.add(digest as Digest);
    }
  }

  /** Says whether papermake wrote a file with these bytes, whatever the file was called. */
  knows(digest: Digest): boolean {
    return this.#digests.has(digest);
  }

  /**
   * Writes what stands now: the outputs of this pipeline's settled nodes and, of everything else that was on record, what is still as it was: other
   * pipelines' outputs, and those of nodes that were not asked for.
   */
  write(nodes: Graph['nodes'], standing: (id: NodeId) => NodeStanding | undefined): void {
    const now = new Map<string, Digest>();
    for (const [path, digest] of this.#entries)
      if (isOutput(path) && !this.#files.held.has(path) && this.#files.holds(path, digest)) now.set(path, digest);
    for (const node of nodesHaving(nodes, 'outputs'))
      for (const { name, digest } of standing(node.id)?.artifact.parts ?? [])
        if (!this.#files.held.has(name)) now.set(name, digest);
    for (const path of this.#files.held) {
      const before = this.#entries.get(path);
      if (before !== undefined) now.set(path, before);
    }
    changeUnlessHeld(MANIFEST, { files: this.#files, listen: this.#listen }, () => this.#replace(now));
  }

  #replace(entries: ReadonlyMap<string, Digest>): void {
    if (!this.#files.mayWrite(MANIFEST)) return;
    if (entries.size === 0) {
      if (this.#files.kind(MANIFEST) === 'file') removeOutput(MANIFEST, this.#files);
      return;
    }
    const lines = [...entries]
      .map(([path, digest]) => `${JSON.stringify(path.slice(OUTPUT_FOLDER.length + 1))}: "${digest}"`)
      .sort();
    const text = Buffer.from(`{\n${lines.join(',\n')}\n}\n`);
    const before = this.#files.kind(MANIFEST) === 'file' ? this.#files.read(MANIFEST) : undefined;
    if (before === undefined || !text.equals(before)) this.#files.write(MANIFEST, text);
  }
}
