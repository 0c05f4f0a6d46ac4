/**
 * Loads what dist/ holds as scripts with their compiled code beside them. Everything that imports papermake (its own
 * command, its workers, a project's step kinds, a user's tests) comes through here, so that all meet the same classes.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CachedScript } from './code-cache.ts';
import { optimise } from './optimisation.ts';

/** The built file of `bundle.ts`, whose name the build fills in. */
declare const BUNDLE: string;

/** The function in which the build wraps each file. It is CommonJS, but for `import()`, which scripts lack on some versions of Node. */
type Wrapped = (
  module: { exports: unknown },
  exports: unknown,
  require: (name: string) => unknown,
  fileUrl: string,
  importModule: (specifier: string) => Promise<unknown>,
) => void;

const folder = path.dirname(fileURLToPath(import.meta.url));
const scripts = new Map<string, { readonly script: CachedScript; readonly exports: unknown }>();

function load(name: string): unknown {
  const known = scripts.get(name);
  if (known) return known.exports;
  optimise('usual');
  const script = new CachedScript(path.join(folder, name));
  const module = { exports: {} };
  (script.value() as Wrapped)(module, module.exports, requireModule, import.meta.url, importModule);
  scripts.set(name, { script, exports: module.exports });
  return module.exports;
}

/** The same at once, for a script whose functions are called without waiting. */
const requireModule = (specifier: string): unknown =>
  specifier.startsWith('./') ? load(specifier) : process.getBuiltinModule(specifier);

/** Imports a module: `./NAME` is a library that the build put beside this file, anything else a module of Node's. */
const importModule = async (specifier: string): Promise<unknown> =>
  specifier.startsWith('./') ? load(specifier) : import(specifier);

export const bundle = load(BUNDLE) as typeof import('./bundle.ts');

/** Keeps what was compiled, for the next start. */
export function keepCode(): void {
  for (const { script } of scripts.values()) script.keep();
}
