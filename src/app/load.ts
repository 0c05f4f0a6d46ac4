/**
 * Loads what dist/ holds as scripts with their compiled code beside them. Everything that imports papermake (its own
 * command, its workers, a project's step kinds, a user's tests) comes through here, so that all meet the same classes.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CachedScript } from './start/code-cache.ts';
import { optimisingAsUsual } from './start/optimisation.ts';

/** Script → its file, which the build fills in (`scripts/split.ts`). */
declare const SCRIPTS: Readonly<Record<string, string>>;
/** Scripts whose modules are run one by one, each when it is first used. */
declare const ASKED: readonly string[];

/** The function in which the build wraps each file. It is CommonJS, but for `import()`, which scripts lack on some versions of Node. */
type Wrapped = (
  module: { exports: unknown },
  exports: unknown,
  require: (name: string) => unknown,
  fileUrl: string,
  importModule: (specifier: string) => Promise<unknown>,
) => void;

type Namespace = Readonly<Record<string, unknown>>;

interface Loaded {
  readonly name: string;
  readonly script: CachedScript;
  readonly module: { exports: unknown };
  isWhole: boolean;
}

/** Scripts that load no other while they run to their end: the first of every start and that of every command. */
const startsAlone: ReadonlySet<string> = new Set(['bundle', 'running']);

const folder = path.dirname(fileURLToPath(import.meta.url));
const loaded = new Map<string, Loaded>();

/** Scripts use each other, so one is known before it has run to its end. */
function load(file: string): Loaded {
  const known = loaded.get(file);
  if (known) return known;
  const script = optimisingAsUsual(() => new CachedScript(path.join(folder, file)));
  const fresh: Loaded = { name: file.split('-')[0]!, script, module: { exports: {} }, isWhole: false };
  loaded.set(file, fresh);
  (fresh.script.value() as Wrapped)(fresh.module, fresh.module.exports, requireModule, import.meta.url, importModule);
  fresh.isWhole = true;
  return fresh;
}

/** Modules of scripts that have run to their end, by `SCRIPT#NAMESPACE`: plain values, since a getter costs more where it is met a million times. */
const modules = new Map<string, Namespace>();
const awaited = new Map<string, Namespace>();

/** The script, its file and the namespace that `SCRIPT#NAMESPACE` means. */
function placeOf(specifier: string): { readonly script: string; readonly file: string; readonly name: string } {
  const at = specifier.indexOf('#');
  const script = specifier.slice(0, at);
  return { script, file: SCRIPTS[script]!, name: specifier.slice(at + 1) };
}

/** `SCRIPT#NAMESPACE`: a module in another script, which is loaded when one of the module's names is first used. */
function moduleElsewhere(specifier: string): Namespace {
  const { script, file } = placeOf(specifier);
  const isThere = modules.has(specifier) || (loaded.get(file)?.isWhole === true && !ASKED.includes(script));
  return isThere ? moduleOf(specifier) : (awaited.get(specifier) ?? later(specifier));
}

function moduleOf(specifier: string): Namespace {
  const known = modules.get(specifier);
  if (known) return known;
  const { file, name } = placeOf(specifier);
  const { module, isWhole } = load(file);
  const namespace = (module.exports as Readonly<Record<string, Namespace>>)[name]!;
  if (!isWhole) return namespace;
  const values = { ...namespace };
  modules.set(specifier, values);
  return values;
}

/** Stands for the module, whose values it inherits once one of them was used. */
function later(specifier: string): Namespace {
  const { file } = placeOf(specifier);
  const use = (_: object, name: string): unknown => {
    const beginning = [...loaded.values()].findLast(({ isWhole }) => !isWhole);
    if (beginning && (startsAlone.has(beginning.name) || loaded.get(file)?.isWhole === false))
      throw new Error(`the start of \`${beginning.name}\` needs \`${specifier}\``);
    const found = moduleOf(specifier);
    if (loaded.get(file)!.isWhole) Object.setPrototypeOf(module, found);
    return found[name];
  };
  const module: Namespace = Object.create(new Proxy({}, { get: use }));
  awaited.set(specifier, module);
  return module;
}

const ours = (specifier: string): unknown => {
  if (specifier.includes('#')) return moduleElsewhere(specifier);
  return specifier.startsWith('./') ? load(specifier.slice('./'.length)).module.exports : undefined;
};

const requireModule = (specifier: string): unknown => ours(specifier) ?? process.getBuiltinModule(specifier);

/** `./NAME` is a library that the build put beside this file; what is none of ours is a module of Node's or a package. */
const importModule = async (specifier: string): Promise<unknown> =>
  specifier.includes('#') ? moduleOf(specifier) : (ours(specifier) ?? import(specifier));

export const bundle = load(SCRIPTS.bundle!).module.exports as typeof import('./bundle.ts');

/** Loads a script before it is needed: the build does so with each, to see that it needs none that waits for it. */
export const start = (script: string): void => void load(SCRIPTS[script]!);

/** Keeps what was compiled, for the next start. */
export function keepCode(): void {
  for (const { script } of loaded.values()) script.keep();
}
