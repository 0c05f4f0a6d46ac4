/** An artifact as the store describes it: its parts by name, size and digest. */
import { sha256 } from '../base/canonical.ts';
import { memoByIdentity } from '../base/memo.ts';
import type { Artifact } from '../base/reader.ts';
import type { StoredArtifact } from './store.ts';

export function storedArtifact(artifact: Artifact): StoredArtifact {
  // in the order in which it is recorded
  const parts = [...artifact.parts].map(([name, bytes]) => ({ digest: digestOf(bytes), name, size: bytes.length }));
  return { parts, type: artifact.type };
}

/** Short ones are shared by many artifacts. */
const digestOfShort = memoByIdentity((bytes: Uint8Array) => sha256(bytes));
const digestOf = (bytes: Uint8Array) => (bytes.length <= 32 ? digestOfShort(bytes) : sha256(bytes));
