/** Step kinds as the engine holds them: the kind, and the digest of its code. */
import type { KindCode } from './code.ts';
import type { StepKind } from './step.ts';

export interface LoadedKind {
  // biome-ignore lint/suspicious/noExplicitAny: a registry holds kinds of every parameter type
  readonly kind: StepKind<any>;
  readonly code: KindCode;
  /** Where a worker can import the kind from; null for the built-in ones, which are in its bundle. */
  readonly module: string | null;
}

export type Kinds = ReadonlyMap<string, LoadedKind>;
