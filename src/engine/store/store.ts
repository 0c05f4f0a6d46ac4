/**
 * The store in `.papermake/`: what every node was made of and what came of it, so that nothing is made twice. Traces stand in one
 * append-only log (`log.ts`), which also says at which of them each node stands; large parts are blobs (`blobs.ts`). Whoever has a key
 * asks for its trace and the trace's parts; whoever has run a node records it. Everything read is verified: whatever is damaged is a
 * miss, never a wrong value.
 */
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import type { Digest, Key, NodeId, SharedNode } from '../../base/brand.ts';
import type { KindCode } from '../kinds.ts';
import type { Cost } from '../step.ts';
import { makeFolder, STORE, TRACES } from '../system/files.ts';
import { clearTemporaries } from '../system/temporaries.ts';
import type { Content } from './artifact.ts';
import { Blobs } from './blobs.ts';
import { InlineParts, isInline, StandingParts } from './inline-parts.ts';
import { Log } from './log.ts';
import { LogIndex } from './log-index.ts';
import { CODE, FORGET, LogTables, sizeOf, USE } from './log-tables.ts';
import { DEFAULT_PIPELINE, standeeOf } from './pipelines.ts';
import { RecentBytes } from './recent-bytes.ts';
import type { NewTrace, NodeStanding, StoredPart, Trace } from './records.ts';
import { layTrace, type RecordedTrace, readTrace } from './trace-record.ts';

/** Enough for the records of all nodes that are under way in this process at once; decoded, they take several times as much. */
const RECORDS_BYTES = 4 * 1024 * 1024;

export const TRACES_MAGIC = 'papermake traces v1\n';

/** The store as one of its pipelines sees it. */
export class Store {
  /** File of that pipeline, relative to the project. */
  readonly pipeline: string;
  readonly #folder: string;
  readonly #log: Log;
  readonly #index: LogIndex;
  readonly #said: LogTables;
  readonly #parts = new RecentBytes<Key, InlineParts>();
  /** Holds the records that were read last, since a node needs its last record before it runs and after, and other nodes begin in between. */
  readonly #records = new RecentBytes<Key, ReadRecord>(RECORDS_BYTES);
  readonly #moved = new Set<SharedNode>();
  readonly #blobs: Blobs;
  #end = 0;
  #before: () => void = () => {};

  constructor(root: string, pipeline = DEFAULT_PIPELINE) {
    this.pipeline = pipeline;
    this.#folder = join(root, STORE);
    this.#log = new Log(join(root, TRACES), TRACES_MAGIC);
    this.#blobs = new Blobs(root);
    this.#index = new LogIndex(root, this.#log, sizeOf);
    this.#end = this.#index.read();
    this.#said = new LogTables(this.#index);
  }

  /** Opens the log for appending, and clears what killed runs left. `before` comes before anything that is recorded can be read. Needs the lock. */
  openForWriting(before: () => void = () => {}): void {
    makeFolder(this.#folder);
    clearTemporaries(this.#temporaries);
    this.#before = before;
    this.#log.openForAppend(this.#end, before);
  }

  get #temporaries(): string {
    return join(this.#folder, 'tmp');
  }

  /** The key this node was last found at. */
  current(node: NodeId): Key | undefined {
    return this.#said.current(standeeOf(this.pipeline, node));
  }

  trace(key: Key): Trace | undefined {
    return this.#read(key)?.trace;
  }

  /** Reads the record of a key. The index says where it lies; the record itself must say that it is the one. */
  #read(key: Key): ReadRecord | undefined {
    const held = this.#records.get(key);
    if (held) return held;
    const at = this.#said.trace(key);
    const payload = at && this.#log.read(at);
    const decoded = payload && readTrace(payload);
    if (!payload || decoded?.trace.key !== key) return undefined;
    const record = { ...decoded, payload, length: payload.length };
    this.#records.set(key, record);
    return record;
  }

  /** The last trace of a node, which says what it was made of when it was last fresh. */
  last(node: NodeId): Trace | undefined {
    const key = this.current(node);
    return key === undefined ? undefined : this.trace(key);
  }

  code(digest: Digest): KindCode | undefined {
    const at = this.#said.code(digest);
    const payload = at && this.#log.read(at);
    return payload && readCode(payload);
  }

  /** Bytes of a part of a recorded artifact, verified and aligned to 8; undefined when they are lost or damaged. */
  part(key: Key, part: StoredPart): Uint8Array | undefined {
    if (isInline(part)) return (this.#parts.get(key) ?? this.#readParts(key))?.get(part);
    const bytes = this.#blobs.read(part.digest);
    return bytes?.length === part.size ? bytes : undefined;
  }

  /** The parts of the result at which a node stands, each of which is read when it is asked for. */
  partsOf({ key, artifact }: NodeStanding): StandingParts {
    return new StandingParts(artifact, {
      last: (bytes) => {
        const at = this.#said.trace(key);
        return at && this.#log.peek(at, bytes);
      },
      large: (part) => this.part(key, part),
    });
  }

  /** Does what reads thousands of results, all in one go. */
  whileReading<T>(act: () => T): T {
    return this.#log.whileReading(act);
  }

  /** Bytes of a small part, or the absolute path of a large one, which nobody has verified; undefined where it is gone. */
  place(key: Key, part: StoredPart): Uint8Array | string | undefined {
    return isInline(part) ? this.part(key, part) : this.#blobs.place(part);
  }

  /** True when every part can still be read. */
  holds(trace: Trace): boolean {
    return trace.artifact.parts.every((part) => this.part(trace.key, part) !== undefined);
  }

  /**
   * Records a run of a node. `contents` are those of the artifact's parts, in their order; `code` is that of the kind that ran, and
   * `areFinal` says that it writes to them no more.
   */
  record(trace: NewTrace, contents: readonly (Content | null)[], code: KindCode, areFinal = false): void {
    const { parts } = trace.artifact;
    this.#recordCode(code);
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      const content = contents[i]!;
      if (isInline(part) || content === null) continue;
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      this.#before();
      this.#blobs.write(part.digest, bytes, this.#temporaries, areFinal);
    }
    const standee = standeeOf(this.pipeline, trace.node);
    const { length, inlineAt, fill } = layTrace(standee, trace, contents);
    const { at, payload } = this.#log.write(length, fill);
    this.#said.note(payload, at);
    this.#parts.set(trace.key, new InlineParts(trace.artifact, payload, inlineAt));
    this.#moved.add(standee);
  }

  /** Notes that a node now stands at a key recorded earlier, here or by another node. */
  use(node: NodeId, key: Key): void {
    const standee = standeeOf(this.pipeline, node);
    if (this.#said.current(standee) === key) return;
    this.#append(Buffer.concat([Buffer.of(USE), Buffer.from(key, 'hex'), Buffer.from(standee)]));
    this.#moved.add(standee);
  }

  /** Returns the changes since the store was opened. */
  get changes(): Changes {
    const log = { before: this.#end, now: this.#log.extent };
    return { log, moved: this.#moved, blobs: this.#blobs.sound };
  }

  /** The key at which a node of any pipeline stands. */
  keyOf(standee: SharedNode): Key | undefined {
    return this.#said.current(standee);
  }

  /** Every trace that is on record and sound. */
  *traces(): Iterable<Trace> {
    for (const key of this.#said.keys) {
      const trace = this.trace(key);
      if (trace) yield trace;
    }
  }

  /** The nodes of all pipelines, with the key at which each stands. */
  get standees(): ReadonlyMap<SharedNode, Key> {
    return this.#said.standees;
  }

  /** Notes that a pipeline no longer has this node, whose traces stay for when it comes back. */
  forget(standee: SharedNode): void {
    if (this.#said.current(standee) === undefined) return;
    this.#moved.add(standee);
    this.#append(Buffer.concat([Buffer.of(FORGET), Buffer.alloc(32), Buffer.from(standee)]));
  }

  #recordCode(code: KindCode): void {
    if (this.#said.code(code.digest)) return;
    const payload = Buffer.concat([
      Buffer.of(CODE),
      Buffer.from(code.digest, 'hex'),
      Buffer.from(JSON.stringify(code)),
    ]);
    this.#append(payload);
  }

  #append(payload: Buffer): void {
    this.#said.note(payload, this.#log.append(payload));
  }

  /** Writes what was recorded, so that it is safe from a kill; called before something long is waited for. */
  flush(): void {
    this.#log.flush();
  }

  /** Flushes before a node; unless it was done just now, where the node is not known to wait for long. */
  flushBefore(cost: Cost): void {
    if (cost === 'external') this.#log.flush();
    else this.#log.flushSeldom();
  }

  /** Flushes, and writes the index that spares later runs the reading of the log. Resolves when all has reached the disk. Needs the lock. */
  finish(): Promise<void> {
    this.#log.flush();
    this.#index.keep();
    return this.#log.sync();
  }

  close(): void {
    this.#log.close();
  }

  #readParts(key: Key): InlineParts | undefined {
    const read = this.#read(key);
    if (!read) return undefined;
    const parts = new InlineParts(read.trace.artifact, read.payload, read.inlineAt);
    this.#parts.set(key, parts);
    return parts;
  }
}

type ReadRecord = RecordedTrace & { readonly payload: Buffer; readonly length: number };

export interface Changes {
  /** Lengths of the log when it was opened and now. */
  readonly log: { readonly before: number; readonly now: number };
  /** Nodes that stand elsewhere than before, or nowhere. */
  readonly moved: ReadonlySet<SharedNode>;
  /** The large parts that were read or written and found sound: path, relative to the project, and digest. */
  readonly blobs: ReadonlyMap<string, Digest>;
}

/** The kind's code in a record; undefined for what no papermake wrote. */
export const readCode = (payload: Buffer): KindCode | undefined =>
  attempt(() => {
    const code = JSON.parse(payload.subarray(1 + 32).toString()) as KindCode;
    return typeof code.files === 'object' && typeof code.packages === 'object' ? code : undefined;
  });
