/**
 * An append-only file of checksummed records: `[length u32][sha256 32][payload]` after a magic line.
 * A torn tail is cut when the log is next opened for writing; a bad record is passed over.
 */
import { hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { ProblemError, problemAt } from '../../base/problem.ts';
import { boundary } from '../system/fault-points.ts';
import { STORE, statIfThere } from '../system/files.ts';
import { FileWindow } from '../system/window.ts';

export interface RecordAt {
  /** Offset and length of the payload. */
  readonly offset: number;
  readonly length: number;
}

const fsyncSoon = promisify(fsync);

/** Bytes of `[length u32][sha256 32]`, the head before each payload. */
const HEAD = 4 + 32;
const CHUNK = 320 * 1024;

const digest = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** Bytes that are read at once of records that mostly lie one behind another. */
const NEAR = 64 * 1024;

const LARGEST = 0x7fffffff;
const FLUSH_BYTES = 256 * 1024;
const FLUSH_MS = 50;
const SELDOM_MS = 10;
/** Bytes of a payload that an index is shown: a tag, a key, and a name with its length in two bytes. */
const BEGINNING = 1 + 32 + 2 + 0xffff;

export class Log {
  readonly #path: string;
  readonly #magic: Buffer;
  /** Records that are not yet written, so that ten thousand tiny nodes are a few writes. */
  readonly #tail = new LogTail();
  #flushedAt = 0;
  #before: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #descriptor: number | undefined;
  /** Descriptor of a file that is open for many reads, and the stretch of it that was read last. */
  #reader: number | undefined;
  #window: FileWindow | undefined;
  #inode = 0;
  #end = 0;
  /** The end of what is known to have reached the disk. */
  #synced = -1;

  constructor(path: string, magic: string) {
    this.#path = path;
    this.#magic = Buffer.from(magic);
  }

  /** Calls `visit` for every sound record; returns the end of the last one. */
  scan(visit: (payload: Buffer, at: RecordAt) => void): number {
    return this.#walk(0, (file, at) => {
      const payload = file.bytes(at.offset, at.length);
      const isSound = digest(payload).equals(file.bytes(at.offset - 32, 32));
      if (isSound) visit(payload, at);
      return isSound;
    });
  }

  /**
   * Calls `visit` for every record behind the offset `from` without verifying it, which is ten times faster. `visit` is shown how a payload
   * begins, and must read the record, verified, before it uses anything of it.
   */
  index(visit: (beginning: Buffer, at: RecordAt) => void, from = 0): number {
    return this.#walk(from, (file, at) => {
      visit(file.bytes(at.offset, Math.min(at.length, BEGINNING)), at);
      return true;
    });
  }

  /** The length and checksum of a record, by which a log is recognised; undefined where there is no such record. */
  headOf({ offset, length }: RecordAt): Buffer | undefined {
    const head = this.#reading((file) =>
      this.#isLog(file) && offset + length <= file.size ? file.bytes(offset - HEAD, HEAD) : undefined,
    );
    return head?.readUInt32LE(0) === length ? head : undefined;
  }

  #isLog(file: FileWindow): boolean {
    const { length } = this.#magic;
    return file.size >= length && file.bytes(0, length).equals(this.#magic);
  }

  /** Follows the records' lengths, past a damaged one where what follows is plausible. */
  #walk(from: number, isSound: (file: FileWindow, at: RecordAt) => boolean): number {
    const start = this.#magic.length;
    const walked = this.#reading((file) => {
      if (!this.#isLog(file)) return 0;
      let offset = Math.max(from, start);
      while (offset + HEAD <= file.size) {
        const length = file.bytes(offset, HEAD).readUInt32LE(0);
        const next = offset + HEAD + length;
        if (length > LARGEST || next > file.size) break;
        if (!isSound(file, { offset: offset + HEAD, length }) && !plausible(file, next)) break;
        offset = next;
      }
      return offset;
    });
    return walked ?? 0;
  }

  /** Reads the file; undefined where there is none. */
  #reading<T>(read: (file: FileWindow) => T): T | undefined {
    const descriptor = openIfThere(this.#path);
    if (descriptor === undefined) return undefined;
    try {
      return read(new FileWindow(descriptor));
    } catch (error) {
      // The system's error about a descriptor does not name the file.
      throw Object.assign(error as NodeJS.ErrnoException, { path: this.#path });
    } finally {
      closeSync(descriptor);
    }
  }

  /**
   * Opens the log for appending after the last sound record; what lies behind it is a torn tail, and is cut. `before` is called before each flush: what
   * it throws keeps the flush from being made.
   */
  openForAppend(end: number, before: () => void = () => {}): void {
    this.#before = before;
    boundary('create');
    const descriptor = openSync(this.#path, constants.O_RDWR | constants.O_CREAT);
    this.#descriptor = descriptor;
    this.#inode = fstatSync(descriptor).ino;
    if (end === 0) {
      boundary('remove');
      ftruncateSync(descriptor, 0);
      boundary('write', () => writeSync(descriptor, this.#magic, 0, this.#magic.length >> 1, 0));
      writeSync(descriptor, this.#magic, 0, this.#magic.length, 0);
      this.#end = this.#magic.length;
    } else {
      boundary('remove');
      ftruncateSync(descriptor, end);
      this.#end = end;
    }
  }

  /** Takes a record, which reaches the file with the next flush, after a certain number of bytes or milliseconds at the latest. */
  append(payload: Uint8Array): RecordAt {
    return this.write(payload.length, (bytes) => bytes.set(payload)).at;
  }

  /** Takes a record whose payload `fill` writes; returns the payload too, to be read only. */
  write(length: number, fill: (payload: Buffer) => void): { readonly at: RecordAt; readonly payload: Buffer } {
    if (this.#descriptor === undefined) throw new Error('the log is not open for appending');
    const at = { offset: this.extent + HEAD, length };
    const payload = this.#tail.add(length, fill);
    if (this.#tail.length >= FLUSH_BYTES || performance.now() - this.#flushedAt >= FLUSH_MS) this.flush();
    else this.#timer ??= setTimeout(() => this.#flushWhileWaiting(), FLUSH_MS).unref();
    return { at, payload };
  }

  /** Flushes by a timer, since nothing else would while a node is waited for. If the disk is full, the next append says so. */
  #flushWhileWaiting(): void {
    try {
      this.flush();
    } catch {
      this.#flushedAt = 0;
    }
  }

  /** Length of the log, with what is not yet written. */
  get extent(): number {
    return this.#end + this.#tail.length;
  }

  /** Flushes unless that was done just now: before what may be long, and is short for the most part. */
  flushSeldom(): void {
    if (performance.now() - this.#flushedAt >= SELDOM_MS) this.flush();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const descriptor = this.#descriptor;
    this.#flushedAt = performance.now();
    if (descriptor === undefined) return;
    this.#confirmPlace();
    this.#before();
    if (this.#tail.length === 0) return;
    const { bytes } = this.#tail;
    try {
      boundary('write', () => writeSync(descriptor, bytes, 0, bytes.length >> 1, this.#end));
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(descriptor, bytes, written, bytes.length - written, this.#end + written);
      }
    } catch (error) {
      boundary('remove');
      ftruncateSync(descriptor, this.#end);
      throw error;
    }
    this.#end += bytes.length;
    this.#tail.clear();
  }

  /** Refuses to write to a log that was taken away: what is written there would be lost, and the next run would know nothing of it. */
  #confirmPlace(): void {
    if (statIfThere(this.#path)?.ino === this.#inode) return;
    throw new ProblemError([
      problemAt({
        code: 'store-removed',
        message: `\`${STORE}/\` was taken away while papermake was at work`,
        hint: 'run again: what this run made is no longer on record',
      }),
    ]);
  }

  /** Does what reads thousands of records, for which the file is opened once. */
  whileReading<T>(act: () => T): T {
    const descriptor = openIfThere(this.#path);
    if (descriptor === undefined) return act();
    this.#reader = descriptor;
    this.#window = new FileWindow(descriptor, NEAR);
    try {
      return act();
    } finally {
      this.#reader = undefined;
      this.#window = undefined;
      closeSync(descriptor);
    }
  }

  /** The verified payload of a record; undefined when its bytes are damaged. */
  read(at: RecordAt): Buffer | undefined {
    const bytes = this.#record(at);
    const payload = bytes?.subarray(HEAD);
    return payload && bytes!.readUInt32LE(0) === at.length && digest(payload).equals(bytes!.subarray(4, HEAD))
      ? payload
      : undefined;
  }

  /** The last bytes of a record for whoever verifies what is taken of them; undefined where the record, or the file, ends before they do. */
  peek({ offset, length }: RecordAt, last: number): Buffer | undefined {
    if (last > length) return undefined;
    const from = offset + length - last;
    if (this.#window === undefined || from + last > this.#window.size) return this.#bytes(from, last);
    return this.#window.bytes(from, last);
  }

  /** A record with its head; undefined where the file ends before it does. */
  #record({ offset, length }: RecordAt): Buffer | undefined {
    return this.#bytes(offset - HEAD, HEAD + length);
  }

  #bytes(from: number, size: number): Buffer | undefined {
    const waiting = from - this.#end;
    if (waiting >= 0 && waiting < this.#tail.length)
      return Buffer.from(this.#tail.bytes.subarray(waiting, waiting + size));
    const held = this.#descriptor ?? this.#reader;
    const descriptor = held ?? openSync(this.#path, 'r');
    try {
      const bytes = Buffer.allocUnsafe(size);
      return readSync(descriptor, bytes, 0, size, from) === size ? bytes : undefined;
    } finally {
      if (held === undefined) closeSync(descriptor);
    }
  }

  /** Resolves when what was flushed has reached the disk. */
  async sync(): Promise<void> {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    const end = this.#end;
    await fsyncSoon(descriptor);
    this.#synced = end;
  }

  close(): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    try {
      this.flush();
      if (this.#synced !== this.#end) fsyncSync(descriptor);
    } finally {
      this.#descriptor = undefined;
      closeSync(descriptor);
    }
  }
}

/** Tells whether a damaged record's length is plausible: a whole record or the end follows. */
function plausible(file: FileWindow, next: number): boolean {
  if (next === file.size) return true;
  if (next + HEAD > file.size) return false;
  const length = file.bytes(next, HEAD).readUInt32LE(0);
  return next + HEAD + length <= file.size;
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

/** Records that wait to be written, laid out as they will stand in the file. */
class LogTail {
  #bytes = Buffer.allocUnsafe(0);
  #used = 0;

  get length(): number {
    return this.#used;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#used);
  }

  /** Adds a record whose payload `fill` writes, and returns the payload, which stays as it is. */
  add(length: number, fill: (payload: Buffer) => void): Buffer {
    this.#reserve(HEAD + length);
    const from = this.#used;
    const payload = this.#bytes.subarray(from + HEAD, from + HEAD + length);
    fill(payload);
    this.#bytes.writeUInt32LE(length, from);
    digest(payload).copy(this.#bytes, from + 4);
    this.#used = from + HEAD + length;
    return payload;
  }

  /** Empties the tail. Payloads that were handed out are not written over, since the next records lie elsewhere. */
  clear(): void {
    this.#bytes = Buffer.allocUnsafe(0);
    this.#used = 0;
  }

  #reserve(more: number): void {
    const needed = this.#used + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(CHUNK, 2 * this.#bytes.length, needed));
    this.#bytes.copy(larger, 0, 0, this.#used);
    this.#bytes = larger;
  }
}
