/** Writes the files that nodes of a graph make, and removes those that they made before and make no more. */
import type { Digest } from '../../../base/brand.ts';
import type { Listen } from '../../events.ts';
import type { Graph, GraphNode } from '../../graph.ts';
import { confirmInside } from '../../store/links.ts';
import type { StoredArtifact } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import type { ProjectFiles } from '../../system/files.ts';
import { keepAside } from './keep-aside.ts';
import type { Manifest } from './manifest.ts';
import { changeUnlessHeld } from './open-elsewhere.ts';
import { clearWay, KeptOutputs, removeUnmade, writeWithRoom, writtenBy } from './orphans.ts';

export class Outputs {
  readonly #nodes: Graph['nodes'];
  readonly #store: Store;
  readonly #files: ProjectFiles;
  readonly #listen: Listen;
  readonly #manifest: Manifest;
  /** The digests of all outputs on record, once somebody asks for them. */
  #written: ReadonlySet<Digest> | undefined;
  /** The files that stay, once there are dropped outputs to compare with them. */
  #made: KeptOutputs | undefined;

  constructor(
    nodes: Graph['nodes'],
    { store, files, manifest }: { store: Store; files: ProjectFiles; manifest: Manifest },
    listen: Listen,
  ) {
    this.#nodes = nodes;
    this.#manifest = manifest;
    this.#store = store;
    this.#files = files;
    this.#listen = listen;
  }

  /** Removes outputs that a node no longer writes, while the record of them is still its last, so that a kill in between forgets nothing. */
  removeDropped(before: StoredArtifact | undefined): void {
    const written = writtenBy(before);
    if (written.length > 0) removeUnmade(written, this.#stay(), this.#files, this.#listen);
  }

  /** Moves a file out of the way that papermake did not write. It is looked at once more, since a long run leaves time to write there. */
  #keepForeign(name: string, digest: Digest, before: StoredArtifact | undefined): void {
    this.#files.forget(name);
    const found = this.#files.digest(name);
    if (found === null || this.#files.holds(name, digest) || this.#isOurs(name, found, before)) return;
    const plain = this.#files.plainDigest(name)!;
    if (plain !== found && this.#isOurs(name, plain, before)) return;
    this.#listen({ event: 'kept', path: name, as: keepAside(name, this.#files) });
  }

  /** Says whether papermake wrote these bytes: by the node's last result, the manifest or, which takes longest, any record of the store. */
  #isOurs(name: string, found: Digest, before: StoredArtifact | undefined): boolean {
    if (writtenBy(before).some((each) => each.name === name && each.digest === found) || this.#manifest.knows(found))
      return true;
    this.#written ??= new Set(
      [...this.#store.traces()].flatMap(({ artifact }) => writtenBy(artifact).map(({ digest }) => digest)),
    );
    return this.#written.has(found);
  }

  #stay(): KeptOutputs {
    this.#made ??= new KeptOutputs(this.#nodes, this.#store, this.#files);
    return this.#made;
  }

  /**
   * Writes a node's outputs, to declared paths alone, so that neither a kind nor a store from elsewhere can plant a file. What papermake did not
   * write is kept beside them, and what another program has open stays as it was. `before` is the result at which the node stood.
   */
  write(
    { outputs }: Pick<GraphNode, 'outputs'>,
    artifact: StoredArtifact,
    bytes: (name: string) => Uint8Array,
    before: StoredArtifact | undefined,
  ): void {
    if (!outputs) return;
    // The record must reach the disk before the files do: after a kill, every file under out/ is on record.
    this.#store.flush();
    for (const { name, digest } of artifact.parts) {
      if (!outputs.includes(name)) throw new Error(`\`${name}\` was made but not declared as an output`);
      const around = { files: this.#files, listen: this.#listen };
      changeUnlessHeld(name, around, () => {
        if (!this.#files.holds(name, digest)) this.#write(name, digest, bytes, before);
      });
    }
  }

  #write(name: string, digest: Digest, bytes: (name: string) => Uint8Array, before: StoredArtifact | undefined): void {
    const around = { made: this.#stay(), files: this.#files, listen: this.#listen };
    writeWithRoom(
      () => {
        confirmInside(name, this.#files);
        this.#keepForeign(name, digest, before);
        this.#files.write(name, bytes(name));
      },
      () => clearWay(name, this.#nodes, this.#store, around),
    );
  }
}
