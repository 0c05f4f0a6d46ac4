/** Step kinds as the engine holds them: the kind, and the digest of its code. */
import type { Digest } from '../base/brand.ts';
import type { StepKind } from './step.ts';

/** What a kind's code is digested from. */
export interface KindCode {
  /** Of the bundled text and the packages. */
  readonly digest: Digest;
  /** Import closure: path relative to `root`, forward slashes → digest of the file without comments, formatting and types. */
  readonly files: Readonly<Record<string, Digest>>;
  /** Imported packages: name → version. */
  readonly packages: Readonly<Record<string, string>>;
  /** Of a project's own kinds: what a package is imported as (`lodash/fp`) → digest of the file that this means. */
  readonly imports?: Readonly<Record<string, Digest>>;
}

export interface LoadedKind {
  // biome-ignore lint/suspicious/noExplicitAny: a registry holds kinds of every parameter type
  readonly kind: StepKind<any>;
  readonly code: KindCode;
  /** The module of a project's own kind, which holds all of it; null for the built-in ones, which are in the bundle. */
  readonly module: string | null;
  /** Files outside of the project that say what its code is, those of packages; absolute. */
  readonly lookedAt?: readonly string[];
}

export type Kinds = ReadonlyMap<string, LoadedKind>;
