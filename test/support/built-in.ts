/** The built-in kinds as they stand in the source: without a build, and keyed by their names alone. */
import { sha256 } from '../../src/base/canonical.ts';
import type { Kinds } from '../../src/engine/kinds.ts';
import { kinds } from '../../steps/registry.ts';

export const builtInKinds: Kinds = new Map(
  kinds.map((kind) => [
    kind.name,
    { kind, code: { digest: sha256(kind.name), files: {}, packages: {} }, module: null },
  ]),
);
