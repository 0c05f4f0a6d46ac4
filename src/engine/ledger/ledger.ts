/** The ledger of a project, to which this clone appends. An entry that any chain has already adds nothing. */
import { closeSync, constants, fsyncSync, ftruncateSync, lstatSync, openSync } from 'node:fs';
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

export class Ledger {
  readonly #root: string;
  readonly #options: LedgerOptions;
  readonly #known: Set<string>;
  readonly #chains: readonly Chain[];
  #pending: Entry[] = [];
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
    const before = readChain(path, chainBytes(this.#root, path) ?? Buffer.alloc(0));
    const head = this.#append(join(this.#root, path), before);
    this.#pending = [];
    noteChain(this.#root, { id: this.#id, head });
  }

  #append(path: string, { head, whole, size, isOpen }: Chain): Line['digest'] {
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
      writeFully(descriptor, Buffer.from(`${isOpen ? '\n' : ''}${lines.join('')}`));
      fsyncSync(descriptor);
    } catch (error) {
      attempt(() => ftruncateSync(descriptor, whole));
      // The system's error about a descriptor does not name the file.
      throw Object.assign(error as NodeJS.ErrnoException, { path });
    } finally {
      closeSync(descriptor);
    }
    return prev!;
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
