/** Holds an artifact of a run: the store's description of it, and its contents. JSON stays text until it is laid in a record. */
import { canonicalJson, sha256 } from '../../base/canonical.ts';
import { memo } from '../../base/memo.ts';
import type { KeptPart, PatchedArtifact } from '../../base/reader.ts';
import type { RunResult } from '../step.ts';
import type { StoredArtifact, StoredPart } from './records.ts';

export type Content = string | Uint8Array;

export interface MadeArtifact {
  readonly artifact: StoredArtifact;
  /** Contents of the artifact's parts, in their order; null of one that is in the store already. */
  readonly contents: readonly (Content | null)[];
}

/** Describes what a kind returned. `type` is used for a plain object, whose members become parts. */
export function madeOf(result: RunResult, type: string): MadeArtifact {
  const given = result.parts instanceof Map ? (result as PatchedArtifact) : undefined;
  const parts: StoredPart[] = [];
  const contents: (Content | null)[] = [];
  const add = (name: string, content: Content): void => {
    parts.push(partOf(name, content));
    contents.push(content);
  };
  const keep = (name: string, { digest, size }: KeptPart): void => {
    parts.push({ digest, name, size });
    contents.push(null);
  };
  if (given) for (const [name, part] of given.parts) part instanceof Uint8Array ? add(name, part) : keep(name, part);
  else for (const name of Object.keys(result)) addJson(name, (result as Readonly<Record<string, unknown>>)[name], add);
  return { artifact: { parts, type: given?.type ?? type }, contents };
}

function addJson(name: string, value: unknown, add: (name: string, text: string) => void): void {
  if (value !== undefined) add(name, canonicalJson(value));
}

export function contentNamed({ artifact, contents }: MadeArtifact, name: string): Uint8Array | undefined {
  const content = contents[artifact.parts.findIndex((part) => part.name === name)];
  return typeof content === 'string' ? Buffer.from(content) : (content ?? undefined);
}

/** Texts up to this length (`[]`, `"fe"`, `31`) share their descriptions, since thousands of artifacts hold the same ones. */
export const SHORT = 200;

const shortPart = memo((name: string) => memo((text: string) => described(name, text), 200), 1000);

const partOf = (name: string, content: Content): StoredPart =>
  typeof content === 'string' && content.length <= SHORT ? shortPart(name)(content) : described(name, content);

/** Describes a part; members stand in the order in which they are recorded. */
const described = (name: string, content: Content): StoredPart => ({
  digest: sha256(content),
  name,
  size: typeof content === 'string' ? Buffer.byteLength(content) : content.length,
});
