/**
 * Which script of dist/ holds which module. Each module stands in one script, so that there is one of every class; what a script uses of
 * another one is loaded when it is first used (`src/app/load.ts`).
 */
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { pathInside } from '../src/base/system/path-inside.ts';

export interface Split {
  readonly scripts: readonly string[];
  /** Text of a script's entry: what the others use of it, a namespace a module, which is run when the script is or when it is first used. */
  entry(script: string): string;
  /** Leaves imports of other scripts' modules as `SCRIPT#NAMESPACE`. */
  plugin(script: string): Plugin;
  /** What `SCRIPT#NAMESPACE` stands for. */
  module(name: string): string;
}

type Graph = Readonly<Record<string, readonly Import[]>>;

interface Import {
  readonly path: string;
  readonly original?: string;
  readonly kind: string;
  readonly external?: boolean;
}

/** How a program is split: `src/…`, `steps/…` and `node_modules/…` are modules. */
export interface Plan {
  /** The script that is loaded first, the modules that it holds with all that they import, and those that it holds besides. */
  readonly first: { readonly script: string; readonly entries: readonly string[]; readonly holds: RegExp };
  /** The script of all that has no other. */
  readonly rest: string;
  readonly apart: readonly (readonly [script: string, holds: RegExp])[];
  /** Scripts whose modules are run one by one, each when it is first used. */
  readonly asked: readonly string[];
  /** Modules whose script is told, whatever the above says. */
  readonly moved: Readonly<Record<string, string>>;
}

/** `whole` makes a single script of everything. */
export async function split({ first, rest, apart, asked, moved }: Plan, whole: BuildOptions): Promise<Split> {
  const root = whole.absWorkingDir!;
  const { metafile } = await build({ ...whole, write: false, metafile: true });
  const graph: Graph = Object.fromEntries(
    Object.entries(metafile.inputs).map(([module, { imports }]) => [module, imports]),
  );
  const isFirst = reachedFrom(first.entries, graph);
  const scriptOf = (module: string): string =>
    moved[module] ??
    (isFirst.has(module) || first.holds.test(module)
      ? first.script
      : (apart.find(([, holds]) => holds.test(module))?.[0] ?? rest));
  const crossing = modulesUsedElsewhere(graph, scriptOf);
  const namespaceOf = new Map(crossing.map((module, at) => [module, `m${at}`]));

  const elsewhere = (script: string, importer: string, specifier: string): string | undefined => {
    const module = graph[importer]?.find(({ original }) => original === specifier)?.path;
    const namespace = namespaceOf.get(module ?? '');
    if (module === undefined || namespace === undefined || scriptOf(module) === script) return undefined;
    return `${scriptOf(module)}#${namespace}`;
  };
  return {
    scripts: [first.script, rest, ...apart.map(([script]) => script)],
    module: (name) => crossing[Number(name.split('#m')[1])]!,
    entry: (script) => {
      const own = crossing.filter((module) => scriptOf(module) === script);
      return asked.includes(script)
        ? `module.exports = {${own.map((module) => `get ${namespaceOf.get(module)}() { return require('./${module}'); },\n`).join('')}};`
        : own.map((module) => `export * as ${namespaceOf.get(module)} from './${module}';\n`).join('');
    },
    plugin: (script) => ({
      name: 'split',
      setup: (esbuild) => {
        esbuild.onResolve({ filter: /./ }, ({ path: specifier, importer }) => {
          const found = elsewhere(script, pathInside(root, importer) ?? importer, specifier);
          return found === undefined ? undefined : { path: found, external: true };
        });
      },
    }),
  };
}

/** With what they import, but not with what is imported once it is asked for. */
function reachedFrom(entries: readonly string[], graph: Graph): ReadonlySet<string> {
  const reached = new Set(entries);
  for (const module of reached)
    for (const { path: other, kind, external } of graph[module] ?? [])
      if (external !== true && kind !== 'dynamic-import') reached.add(other);
  return reached;
}

function modulesUsedElsewhere(graph: Graph, scriptOf: (module: string) => string): string[] {
  const used = new Set<string>();
  for (const [module, imports] of Object.entries(graph))
    for (const { path: other, kind, external } of imports) {
      if (external === true || graph[other] === undefined || scriptOf(other) === scriptOf(module)) continue;
      if (kind === 'require-call') throw new Error(`${module} and ${other} are CommonJS and need one script`);
      used.add(other);
    }
  return [...used].sort();
}
