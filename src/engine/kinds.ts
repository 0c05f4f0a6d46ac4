/** Step kinds as the engine holds them: the kind, and the digest of its code. */
import type { KindCode } from './code.ts';
import type { StepKind } from './step.ts';

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
