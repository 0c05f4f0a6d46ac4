/** Writes the files that nodes of a graph make, and removes those that they made before and make no more. */
import type { Listen } from '../events.ts';
import type { Graph, GraphNode } from '../graph.ts';
import { confirmInside } from '../store/links.ts';
import type { StoredArtifact } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { ProjectFiles } from '../system/files.ts';
import { clearWay, Made, removeUnmade, writeWithRoom, writtenBy } from './orphans.ts';

export class Outputs {
  readonly #nodes: Graph['nodes'];
  readonly #store: Store;
  readonly #files: ProjectFiles;
  readonly #listen: Listen;
  /** The files that stay, once there are dropped outputs to compare with them. */
  #made: Made | undefined;

  constructor(nodes: Graph['nodes'], { store, files }: { store: Store; files: ProjectFiles }, listen: Listen) {
    this.#nodes = nodes;
    this.#store = store;
    this.#files = files;
    this.#listen = listen;
  }

  /** Removes outputs that a node no longer writes, while the record of them is still its last, so that a kill in between forgets nothing. */
  removeDropped(before: StoredArtifact | undefined): void {
    const written = writtenBy(before);
    if (written.length > 0) removeUnmade(written, this.#stay(), this.#files, this.#listen);
  }

  #stay(): Made {
    this.#made ??= new Made(this.#nodes, this.#store, this.#files);
    return this.#made;
  }

  /** Writes a node's outputs, to declared paths alone, so that neither a kind nor a store from elsewhere can plant a file. */
  write({ outputs }: GraphNode, artifact: StoredArtifact, bytes: (name: string) => Uint8Array): void {
    if (!outputs) return;
    // The record must reach the disk before the files do: after a kill, every file under out/ is on record.
    this.#store.flush();
    for (const { name, digest } of artifact.parts) {
      if (!outputs.includes(name)) throw new Error(`\`${name}\` was made but not declared as an output`);
      if (this.#files.digest(name) === digest) continue;
      const around = { made: this.#stay(), files: this.#files, listen: this.#listen };
      writeWithRoom(
        () => {
          confirmInside(name, this.#files);
          this.#files.write(name, bytes(name));
        },
        () => clearWay(name, this.#nodes, this.#store, around),
      );
    }
  }
}
