/**
 * The store in `.papermake/`: traces in one append-only log, large parts as content-named blobs.
 * Everything read is verified; whatever is damaged is a miss, never a wrong value.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest, Key, NodeId, Standee } from '../base/brand.ts';
import { sha256 } from '../base/canonical.ts';
import { memoByIdentity } from '../base/memo.ts';
import type { KindCode } from './code.ts';
import { STORE, TRACES, writeAtomically } from './files.ts';
import { aligned, InlineParts, isInline } from './inline-parts.ts';
import { Log, type RecordAt } from './log.ts';
import type { Content } from './made-artifact.ts';
import { DEFAULT_PIPELINE, ownerOf, standeeOf } from './pipelines.ts';
import type { Reason } from './reasons.ts';
import type { Recipe } from './recipe.ts';
import type { Complaint, Origin } from './step.ts';
import { clearTemporaries } from './temporaries.ts';

export interface StoredPart {
  readonly name: string;
  readonly digest: Digest;
  readonly size: number;
}

export interface StoredArtifact {
  readonly type: string;
  readonly parts: readonly StoredPart[];
}

/** Where a node stands: the key it was last found at, and what it holds. */
export interface Standing {
  readonly key: Key;
  readonly artifact: StoredArtifact;
}

/** The record of one execution. Time is here and nowhere in an artifact. */
export interface Trace {
  readonly key: Key;
  readonly node: NodeId;
  readonly recipe: Recipe;
  readonly artifact: StoredArtifact;
  readonly origins: Readonly<Record<string, Origin>>;
  readonly warnings: readonly Complaint[];
  /** Where the node stood before it ran. */
  readonly before?: Key;
  /** Why it ran. */
  readonly because: readonly Reason[];
  readonly milliseconds: number;
  /** What programs printed while it ran. */
  readonly log?: string;
}

/** One that is to be recorded: its recipe as the canonical JSON that its key was taken of. */
export interface NewTrace extends Omit<Trace, 'recipe'> {
  readonly recipe: string;
}

export const TRACES_MAGIC = 'papermake traces v1\n';

/** First byte of a payload. */
export const TRACE = 1;
export const USE = 2;
export const CODE = 3;
export const FORGET = 4;

/** As one of its pipelines sees it. */
export class Store {
  /** Relative to the project. */
  readonly pipeline: string;
  readonly #folder: string;
  readonly #log: Log;
  readonly #traces = new Map<Key, RecordAt>();
  readonly #current = new Map<Standee, Key>();
  readonly #codes = new Map<Digest, RecordAt>();
  /** Of what was recorded here, or read, so that what runs next need not read it again. */
  readonly #parts = new Map<Key, InlineParts>();
  readonly #moved = new Set<Standee>();
  #end = 0;

  constructor(root: string, pipeline = DEFAULT_PIPELINE) {
    this.pipeline = pipeline;
    this.#folder = join(root, STORE);
    this.#log = new Log(join(root, TRACES), TRACES_MAGIC);
    this.#end = this.#log.index((bytes, at) => this.#index(bytes, at));
  }

  /** Needs the lock. */
  openForWriting(): void {
    mkdirSync(this.#folder, { recursive: true });
    clearTemporaries(this.temporaries);
    this.#log.openForAppend(this.#end);
  }

  get temporaries(): string {
    return join(this.#folder, 'tmp');
  }

  /** The key this node was last found at. */
  current(node: NodeId): Key | undefined {
    return this.#current.get(standeeOf(this.pipeline, node));
  }

  trace(key: Key): Trace | undefined {
    const at = this.#traces.get(key);
    const payload = at && this.#log.read(at);
    return payload && readTrace(payload)?.trace;
  }

  /** The last trace of a node: what it was made of when it was last fresh. */
  last(node: NodeId): Trace | undefined {
    const key = this.current(node);
    return key === undefined ? undefined : this.trace(key);
  }

  code(digest: Digest): KindCode | undefined {
    const at = this.#codes.get(digest);
    const payload = at && this.#log.read(at);
    return payload && readCode(payload);
  }

  /** Bytes of a part of a recorded artifact, verified and aligned to 8; undefined when they are lost or damaged. */
  part(key: Key, part: StoredPart): Uint8Array | undefined {
    if (isInline(part)) return (this.#parts.get(key) ?? this.#readParts(key))?.get(part);
    const bytes = this.#blob(part.digest);
    return bytes && bytes.length === part.size && sha256(bytes) === part.digest ? aligned(bytes) : undefined;
  }

  /** True when every part can still be read. */
  holds(trace: Trace): boolean {
    return trace.artifact.parts.every((part) => this.part(trace.key, part) !== undefined);
  }

  /** `contents` are those of the artifact's parts, in their order. */
  record(trace: NewTrace, contents: readonly Content[]): void {
    for (const [i, part] of trace.artifact.parts.entries()) {
      if (!isInline(part)) this.#writeBlob(part.digest, Buffer.from(contents[i]!));
    }
    const standee = standeeOf(this.pipeline, trace.node);
    const { length, inlineAt, fill } = layTrace(standee, trace, contents);
    const { at, payload } = this.#log.write(length, fill);
    this.#traces.set(trace.key, at);
    this.#parts.set(trace.key, new InlineParts(trace.artifact, payload.subarray(inlineAt)));
    this.#current.set(standee, trace.key);
    this.#moved.add(standee);
  }

  /** Notes that a node now stands at a key recorded earlier, here or by another node. */
  use(node: NodeId, key: Key): void {
    const standee = standeeOf(this.pipeline, node);
    if (this.#current.get(standee) === key) return;
    this.#log.append(Buffer.concat([Buffer.of(USE), Buffer.from(key, 'hex'), Buffer.from(standee)]));
    this.#current.set(standee, key);
    this.#moved.add(standee);
  }

  /** Length of the log when it was opened, and now. */
  get extent(): { readonly opened: number; readonly now: number } {
    return { opened: this.#end, now: this.#log.extent };
  }

  /** Nodes that stand elsewhere, or nowhere, since the store was opened. */
  get moved(): ReadonlySet<Standee> {
    return this.#moved;
  }

  /** Every node that stands anywhere, of every pipeline. */
  get standees(): ReadonlyMap<Standee, Key> {
    return this.#current;
  }

  /** Its pipeline no longer has this node; its traces stay for when it comes back. */
  forget(standee: Standee): void {
    if (!this.#current.delete(standee)) return;
    this.#moved.add(standee);
    this.#log.append(Buffer.concat([Buffer.of(FORGET), Buffer.alloc(32), Buffer.from(standee)]));
  }

  recordCode(code: KindCode): void {
    if (this.#codes.has(code.digest)) return;
    const payload = Buffer.concat([
      Buffer.of(CODE),
      Buffer.from(code.digest, 'hex'),
      Buffer.from(JSON.stringify(code)),
    ]);
    this.#codes.set(code.digest, this.#log.append(payload));
  }

  /** Before waiting for something long: what is done is then safe from a kill. */
  flush(): void {
    this.#log.flush();
  }

  /** Resolves when what was flushed has reached the disk. */
  sync(): Promise<void> {
    return this.#log.sync();
  }

  close(): void {
    this.#log.close();
  }

  /** From a record not yet verified: a wrong entry is found when the record is read, and costs a miss. */
  #index(bytes: Buffer, at: RecordAt): void {
    const { offset, length } = at;
    const what = bytes[offset];
    if (length < (what === TRACE ? 35 : 33)) return;
    const key = bytes.toString('hex', offset + 1, offset + 33);
    const standee = (): Standee => bytes.toString('utf8', offset + 33, offset + length) as Standee;
    if (what === TRACE) {
      this.#traces.set(key as Key, at);
      this.#current.set(standeeIn(bytes, offset), key as Key);
    } else if (what === USE) this.#current.set(standee(), key as Key);
    else if (what === FORGET) this.#current.delete(standee());
    else if (what === CODE) this.#codes.set(key as Digest, at);
  }

  #readParts(key: Key): InlineParts | undefined {
    const at = this.#traces.get(key);
    const payload = at && this.#log.read(at);
    const decoded = payload && readTrace(payload);
    if (!decoded) return undefined;
    const parts = new InlineParts(decoded.trace.artifact, decoded.inline);
    this.#parts.set(key, parts);
    return parts;
  }

  #blobPath(digest: Digest): string {
    return join(this.#folder, 'blobs-v1', digest.slice(0, 2), digest.slice(2));
  }

  #blob(digest: Digest): Uint8Array | undefined {
    try {
      return readFileSync(this.#blobPath(digest));
    } catch {
      return undefined;
    }
  }

  #writeBlob(digest: Digest, bytes: Uint8Array): void {
    const present = this.#blob(digest);
    if (present && sha256(present) === digest) return;
    writeAtomically(this.#blobPath(digest), bytes, { temporaries: this.temporaries });
  }
}

/** `[TRACE][key 32][standee length u16][standee][json length u32][json][inline parts in order]` */
function layTrace(standee: Standee, trace: NewTrace, contents: readonly Content[]) {
  const { key, artifact } = trace;
  const json = traceText(trace);
  const [nameLength, jsonLength] = [Buffer.byteLength(standee), Buffer.byteLength(json)];
  const jsonAt = 35 + nameLength + 4;
  const inlineAt = jsonAt + jsonLength;
  const length = artifact.parts.reduce((end, part) => (isInline(part) ? end + part.size : end), inlineAt);
  const fill = (payload: Buffer): void => {
    payload[0] = TRACE;
    payload.write(key, 1, 'hex');
    payload.writeUInt16LE(nameLength, 33);
    payload.write(standee, 35);
    payload.writeUInt32LE(jsonLength, jsonAt - 4);
    payload.write(json, jsonAt);
    let at = inlineAt;
    for (const [i, part] of artifact.parts.entries()) {
      if (!isInline(part)) continue;
      layContent(contents[i]!, payload, at);
      at += part.size;
    }
  };
  return { length, inlineAt, fill };
}

function layContent(content: Content, payload: Buffer, at: number): void {
  if (typeof content === 'string') payload.write(content, at);
  else payload.set(content, at);
}

/** What is not in the payload's head. Put together from what thousands of traces share: recipes, origins, short parts. */
function traceText({ artifact, because, before, log, milliseconds, origins, recipe, warnings }: NewTrace): string {
  const some = JSON.stringify({ because, before, log, milliseconds, warnings }).slice(1, -1);
  return `{"artifact":${artifactText(artifact)},"origins":${sharedText(origins)},"recipe":${recipe},${some}}`;
}

const artifactText = ({ type, parts }: StoredArtifact): string =>
  `{"parts":[${parts.map((part) => (part.size < SHARED ? sharedText(part) : JSON.stringify(part))).join(',')}],"type":${JSON.stringify(type)}}`;

/** Descriptions of parts so short are shared (made-artifact.ts). */
const SHARED = 200;
const sharedText = memoByIdentity((value: object) => JSON.stringify(value));

/** Of the trace whose payload begins at `from`. */
export function standeeIn(bytes: Buffer, from = 0): Standee {
  return bytes.toString('utf8', from + 35, from + 35 + bytes.readUInt16LE(from + 33)) as Standee;
}

/**
 * undefined for what no papermake wrote: a checksum shows damage, not where a store comes from. Part names are checked
 * against what a node declares before anything is written.
 */
export function readTrace(payload: Buffer): { trace: Trace; inline: Buffer } | undefined {
  try {
    const decoded = decodeTrace(payload);
    return isTrace(decoded.trace) ? decoded : undefined;
  } catch {
    return undefined;
  }
}

function isTrace({ recipe, artifact, origins, warnings, because, milliseconds }: Trace): boolean {
  return (
    typeof recipe.inputs === 'object' &&
    typeof recipe.kind === 'string' &&
    isDigest(recipe.code) &&
    typeof artifact.type === 'string' &&
    artifact.parts.every(
      ({ name, digest, size }) =>
        typeof name === 'string' && isDigest(digest) && Number.isSafeInteger(size) && size >= 0,
    ) &&
    typeof origins === 'object' &&
    Array.isArray(warnings) &&
    Array.isArray(because) &&
    typeof milliseconds === 'number'
  );
}

const isDigest = (text: unknown): boolean => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);

function readCode(payload: Buffer): KindCode | undefined {
  try {
    const code = JSON.parse(payload.subarray(1 + 32).toString()) as KindCode;
    return typeof code.files === 'object' && typeof code.packages === 'object' ? code : undefined;
  } catch {
    return undefined;
  }
}

function decodeTrace(payload: Buffer): { trace: Trace; inline: Buffer } {
  const { node } = ownerOf(standeeIn(payload));
  const jsonAt = 35 + payload.readUInt16LE(33);
  const length = payload.readUInt32LE(jsonAt);
  const rest = JSON.parse(payload.subarray(jsonAt + 4, jsonAt + 4 + length).toString()) as Omit<Trace, 'key' | 'node'>;
  const key = payload.subarray(1, 33).toString('hex') as Key;
  return { trace: { key, node, ...rest }, inline: payload.subarray(jsonAt + 4 + length) };
}
