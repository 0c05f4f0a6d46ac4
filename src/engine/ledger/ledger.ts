/** The ledger of a project, to which this clone appends. An entry that any chain has already adds nothing. */
import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, lstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { ProblemError, problemAt } from '../../base/problem.ts';
import { boundary } from '../system/fault-points.ts';
import { makeFolder, statIfThere } from '../system/files.ts';
import { writeFully } from '../system/large-file.ts';
import { type Chain, chainBytes, chainPath, LEDGER, readChain, readChains } from './chain.ts';
import { idToContinue, noteChain } from './clone.ts';
import { type Entry, type Line, lineOf } from './line.ts';

export interface LedgerOptions {
  /** Whom the user says that it is estimated by; null where nobody says so. */
  readonly by: string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Names an entry by its specification and its data: the same specification of other data is another estimate. */
const nameOf = ({ spec, data }: Pick<Entry, 'spec' | 'data'>): string => `${spec} ${data}`;

type End = Pick<Chain, 'head' | 'whole' | 'size' | 'isOpen'>;

/** The end of a chain that was written, by which a later write knows that nobody else wrote meanwhile. */
interface Left {
  readonly size: number;
  readonly head: Line['digest'];
  /** Its last line. */
  readonly last: Buffer;
}

export class Ledger {
  readonly #root: string;
  readonly #options: LedgerOptions;
  readonly #known: Set<string>;
  readonly #chains: readonly Chain[];
  #pending: Entry[] = [];
  /** The chain as this ledger left it. */
  #left: Left | undefined;
  #id: string | undefined;

  constructor(root: string, options: LedgerOptions) {
    this.#root = root;
    this.#options = options;
    this.#chains = readChains(root);
    this.#known = new Set(this.#chains.flatMap(({ lines }) => lines.map(nameOf)));
  }

  /** The lines of all chains as they were when the ledger was opened. */
  get lines(): readonly Line[] {
    return this.#chains.flatMap(({ lines }) => lines);
  }

  /** Takes an entry, which `write` writes. */
  note(entry: Entry): void {
    const name = nameOf(entry);
    if (this.#known.has(name)) return;
    this.#known.add(name);
    this.#pending.push(entry);
  }

  /**
   * Appends what was noted, and returns when it has reached the disk. Needs the lock of the store. Throws where it is refused: what is not on record
   * must not be read.
   */
  write(): void {
    if (this.#pending.length === 0) return;
    this.#confirmPlace();
    this.#id ??= idToContinue(this.#root, this.#chains);
    const path = chainPath(this.#id);
    boundary('create');
    makeFolder(join(this.#root, LEDGER));
    const full = join(this.#root, path);
    const before = this.#unchanged(full) ?? readChain(path, chainBytes(this.#root, path) ?? Buffer.alloc(0));
    this.#left = this.#append(full, before);
    this.#pending = [];
    noteChain(this.#root, { id: this.#id, head: this.#left.head });
  }

  /** The end of the chain where it is as this ledger left it: a long chain is not read anew for each line that is added. */
  #unchanged(path: string): End | undefined {
    const left = this.#left;
    if (left === undefined || statIfThere(path, lstatSync)?.isFile() !== true) return undefined;
    const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      if (fstatSync(descriptor).size !== left.size) return undefined;
      const last = Buffer.alloc(left.last.length);
      readSync(descriptor, last, 0, last.length, left.size - last.length);
      if (!last.equals(left.last)) return undefined;
      return { head: left.head, whole: left.size, size: left.size, isOpen: false };
    } finally {
      closeSync(descriptor);
    }
  }

  #append(path: string, { head, whole, size, isOpen }: End): Left {
    const { by, now } = this.#options;
    const at = new Date(now()).toISOString();
    let prev = head;
    const lines = this.#pending.map((entry) => {
      const line = lineOf(entry, { at, by, prev });
      prev = line.digest;
      return `${JSON.stringify(line)}\n`;
    });
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);
    const descriptor = openSync(path, flags, 0o666);
    try {
      if (whole < size) {
        boundary('remove');
        ftruncateSync(descriptor, whole);
      }
      const added = Buffer.from(`${isOpen ? '\n' : ''}${lines.join('')}`);
      writeFully(descriptor, added);
      fsyncSync(descriptor);
      return { size: whole + added.length, head: prev!, last: Buffer.from(lines.at(-1)!) };
    } catch (error) {
      attempt(() => ftruncateSync(descriptor, whole));
      // The system's error about a descriptor does not name the file.
      throw Object.assign(error as NodeJS.ErrnoException, { path });
    } finally {
      closeSync(descriptor);
    }
  }

  /** A link in the place of the ledger would lead what is written there to another place. */
  #confirmPlace(): void {
    if (statIfThere(join(this.#root, LEDGER), lstatSync)?.isSymbolicLink() !== true) return;
    throw new ProblemError([
      problemAt({
        code: 'linked-store',
        message: `\`${LEDGER}/\` is a symbolic link: the record would be written elsewhere`,
        hint: 'put a folder in its place: the record belongs to the project, to be committed with it',
      }),
    ]);
  }
}
