/**
 * The digest of a step kind's code: what its entry file and everything it imports *do*, so that comments, formatting,
 * types and unused imports never make a node stale, and an edit of any file it uses does.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, Loader, Metafile } from 'esbuild';
import type { Digest } from '../base/brand.ts';
import { digestJson, sha256 } from '../base/canonical.ts';
import { type Problem, ProblemError } from '../base/problem.ts';
import { buildProblems, missingPackage } from './code-problems.ts';

export interface KindCode {
  /** Of the bundled text and the packages. */
  readonly digest: Digest;
  /** Import closure: path relative to `root`, forward slashes → digest of the file without comments, formatting and types. */
  readonly files: Readonly<Record<string, Digest>>;
  /** Imported packages: name → version. */
  readonly packages: Readonly<Record<string, string>>;
}

export interface BundledKind {
  readonly code: KindCode;
  /** One ES module with packages left as imports. */
  readonly text: string;
  /** Source map of the text (JSON); sources are relative to `root`. */
  readonly map: string;
}

/** A module of papermake that a kind imports by name. It enters the digest by its contract's version, not by its code. */
export interface Contract {
  readonly version: string;
  /** What the bundled text imports in its place. */
  readonly importAs: string;
}

export interface CodeOptions {
  /** Folder that paths are relative to; absolute. */
  readonly root: string;
  /** specifier (`papermake/step`) → contract */
  readonly alias?: Readonly<Record<string, Contract>>;
}

/** One kind. Throws ProblemError (`step-code`, `step-package`) at file:line:column. */
export async function bundleKind(entryFile: string, options: CodeOptions): Promise<BundledKind> {
  const bundled = await bundleKinds({ kind: entryFile }, options);
  return bundled.kind!;
}

/** Many kinds in one esbuild call. `entries`: name → entry file; the result has the same names. */
export async function bundleKinds(
  entries: Readonly<Record<string, string>>,
  options: CodeOptions,
): Promise<Readonly<Record<string, BundledKind>>> {
  const { build } = await import('esbuild');
  const settings = buildSettings(entries, options);
  const result = await build(settings).catch((failure: unknown) => {
    throw new ProblemError(buildProblems(failure, options.root));
  });
  const closure = new Closure(result.metafile, options);
  const bundled: Record<string, BundledKind> = {};
  for (const name of Object.keys(entries)) {
    const written = (file: string): string =>
      result.outputFiles.find((each) => each.path === path.join(options.root, file))!.text;
    const text = written(`${name}.js`);
    bundled[name] = { code: await closure.code(`${name}.js`, text), text, map: written(`${name}.js.map`) };
  }
  if (closure.problems.length > 0) throw new ProblemError(closure.problems);
  return bundled;
}

function buildSettings(entries: Readonly<Record<string, string>>, { root, alias = {} }: CodeOptions) {
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
    packages: 'external',
    minifyWhitespace: true,
    // Beside the text: where a line stands is no part of what the code does.
    sourcemap: 'external',
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
        },
      },
    ],
  } satisfies BuildOptions;
}

/** Reads the import closure of each output from esbuild's metafile. */
class Closure {
  readonly problems: Problem[] = [];
  private readonly metafile: Metafile;
  private readonly options: CodeOptions;
  private readonly digests = new Map<string, Promise<Digest>>();

  constructor(metafile: Metafile, options: CodeOptions) {
    this.metafile = metafile;
    this.options = options;
  }

  async code(output: string, text: string): Promise<KindCode> {
    const inputs = Object.keys(this.metafile.outputs[output]!.inputs).sort();
    const files: Record<string, Digest> = {};
    for (const file of inputs) files[file] = await this.digest(file);
    const packages = this.packages(inputs, output);
    return { digest: digestJson({ text, packages }), files, packages };
  }

  private digest(file: string): Promise<Digest> {
    let digest = this.digests.get(file);
    if (digest === undefined) {
      digest = digestSource(path.join(this.options.root, file));
      this.digests.set(file, digest);
    }
    return digest;
  }

  private packages(inputs: readonly string[], output: string): Record<string, string> {
    const contracts = new Map(
      Object.entries(this.options.alias ?? {}).map(([name, c]) => [c.importAs, { name, ...c }]),
    );
    const imported = new Set(this.metafile.outputs[output]!.imports.filter((i) => i.external).map((i) => i.path));
    const versions: Record<string, string> = {};
    for (const specifier of [...imported].sort()) {
      const contract = contracts.get(specifier);
      if (contract !== undefined) versions[contract.name] = contract.version;
      else if (!process.getBuiltinModule('node:module').isBuiltin(specifier))
        this.addVersion(packageName(specifier), specifier, inputs, versions);
    }
    return versions;
  }

  private addVersion(
    name: string,
    specifier: string,
    inputs: readonly string[],
    versions: Record<string, string>,
  ): void {
    const root = this.options.root;
    const importer = inputs.find((file) => this.metafile.inputs[file]?.imports.some((i) => i.path === specifier));
    const from = path.join(root, importer ?? '.');
    const version = packageVersion(name, path.dirname(from));
    if (version === undefined) this.problems.push(missingPackage(name, specifier, path.relative(root, from), root));
    else versions[name] = version;
  }
}

/** `@scope/name/sub` → `@scope/name` */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
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

async function digestSource(file: string): Promise<Digest> {
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
  });
  return sha256(stripped.code);
}
