/**
 * The digest of a step kind's code: what its entry file and everything it imports *do*, so that comments, formatting,
 * types and unused imports never make a node stale, and an edit of any file it uses does.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, Loader, Metafile } from 'esbuild';
import type { Digest } from '../../base/brand.ts';
import { digestJson, sha256 } from '../../base/canonical.ts';
import { type Problem, ProblemError } from '../../base/problem.ts';
import type { KindCode } from '../kinds.ts';
import { buildProblems, codeInStore, importsOtherwise, missingPackage } from './code-problems.ts';
import { OwnPackages, packageName } from './own-packages.ts';

export interface KindText {
  readonly code: KindCode;
  /** One ES module with packages left as imports. */
  readonly text: string;
}

/** A text to run: errors name lines by its map, and its packages are found. */
export interface BundledKind extends KindText {
  /** Source map of the text (JSON); sources are relative to `root`. */
  readonly map: string;
  /** Specifier that the text imports in place of a package → the package's file; absolute. */
  readonly resolved: Readonly<Record<string, string>>;
  /** Files of packages that were looked at, or looked for, to know what an import means; absolute. */
  readonly lookedAt: readonly string[];
}

/** A module of papermake that a kind imports by name. It enters the digest by its contract's version, not by its code. */
export interface Contract {
  readonly version: string;
  /** The specifier that the bundled text imports in its place. */
  readonly importAs: string;
}

export interface CodeOptions {
  /** Folder that paths are relative to; absolute. */
  readonly root: string;
  /** specifier (`papermake/step`) → contract */
  readonly alias?: Readonly<Record<string, Contract>>;
  /** Files (relative to the root) whose code, and that of what they import, is no part of what imports them. */
  readonly apart?: readonly string[];
  /** Looks for packages from the root, wherever they are imported; without it the text imports them by name. */
  readonly resolvePackages?: boolean;
}

/** Bundles one kind, to be run. Throws ProblemError (`step-code`, `step-package`) at file:line:column. */
export async function bundleKind(entryFile: string, options: CodeOptions): Promise<BundledKind> {
  const { texts, maps, packages } = await bundle({ kind: entryFile }, options, 'external');
  const { resolved = {}, lookedAt = [] } = packages ?? {};
  return { ...texts.kind!, map: maps.kind!, resolved, lookedAt };
}

/** Bundles many kinds in one esbuild call, for their digests. `entries`: name → entry file; the result has the same names. */
export async function bundleKinds(
  entries: Readonly<Record<string, string>>,
  options: CodeOptions,
): Promise<Readonly<Record<string, KindText>>> {
  return (await bundle(entries, options, false)).texts;
}

async function bundle(
  entries: Readonly<Record<string, string>>,
  options: CodeOptions,
  sourcemap: BuildOptions['sourcemap'] & (false | 'external'),
) {
  const { build } = await import('esbuild');
  const packages = options.resolvePackages === true ? new OwnPackages(options.root) : undefined;
  const settings = { ...buildSettings(entries, options, packages), sourcemap };
  const result = await build(settings).catch((failure: unknown) => {
    throw new ProblemError(buildProblems(failure, options.root));
  });
  const written = new Map(result.outputFiles.map((file) => [path.relative(options.root, file.path), file]));
  const closure = new Closure(result.metafile, options, packages);
  const texts: Record<string, KindText> = {};
  const maps: Record<string, string | undefined> = {};
  for (const name of Object.keys(entries)) {
    const { text } = written.get(path.normalize(`${name}.js`))!;
    texts[name] = { code: await closure.code(`${name}.js`, text), text };
    maps[name] = written.get(path.normalize(`${name}.js.map`))?.text;
  }
  if (closure.problems.length > 0) throw new ProblemError(closure.problems);
  return { texts, maps, packages };
}

function buildSettings(
  entries: Readonly<Record<string, string>>,
  { root, alias = {}, apart = [] }: CodeOptions,
  packages: OwnPackages | undefined,
) {
  return {
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.resolve(root, file)])),
    absWorkingDir: root,
    outdir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
    ...(packages ? packages.settings : { packages: 'external' }),
    minifyWhitespace: true,
    // A map stands beside the text: where a line stands is no part of what the code does.
    sourcesContent: false,
    legalComments: 'none',
    // A tsconfig of the project must not change what the code means or which imports count.
    tsconfigRaw: '{}',
    logLevel: 'silent',
    plugins: [
      {
        name: 'contracts',
        setup: (esbuild) => {
          esbuild.onResolve({ filter: /^[^./]/ }, ({ path: specifier }) => {
            const contract = alias[specifier];
            return contract === undefined ? undefined : { path: contract.importAs, external: true };
          });
          if (apart.length === 0) return;
          esbuild.onResolve({ filter: /^\./ }, ({ path: specifier, resolveDir }) => {
            const file = path.relative(root, path.resolve(resolveDir, specifier)).replaceAll(path.sep, '/');
            return apart.includes(file) ? { path: file, external: true } : undefined;
          });
        },
      },
      ...(packages ? [packages.plugin] : []),
    ],
  } satisfies BuildOptions;
}

/** Reads the import closure of each output from esbuild's metafile. */
class Closure {
  readonly problems: Problem[] = [];
  private readonly metafile: Metafile;
  private readonly options: CodeOptions;
  private readonly own: OwnPackages | undefined;
  private readonly digests = new Map<string, Promise<Digest>>();

  constructor(metafile: Metafile, options: CodeOptions, own: OwnPackages | undefined) {
    this.metafile = metafile;
    this.options = options;
    this.own = own;
  }

  async code(output: string, text: string): Promise<KindCode> {
    const inputs = Object.keys(this.metafile.outputs[output]!.inputs).sort();
    const files: Record<string, Digest> = {};
    for (const file of inputs) files[file] = await this.digest(file);
    for (const file of this.own ? inputs : [])
      this.problems.push(...importsOtherwise(file, this.metafile.inputs[file]!.imports, this.options.root));
    const imported = [...new Set(this.metafile.outputs[output]!.imports.filter((i) => i.external).map((i) => i.path))];
    const packages = this.packages(imported, inputs);
    const imports = this.own && this.imports(imported, this.own, inputs);
    return { digest: digestJson({ text, packages, imports }), files, packages, ...(imports ? { imports } : {}) };
  }

  private digest(file: string): Promise<Digest> {
    let digest = this.digests.get(file);
    if (digest === undefined) {
      digest = digestSource(path.join(this.options.root, file), this.options.root);
      this.digests.set(file, digest);
    }
    return digest;
  }

  private packages(imported: readonly string[], inputs: readonly string[]): Record<string, string> {
    const contracts = new Map(
      Object.entries(this.options.alias ?? {}).map(([name, c]) => [c.importAs, { name, ...c }]),
    );
    const versions: Record<string, string> = {};
    for (const each of [...imported].sort()) {
      const contract = contracts.get(each);
      if (contract !== undefined) versions[contract.name] = contract.version;
      else if (this.options.apart?.includes(each)) continue;
      else if (!process.getBuiltinModule('node:module').isBuiltin(each)) this.addVersion(each, inputs, versions);
    }
    return versions;
  }

  private addVersion(imported: string, inputs: readonly string[], versions: Record<string, string>): void {
    const specifier = this.own?.specifierOf(imported) ?? imported;
    const name = packageName(specifier);
    const importer = path.join(this.options.root, this.importerOf(imported, inputs));
    const version = this.own ? this.own.found(specifier)?.version : packageVersion(name, path.dirname(importer));
    if (version !== undefined) versions[name] = version;
    else this.problems.push(missingPackage(name, specifier, this.importerOf(imported, inputs), this.options.root));
  }

  private importerOf(imported: string, inputs: readonly string[]): string {
    return inputs.find((file) => this.metafile.inputs[file]?.imports.some((i) => i.path === imported)) ?? '.';
  }

  /** Digests of the files that imports of packages mean; undefined where no package is imported. */
  private imports(
    imported: readonly string[],
    own: OwnPackages,
    inputs: readonly string[],
  ): Record<string, Digest> | undefined {
    const inStore = [...inputs.map((file) => path.resolve(this.options.root, file)), ...Object.values(own.resolved)];
    for (const file of inStore.filter((each) => own.isInStore(each)))
      this.problems.push(codeInStore(file, this.options.root));
    const digests = imported.flatMap((each) => {
      const specifier = own.specifierOf(each);
      const found = specifier === undefined ? undefined : own.found(specifier);
      return found ? [[specifier!, found.digest] as const] : [];
    });
    return digests.length > 0 ? Object.fromEntries(digests.sort(([a], [b]) => (a < b ? -1 : 1))) : undefined;
  }
}

function packageVersion(name: string, folder: string): string | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? undefined : packageVersion(name, parent);
  }
}

const loaders: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.json': 'json',
};

async function digestSource(file: string, root: string): Promise<Digest> {
  const bytes = readFileSync(file);
  const loader = loaders[path.extname(file)];
  if (loader === undefined) return sha256(bytes);
  const { transform } = await import('esbuild');
  const stripped = await transform(bytes, {
    loader,
    target: 'node20',
    charset: 'utf8',
    minifyWhitespace: true,
    legalComments: 'none',
    tsconfigRaw: '{}',
  }).catch((failure: unknown) => {
    throw new ProblemError(buildProblems(failure, root));
  });
  return sha256(stripped.code);
}
