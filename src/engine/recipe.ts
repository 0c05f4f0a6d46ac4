/** Everything that determines a node's result, and its digest. */
import type { Digest, Key } from '../base/brand.ts';
import { canonicalJson, digestJson, sha256 } from '../base/canonical.ts';
import type { Json } from '../base/json.ts';
import { memoByIdentity } from '../base/memo.ts';
import type { StoredArtifact } from './store.ts';

export interface Recipe {
  readonly format: 1;
  readonly kind: string;
  /** Digest of the kind's code. */
  readonly code: Digest;
  readonly params: Json;
  /** `data/column:NQP`, `file`, `template:table.tex.hbs` → digest of exactly what is read */
  readonly inputs: Readonly<Record<string, Digest>>;
  readonly seed?: string;
}

/** `texts` is told the recipe's canonical JSON. */
export function keyOf(recipe: Recipe, texts?: WeakMap<object, string>): Key {
  const text = canonicalJson(recipe);
  texts?.set(recipe, text);
  return sha256(text) as string as Key;
}

/** Of everything an artifact holds, whichever parts of it a node reads. */
export const artifactDigest: (artifact: StoredArtifact) => Digest = memoByIdentity(({ type, parts }) =>
  digestJson([type, parts.map(({ name, digest }) => [name, digest])]),
);
