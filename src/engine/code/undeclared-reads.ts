/**
 * Notices what the code of a project's own kinds reads with `node:fs`, itself or through a package, without having declared it: no key
 * would hold it. Node's permission model holds for whole processes, so the functions of `fs` that read are wrapped here, and note what
 * is read while such code runs; everything else they do as before.
 */
import type { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { attempt } from '../../base/attempt.ts';
import { pathInside } from '../../base/system/path-inside.ts';
import type { Complaint } from '../step.ts';

/** Functions of `fs` that read contents; whether a file is there, and how large it is, is not watched. */
const READERS = ['copyFile', 'cp', 'open', 'openAsBlob', 'opendir', 'readFile', 'readdir'];

/** Folders of the system and its programs. Windows names its own in the environment. */
const SYSTEM = ['/dev', '/etc', '/lib', '/Library', '/nix', '/proc', '/sys', '/System', '/usr'];
const SYSTEM_NAMES = ['systemroot', 'programfiles', 'programfiles(x86)'];

let storage: AsyncLocalStorage<Reads | undefined> | undefined;

/** Collects what is read while some code of one project runs. */
export class Reads {
  readonly #root: string;
  readonly #declaredFiles: readonly string[];
  #declared: ReadonlySet<string> | undefined;
  readonly #undeclared = new Set<string>();

  /** `declared` are paths relative to the root, or absolute. */
  constructor(root: string, declared: readonly string[]) {
    this.#root = root;
    this.#declaredFiles = declared;
  }

  /** Does the work and notes what it reads, also while a promise that it returns is open. */
  during<T>(work: () => T): T {
    storage ??= wrapReaders();
    return storage.run(this, work);
  }

  note(file: string): void {
    // Paths are looked up at the first read: most code reads nothing by itself.
    this.#declared ??= new Set(
      this.#declaredFiles.flatMap((each) => [path.resolve(this.#root, each), realPath(path.resolve(this.#root, each))]),
    );
    const absolute = path.resolve(file);
    const real = realPath(absolute);
    if (this.#declared.has(absolute) || this.#declared.has(real)) return;
    const root = realPath(this.#root);
    const inside = pathInside(root, real);
    if (isInPackage(absolute) || isInPackage(real) || isModule(real) || (inside === undefined && isOfSystem(real)))
      return;
    this.#undeclared.add(inside === '' ? '.' : (inside ?? real));
  }

  /** One complaint for each file or folder that was read undeclared; `who` names the reader. */
  complaints(who: string): Complaint[] {
    return [...this.#undeclared].sort().map((file) => ({
      code: 'undeclared-read',
      message: `${who} reads \`${file}\` with \`node:fs\`, which it does not declare: a change of it would go unnoticed`,
      hint: 'declare files in `reads`, as in `{ more: { file: … } }`, each file of a folder, and read `context.file(…)` when the node runs',
    }));
  }
}

/** Does what papermake itself reads on behalf of the code that is watched. */
export const unwatched = <T>(work: () => T): T => (storage ? storage.run(undefined, work) : work());

type ReadFunction = (...given: unknown[]) => unknown;

/** Wraps the functions that read; called once in each thread that runs such code. */
function wrapReaders(): AsyncLocalStorage<Reads | undefined> {
  const { AsyncLocalStorage } = process.getBuiltinModule('node:async_hooks');
  const running = new AsyncLocalStorage<Reads | undefined>();
  const wrap = (functions: Record<string, unknown>, name: string): void => {
    const read = functions[name];
    if (typeof read !== 'function') return;
    const wrapped = function (this: unknown, ...given: unknown[]): unknown {
      const file = running.getStore() && fileRead(name, given);
      if (file !== undefined) running.getStore()!.note(file);
      return (read as ReadFunction).apply(this, given);
    };
    functions[name] = Object.assign(wrapped, read);
  };
  const named = fs as unknown as Record<string, unknown>;
  for (const name of READERS) {
    wrap(named, name);
    wrap(named, `${name}Sync`);
    wrap(fs.promises as unknown as Record<string, unknown>, name);
  }
  process.getBuiltinModule('node:module').syncBuiltinESMExports();
  return running;
}

/** The file that a call reads; undefined where it names no path, or opens the file for writing alone. */
function fileRead(name: string, [file, flags]: readonly unknown[]): string | undefined {
  if (name.startsWith('open') && !name.startsWith('opendir') && isWriting(flags)) return undefined;
  if (typeof file === 'string') return file;
  if (Buffer.isBuffer(file)) return file.toString();
  return file instanceof URL && file.protocol === 'file:' ? fileURLToPath(file) : undefined;
}

const isWriting = (flags: unknown): boolean =>
  typeof flags === 'number' ? (flags & 3) === fs.constants.O_WRONLY : typeof flags === 'string' && /^[wa]/.test(flags);

const isInPackage = (file: string): boolean => file.split(path.sep).includes('node_modules');

/** Tells whether a file is the system's or a temporary one, which programs write for themselves. */
function isOfSystem(file: string): boolean {
  // A worker has a copy of the environment, in which a name has but the case that it was given.
  const named = Object.entries(process.env).flatMap(([name, folder = '']) =>
    SYSTEM_NAMES.includes(name.toLowerCase()) && folder !== '' ? [folder] : [],
  );
  return [realPath(tmpdir()), ...SYSTEM, ...named].some((folder) => pathInside(folder, file) !== undefined);
}

/** Tells whether Node reads the file as code, such as that of a linked package. */
const isModule = (file: string): boolean =>
  /\.(c|m)?js$/.test(file) && (new Error().stack?.includes('node:internal/modules/') ?? false);

const realPath = (file: string): string => attempt(() => fs.realpathSync.native(file)) ?? file;
