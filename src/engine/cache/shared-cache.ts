/**
 * A cache that machines share: what a colleague or a server has computed under the same key is taken from there. A key is a digest of all
 * that a result is made of, so an entry cannot be old; whether it is what it says is checked by digests. Whatever is wrong with a cache
 * is told and costs time: the node is computed.
 */
import { createHmac } from 'node:crypto';
import { attempt } from '../../base/attempt.ts';
import type { Digest, Key, NodeId } from '../../base/brand.ts';
import { canonicalJson, sha256 } from '../../base/canonical.ts';
import { isOutput } from '../pipeline/outputs.ts';
import type { Complaint } from '../step.ts';
import type { Content } from '../store/artifact.ts';
import type { Giver, StoredArtifact, StoredPart, Trace } from '../store/records.ts';
import { decodeResult, encodeResult, type OutputFile } from './action-result.ts';
import { whyItFailed } from './failure.ts';
import { type Shelf, Silent, TooLarge } from './shelf.ts';

/** The parts of a cached entry that a node accepts: the files that it declares, and an artifact of its type. */
export interface Wanted {
  readonly node: NodeId;
  readonly key: Key;
  readonly outputs: readonly string[] | undefined;
  readonly type: string | undefined;
}

export interface Hit {
  readonly artifact: StoredArtifact;
  /** Contents of the artifact's parts, in their order. */
  readonly contents: readonly Content[];
  readonly warnings: readonly Complaint[];
  /** The time of the node's run, where it ran. */
  readonly milliseconds: number;
  readonly given?: Giver;
}

/** A result that is given to others; one that was itself taken from a cache names whoever gave it first. */
export interface SharedResult extends Pick<Trace, 'key' | 'node' | 'artifact' | 'warnings' | 'milliseconds' | 'given'> {
  readonly kind: string;
}

export interface CacheOptions {
  readonly mayWrite: boolean;
  /** Secret by which entries are signed; an entry with another signature is none. */
  readonly secret: string | undefined;
  /** Whoever gives results from here. */
  readonly giver: Omit<Giver, 'at'>;
  /** Called with a sentence about each fault of the cache, once. */
  readonly tell: (sentence: string) => void;
}

/** The record of an entry beside its files. */
interface CachedReply {
  readonly format: 1;
  readonly key: Key;
  readonly kind: string;
  readonly type: string;
  readonly warnings: readonly Complaint[];
  readonly milliseconds: number;
  /** Entries of earlier versions do not say it. */
  readonly given?: Giver;
}

/** Parts up to this many bytes stand in the entry. */
const INLINE = 4096;
/** An entry is no larger than this, in bytes. */
const ENTRY = 64 * 1024 * 1024;
/** The largest number of transfers at a time. */
const AT_ONCE = 16;
/** After so many failures in turn the cache is left alone for the rest of the run. */
const FAILURES = 3;

export class SharedCache {
  readonly #shelf: Shelf;
  readonly #options: CacheOptions;
  readonly #damaged = new Set<Key>();
  readonly #told = new Set<string>();
  readonly #offers = new Set<Promise<void>>();
  readonly #unsent = new Set<NodeId>();
  #isLeft = false;
  readonly #queue: (() => void)[] = [];
  #underWay = 0;
  #asked = 0;
  #failures = 0;

  constructor(shelf: Shelf, options: CacheOptions) {
    this.#shelf = shelf;
    this.#options = options;
  }

  /** Tells whether the largest number of nodes is being asked for at this time. */
  get isBusy(): boolean {
    return this.#asked >= AT_ONCE;
  }

  get mayWrite(): boolean {
    return this.#options.mayWrite;
  }

  /** Tells whether the last attempt to read or write the cache failed. */
  get failed(): boolean {
    return this.#failures > 0;
  }

  get #isDown(): boolean {
    return this.#failures >= FAILURES;
  }

  async fetch(wanted: Wanted): Promise<Hit | undefined> {
    this.#asked += 1;
    const hit = await this.#try('read', async () => {
      const bytes = await this.#shelf.get('ac', nameOf(wanted.key), ENTRY);
      if (!bytes) return undefined;
      try {
        return await this.#hit(bytes, wanted);
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        this.#damaged.add(wanted.key);
        this.#tell(
          `the result of \`${wanted.node}\` in ${this.#shelf.name} is not used, and made anew: ${error.message}`,
        );
        return undefined;
      }
    });
    this.#asked -= 1;
    return hit;
  }

  async #hit(bytes: Uint8Array, wanted: Wanted): Promise<Hit> {
    const { artifact, files, said } = this.#read(bytes, wanted);
    const contents = await Promise.all(files.map((file) => this.#contentsOf(file)));
    const { warnings, milliseconds, given } = said;
    return { artifact, contents, warnings, milliseconds, ...(given && { given }) };
  }

  #read(bytes: Uint8Array, { key, outputs, type }: Wanted) {
    const decoded = attempt(() => {
      const { files, stdout } = decodeResult(bytes);
      const { seal, ...said } = JSON.parse(stdout) as CachedReply & { readonly seal: string };
      return { files, stdout, seal, said };
    });
    if (!decoded) throw new Unfit('it is damaged');
    const { files, stdout, seal, said } = decoded;
    if (seal !== this.#seal(said, files))
      throw new Unfit(this.#options.secret === undefined ? 'it is damaged' : 'its signature is not ours');
    if (stdout !== canonicalJson({ ...said, seal })) throw new Unfit('it is damaged');
    // A digest names a file of the cache, and warnings are printed: neither is taken from anyone unseen.
    if (!files.every(({ digest }) => /^[0-9a-f]{64}$/.test(digest)) || !isWellFormed(said))
      throw new Unfit('it is no result');
    if (said.format !== 1 || said.key !== key) throw new Unfit('it is of something else');
    if (type !== undefined && said.type !== type) throw new Unfit(`it is a \`${said.type}\`, not a \`${type}\``);
    const undeclared = files.find(({ path }) => (outputs ? !outputs.includes(path) : isOutput(path)));
    if (undeclared) throw new Unfit(`it has a file \`${undeclared.path}\` that the node does not declare`);
    const parts: StoredPart[] = files.map(({ path, digest, size }) => ({ digest, name: path, size }));
    return { files, said, artifact: { parts, type: said.type } };
  }

  async #contentsOf({ path, digest, size, contents }: OutputFile): Promise<Uint8Array> {
    const bytes = contents ?? (size === 0 ? Buffer.alloc(0) : await this.#bytesOf(digest, size));
    if (bytes === undefined) throw new Unfit(`its part \`${path}\` is not there`);
    if (bytes.length !== size || sha256(bytes) !== digest) throw new Unfit(`its part \`${path}\` is damaged`);
    return bytes;
  }

  async #bytesOf(digest: Digest, size: number): Promise<Uint8Array | undefined> {
    try {
      return await this.#shelf.get('cas', digest, size);
    } catch (error) {
      if (error instanceof TooLarge) throw new Unfit('it is damaged');
      throw error;
    }
  }

  #seal(said: CachedReply, files: readonly OutputFile[]): string {
    const text = canonicalJson([said, files.map(({ path, digest, size }) => [path, digest, size])]);
    const { secret } = this.#options;
    return secret === undefined ? sha256(text) : createHmac('sha256', secret).update(text).digest('hex');
  }

  /** Sends a result while the run goes on. */
  offer(result: SharedResult, contents: readonly Content[]): void {
    if (!this.#options.mayWrite) return;
    this.#unsent.add(result.node);
    const offer = this.send(result, contents);
    this.#offers.add(offer);
    void offer.finally(() => this.#offers.delete(offer));
  }

  /** Nodes whose results were offered and are not there yet. */
  get unsent(): readonly NodeId[] {
    return [...this.#unsent];
  }

  /** Sends a result; whatever hinders that is told. */
  async send(result: SharedResult, contents: readonly Content[]): Promise<void> {
    const isSent = await this.#try('written', async () => {
      await this.#send(result, contents.map(bytesOf));
      return true;
    });
    if (isSent) this.#unsent.delete(result.node);
  }

  async #send(result: SharedResult, contents: Uint8Array[]) {
    const { key, kind, artifact, warnings, milliseconds } = result;
    const over = this.#damaged.has(key);
    const files = artifact.parts.map(({ name, digest, size }, at) => ({
      path: name,
      digest,
      size,
      ...(size > 0 && size <= INLINE && { contents: contents[at]! }),
    }));
    for (const [at, file] of files.entries())
      if (file.size > 0 && !('contents' in file)) await this.#shelf.put('cas', file.digest, contents[at]!, over);
    const given = result.given ?? { ...this.#options.giver, at: new Date().toISOString() };
    const said: CachedReply = { format: 1, key, kind, type: artifact.type, warnings, milliseconds, given };
    const stdout = canonicalJson({ ...said, seal: this.#seal(said, files) });
    await this.#shelf.put('ac', nameOf(key), encodeResult({ files, stdout }), over);
  }

  /** Waits until all that was offered has been sent, or cannot be. */
  async sent(): Promise<void> {
    await Promise.all(this.#offers);
  }

  /** Sends and asks nothing more. */
  leave(): void {
    this.#isLeft = true;
  }

  async #try<T>(verb: 'read' | 'written', act: () => Promise<T>): Promise<T | undefined> {
    await this.#turn();
    try {
      if (this.#isDown || this.#isLeft) return undefined;
      const result = await act();
      this.#failures = 0;
      return result;
    } catch (error) {
      this.#failures = error instanceof Silent ? FAILURES : this.#failures + 1;
      this.#tell(`the cache ${this.#shelf.name} cannot be ${verb}: ${whyItFailed(error)}`);
      return undefined;
    } finally {
      this.#underWay -= 1;
      this.#queue.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (this.#underWay >= AT_ONCE) await new Promise<void>((resolve) => void this.#queue.push(resolve));
    this.#underWay += 1;
  }

  #tell(sentence: string): void {
    if (this.#told.has(sentence)) return;
    this.#told.add(sentence);
    this.#options.tell(sentence);
  }
}

function isWellFormed({ type, warnings, milliseconds, given }: CachedReply): boolean {
  const isComplaint = (each: Complaint): boolean => typeof each?.code === 'string' && typeof each.message === 'string';
  return (
    typeof type === 'string' &&
    typeof milliseconds === 'number' &&
    Array.isArray(warnings) &&
    warnings.every(isComplaint) &&
    (given === undefined || isGiver(given))
  );
}

/** Names are printed in a terminal, so none may hold what steers one. */
const isGiver = ({ name, machine, at }: Giver): boolean =>
  (name === undefined || isName(name)) && isName(machine) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at);

/** Tells whether a text is a name of at most 200 characters on one line. */
export const isName = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= 200 && /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(text);

/** Thrown where an entry is damaged or of another form. */
class Unfit extends Error {}

/** An entry's name: of another format, it would be another one. */
const nameOf = (key: Key): Digest => sha256(`papermake result 1\n${key}`);

const bytesOf = (content: Content): Uint8Array => (typeof content === 'string' ? Buffer.from(content) : content);
