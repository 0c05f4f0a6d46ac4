/** Gives the result of a node's last run to a run over files that changed a little: its parts by their places, so that few are read. */
import { attempt } from '../../base/attempt.ts';
import type { Digest } from '../../base/brand.ts';
import { canonicalJson, sha256 } from '../../base/canonical.ts';
import type { Json } from '../../base/json.ts';
import { type FileBytes, heldBytes, type LastResult } from '../../base/reader.ts';
import type { GraphNode } from '../graph.ts';
import type { StoredPart } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { ProjectFiles } from '../system/files.ts';
import { storedBytes } from '../system/large-file.ts';

/** The last result in the form that is sent to a thread of this machine. */
export interface GivenResult {
  readonly type: string;
  readonly left: Json;
  /** Each with its bytes, or the absolute path at which they lie. */
  readonly parts: readonly (StoredPart & { readonly at: Uint8Array | string })[];
}

/** Undefined where the node's last run left nothing, was of other parameters or code, read the same files or small ones, or where a part is gone. */
export function lastResultOf(node: GraphNode, store: Store, files: ProjectFiles): GivenResult | undefined {
  if (!Object.values(node.inputs).some((input) => input.is === 'file' && isLarge(input.path, files))) return undefined;
  const last = store.last(node.id);
  if (last?.left === undefined || last.artifact.parts.length === 0) return undefined;
  const { kind, code, params, inputs } = last.recipe;
  const { loaded } = node;
  if (kind !== loaded.name || code !== loaded.code.digest) return undefined;
  if (canonicalJson(params) !== canonicalJson(node.params)) return undefined;
  const isOther = Object.entries(node.inputs).some(([name, input]) => {
    return input.is === 'file' && isLarge(input.path, files) && inputs[name] !== files.digest(input.path);
  });
  if (!isOther) return undefined;
  const parts = last.artifact.parts.flatMap((part) => {
    const at = store.place(last.key, part);
    return at === undefined ? [] : [{ ...part, at }];
  });
  return parts.length === last.artifact.parts.length ? { type: last.artifact.type, left: last.left, parts } : undefined;
}

const isLarge = (path: string, files: ProjectFiles): boolean => files.largeStamp(path) !== undefined;

export function readLastResult({ type, left, parts }: GivenResult): LastResult {
  const named = (name: string) => parts.find((part) => part.name === name);
  const contents = ({ at, size }: GivenResult['parts'][number]): FileBytes =>
    typeof at === 'string' ? storedBytes(at, size) : heldBytes(at);
  return {
    type,
    left,
    parts: new Map(parts.map(({ name, digest, size, at }) => [name, typeof at === 'string' ? { digest, size } : at])),
    unverified: (name) => {
      const part = named(name);
      return part && contents(part);
    },
    bytes: (name) => {
      const part = named(name);
      return part && attempt(() => verified(contents(part), part.digest));
    },
  };
}

function verified(file: FileBytes, digest: Digest): Uint8Array | undefined {
  const bytes = new Uint8Array(file.size);
  return file.fill(bytes, 0) === file.size && sha256(bytes) === digest ? bytes : undefined;
}
