/** Makes the folder in which a command runs: it holds the declared inputs and nothing else, and is removed afterwards. */
import {
  chmodSync,
  type Dirent,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { getSystemErrorMap } from 'node:util';
import { attempt } from '../../../src/base/attempt.ts';
import { memo } from '../../../src/base/memo.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { listedPath } from '../../../src/base/system/file-names.ts';
import { removeInUse } from '../../../src/base/system/remove.ts';
import { removeLeftFolders, temporaryFolder } from '../../../src/base/system/temporary-folder.ts';

/** At most so many files that a command wrote are looked at. */
const MOST_SEEN = 10_000;
const EXECUTABLE_STARTS = ['#!', '\x7fELF'];

/** Gives what killed runs left, data among it, goes before the first command of a process. */
const clearLeft = memo((_process: number): number => removeLeftFolders());

export class CommandFolder {
  readonly #root: string;
  /** Path of the folder. */
  readonly path: string;
  readonly #inputs = new Map<string, Uint8Array>();

  constructor() {
    clearLeft(process.pid);
    this.#root = made('a folder', temporaryFolder);
    this.path = join(this.#root, 'work');
    this.#make('a folder', () => {
      mkdirSync(this.path);
      mkdirSync(this.temporaries);
    });
  }

  /** Folder for the command's own temporary files. */
  get temporaries(): string {
    return join(this.#root, 'tmp');
  }

  /** Path of a file beside the command's folder, out of its sight. */
  beside(name: string): string {
    return join(this.#root, name);
  }

  /** Adds an input as a read-only copy, since a link would let a command change the project's own file. */
  add(place: string, bytes: Uint8Array): void {
    const path = join(this.path, place);
    const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
    this.#make(`\`${place}\``, () => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
      chmodSync(path, EXECUTABLE_STARTS.some((each) => start.startsWith(each)) ? 0o555 : 0o444);
    });
    this.#inputs.set(place, bytes);
  }

  /** Makes the subfolders of outputs. */
  expect(places: Iterable<string>): void {
    for (const place of places)
      this.#make(`\`${dirname(place)}\``, () => mkdirSync(dirname(join(this.path, place)), { recursive: true }));
  }

  holds(place: string): boolean {
    return this.#inputs.has(place);
  }

  /** The bytes of an output, or in words why there are none. */
  read(place: string): Uint8Array | string {
    const path = join(this.path, place);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    const listed = listedPath(place, (folder) => this.#names(folder));
    if (listed !== undefined && listed.normalize('NFC') !== place.normalize('NFC'))
      return `did not write \`${place}\`, but \`${listed}\`, which is another file where case counts`;
    if (stat === undefined) return `did not write \`${place}\``;
    if (!stat.isFile() && !stat.isSymbolicLink()) return `made \`${place}\`, which is no file`;
    try {
      if (realpathSync(path).startsWith(this.path + sep)) return readFileSync(path);
      return `made \`${place}\` a link to something outside its folder`;
    } catch (error) {
      return `made \`${place}\`, which cannot be read (${(error as NodeJS.ErrnoException).code})`;
    }
  }

  /** The names in a folder of it, as Windows and macOS too list them: both find a file in any case. */
  #names(folder: string): Set<string> {
    return new Set(attempt(() => readdirSync(join(this.path, folder))));
  }

  /** Inputs that are no longer what they were. */
  changedInputs(): string[] {
    return [...this.#inputs].flatMap(([place, bytes]) => {
      const now = this.read(place);
      return typeof now !== 'string' && Buffer.compare(now, bytes) === 0 ? [] : [place];
    });
  }

  /** Files that the command wrote, as far as they can be listed, without Python's own caches. */
  written(): string[] {
    const found: string[] = [];
    const visit = (folder: string): void => {
      for (const entry of listed(join(this.path, folder))) {
        const place = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (found.length >= MOST_SEEN || entry.name === '__pycache__') continue;
        if (entry.isDirectory()) visit(place);
        else if (!this.#inputs.has(place)) found.push(place);
      }
    };
    visit('');
    return found.sort();
  }

  /** A log in which places have the names that the pipeline has for them. */
  named(log: string): string {
    return log.replaceAll(this.path + sep, '').replaceAll(this.path, '.');
  }

  /** Makes a part of the folder; where that fails, the whole folder is removed. */
  #make(what: string, make: () => void): void {
    try {
      made(what, make);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  remove(): void {
    // A folder that the command made unreadable stays among the system's temporary files; the result stands.
    attempt(() => removeInUse(this.#root));
  }
}

/** Entries of a folder; none where the program removed or locked it. */
const listed = (folder: string): Dirent[] => attempt(() => readdirSync(folder, { withFileTypes: true })) ?? [];

/** Makes something among the system's temporary files, whose folder may be full, missing or locked. */
function made<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const { errno } = error as NodeJS.ErrnoException;
    const why = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1];
    if (why === undefined) throw error;
    throw new Refusal('no-room', `cannot make ${what} among the temporary files in \`${tmpdir()}\`: ${why}`, {
      hint: 'a command runs in a folder there; make room, or set TMPDIR to a folder that may be written',
    });
  }
}
