/** Step kinds as the engine holds them: the kind, and the digest of its code. */
import type { Digest } from '../base/brand.ts';
import type { StepKind } from './step.ts';

export interface KindCode {
  /** Digest of the kind's code: its import closure as bundled, packages by name@version. */
  readonly digest: Digest;
  /** source file → digest, so that `why` can name the file */
  readonly files: Readonly<Record<string, Digest>>;
  readonly packages: Readonly<Record<string, string>>;
}

export interface LoadedKind {
  // biome-ignore lint/suspicious/noExplicitAny: a registry holds kinds of every parameter type
  readonly kind: StepKind<any>;
  readonly code: KindCode;
  /** Where a worker can import the kind from; null for the built-in ones, which are in its bundle. */
  readonly module: string | null;
}

export type Kinds = ReadonlyMap<string, LoadedKind>;
