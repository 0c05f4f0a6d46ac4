/** Step kinds as the engine holds them: each with the digest of its code. */
import type { Digest } from '../base/brand.ts';
import { digestJson } from '../base/canonical.ts';
import { memo, memoByIdentity } from '../base/memo.ts';
import type { StepKind } from './step.ts';

/** The digest of a kind's code, and the files and packages that it covers. */
export interface KindCode {
  /** Digest of the bundled text and the packages. */
  readonly digest: Digest;
  /** Import closure: path relative to `root`, forward slashes → digest of the file without comments, formatting and types. */
  readonly files: Readonly<Record<string, Digest>>;
  /** Imported packages: name → version. */
  readonly packages: Readonly<Record<string, string>>;
  /** A project's own kinds alone have this: specifier of a package (`lodash/fp`) → digest of the file that it means. */
  readonly imports?: Readonly<Record<string, Digest>>;
}

/** The methods from which nodes of a kind choose; a node's key holds the code of the one that it names, and of no other. */
export interface Methods {
  /** Name of a method → all code that its runs load. */
  readonly codes: Readonly<Record<string, KindCode>>;
  /** Digest of all code that plans. No node's key holds it, since what it settles is in the parameters. */
  readonly planning: Digest;
}

export interface LoadedKind {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: a registry holds kinds of every parameter type
  readonly kind: StepKind<any>;
  readonly code: KindCode;
  readonly methods?: Methods;
  /** The method that a node named, whose code is in `code`. */
  readonly method?: string;
  /** The module of a project's own kind, which holds all of it; null for the built-in ones, which are in the bundle. */
  readonly module: string | null;
  /** Files of packages, outside of the project, that say what the kind's code is; absolute. */
  readonly lookedAt?: readonly string[];
}

export type Kinds = ReadonlyMap<string, LoadedKind>;

/** The kind of a node, with the code of the method that its run loads besides the kind's own. */
export const kindOf = (kinds: Kinds, name: string, method: string | undefined): LoadedKind =>
  method === undefined ? kinds.get(name)! : loadedWith(kinds.get(name)!)(method);

/** A kind with the code of a method; a project's own kinds have no methods, and stay as they are. */
const loadedWith: (loaded: LoadedKind) => (method: string) => LoadedKind = memoByIdentity((loaded) =>
  memo((method) => {
    if (loaded.methods === undefined) return loaded;
    const added = loaded.methods.codes[method];
    if (added === undefined) throw new Error(`kind \`${loaded.name}\` has no method \`${method}\``);
    const { digest, files, packages } = loaded.code;
    const code: KindCode = {
      digest: digestJson([digest, added.digest]),
      files: { ...files, ...added.files },
      packages: { ...packages, ...added.packages },
    };
    const { name, methods, module } = loaded;
    return {
      name,
      get kind() {
        return loaded.kind;
      },
      code,
      methods,
      method,
      module,
    };
  }),
);
