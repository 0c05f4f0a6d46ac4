/** THE list of built-in step kinds, in the order the docs show them. */
import type { StepKind } from '../src/engine/step.ts';

// biome-ignore lint/suspicious/noExplicitAny: kinds of every parameter type
export const kinds: readonly StepKind<any>[] = [];
