/** Finds the packages that a project's own kinds import, from the project's folder alone, as Node looks from a file in it. */
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, OnResolveArgs, Plugin, PluginBuild } from 'esbuild';
import { attempt } from '../../base/attempt.ts';
import type { Digest } from '../../base/brand.ts';
import { sha256 } from '../../base/canonical.ts';
import { pathInside } from '../../base/system/path-inside.ts';
import { STORE } from '../system/files.ts';

/** Stands before a package's name in a bundle, for the file that was found for it, since a key holds no absolute path. */
const IMPORT = 'papermake:import/';
/** Stands for the URL of the project's folder, which is what `import.meta.url` means in a module that lies nowhere. */
export const PROJECT = 'papermake:project';

export interface FoundPackage {
  readonly version: string;
  /** Digest of the file that the import means. */
  readonly digest: Digest;
}

const ASKED_BY_US = {};

export class OwnPackages {
  readonly #root: string;
  /** Specifier in the bundle → file that it means; absolute. */
  readonly resolved: Record<string, string> = {};
  readonly #lookedAt = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  readonly settings = {
    // Node's own conditions; bundlers have others.
    conditions: [],
    mainFields: ['main'],
    define: { 'import.meta.url': JSON.stringify(PROJECT) },
  } satisfies BuildOptions;

  readonly plugin: Plugin = {
    name: 'packages',
    setup: (esbuild) => {
      esbuild.onResolve({ filter: /^[^./#]/ }, (asked) => this.#resolve(esbuild, asked));
    },
  };

  /** Files that were looked at, or looked for, to know what the imports mean; absolute. */
  get lookedAt(): readonly string[] {
    return [...this.#lookedAt].sort();
  }

  /** The specifier (`lodash/fp`) for what a bundle imports in its place; undefined for any other import. */
  readonly specifierOf = (imported: string): string | undefined =>
    imported.startsWith(IMPORT) ? imported.slice(IMPORT.length) : undefined;

  /** The installed package that an import means; undefined where there is none. */
  found(specifier: string): FoundPackage | undefined {
    const file = this.resolved[IMPORT + specifier];
    if (file === undefined) return undefined;
    return { version: this.#version(path.dirname(file)), digest: sha256(readFileSync(file)) };
  }

  /** Tells whether a file lies in the project's store, which may come from elsewhere and so holds no code. */
  isInStore(file: string): boolean {
    return pathInside(path.join(realpathSync(this.#root), STORE), file) !== undefined;
  }

  async #resolve(esbuild: PluginBuild, { path: specifier, kind, pluginData }: OnResolveArgs) {
    const { isBuiltin } = process.getBuiltinModule('node:module');
    if (pluginData === ASKED_BY_US || kind === 'entry-point' || isBuiltin(specifier) || /^\w\w+:/.test(specifier))
      return undefined;
    const asked = { kind, resolveDir: this.#root, pluginData: ASKED_BY_US };
    const { path: file, errors, namespace } = await esbuild.resolve(specifier, asked);
    this.#lookFor(packageName(specifier));
    if (errors.length === 0 && namespace === 'file') {
      this.resolved[IMPORT + specifier] = file;
      this.#lookedAt.add(file);
    }
    return { path: IMPORT + specifier, external: true };
  }

  /** Notes every folder in which the package may come to be installed, up to the one in which it is. */
  #lookFor(name: string): void {
    for (let folder = this.#root; ; folder = path.dirname(folder)) {
      const file = path.join(folder, 'node_modules', name, 'package.json');
      this.#lookedAt.add(file);
      if (read(file) !== undefined || folder === path.dirname(folder)) return;
    }
  }

  /** The version in the nearest package.json that has one: those of folders inside a package have none. */
  #version(folder: string): string {
    const file = path.join(folder, 'package.json');
    const version = (read(file) as { version?: unknown } | undefined)?.version;
    if (typeof version === 'string') {
      this.#lookedAt.add(file);
      return version;
    }
    const parent = path.dirname(folder);
    return parent === folder ? '' : this.#version(parent);
  }
}

/** The package that a specifier begins with: `@scope/name/sub` → `@scope/name`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const read = (file: string): unknown => attempt(() => JSON.parse(readFileSync(file, 'utf8')));
