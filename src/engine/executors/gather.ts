/** Gathers what a node's run reads into a job, from the store and the project's files. */
import type { NodeId } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import type { ArtifactReader } from '../../base/reader.ts';
import { type GraphNode, saidArtifact } from '../graph.ts';
import { artifactDigest } from '../store/recipe.ts';
import type { NodeStanding, StoredArtifact } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { ProjectFiles } from '../system/files.ts';
import type { Job, JobInput, PartBytes } from './executor.ts';
import type { GivenResult } from './last-result.ts';

/** A result whose parts can be read. */
export interface Readable {
  readonly artifact: StoredArtifact;
  /** Bytes of a part; undefined when they are lost or damaged. */
  bytes(part: string): Uint8Array | undefined;
}

export interface JobSource {
  readonly files: ProjectFiles;
  /** Says whether the user lets the project run code and start programs. */
  readonly trusted: boolean;
  /** Gives the withheld variables that a node would read; undefined where it reads none. */
  readonly waits: (node: GraphNode) => readonly string[] | undefined;
  template(name: string): string | undefined;
  result(node: NodeId): Readable | undefined;
  /** Milliseconds of the node's last run. */
  lasted(node: NodeId): number | undefined;
  /** Returns the result of a node's last run, where the next run may take parts of it over. */
  last?(node: GraphNode): GivenResult | undefined;
}

/** An input of a job that cannot be had: whose it is (a node's or a file), and what is lost, in words. */
export interface Lost {
  readonly lost: string;
  readonly node?: NodeId;
  readonly path?: string;
}

/** Files of so many bytes are not sent to a cluster. */
const LARGEST_SENT = 32 * 1024 * 1024;

/** Gives what a node's run starts that only a trusted project may, in words: a program, or code of the project; undefined where it starts nothing. */
export function startedBy({ loaded, params, how }: GraphNode): string | undefined {
  if (loaded.module !== null) return `code of the kind \`${loaded.name}\``;
  return loaded.kind.starts?.(params, how);
}

/** A job that would start what the user has not permitted. */
export interface Withheld {
  readonly starts: string;
}

/** A job that would read variables that are withheld until the plan is registered. */
export interface WaitingJob {
  readonly waits: readonly string[];
}

/** Every run of a node begins here, whoever asks for it: nothing that needs trust, or a registered plan, gets a job without it. */
export function gatherJob(node: GraphNode, source: JobSource): Job | Lost | Withheld | WaitingJob {
  const waits = source.waits(node);
  if (waits !== undefined) return { waits };
  const starts = source.trusted ? undefined : startedBy(node);
  if (starts !== undefined) return { starts };
  const inputs: Record<string, JobInput> = {};
  const { id, loaded, params, seed, how = null, cost = loaded.kind.cost ?? 'short' } = node;
  // A kind that reads a file where it lies does so sooner than it would be sent; all others are given it whole.
  const readsInParts = loaded.module === null && cost !== 'external';
  for (const [name, input] of Object.entries(node.inputs)) {
    const gathered =
      input.is === 'node' ? partsOf(input.node, input.parts, source) : fileOf(input, source, readsInParts);
    if ('lost' in gathered) return gathered;
    inputs[name] = gathered;
  }
  const artifact = saidArtifact(node, loaded.kind);
  const said = artifact === null ? {} : { artifact };
  const lasted = source.lasted(id);
  const last = source.last?.(node);
  const { root } = source.files;
  return { node: id, kind: loaded, ...said, params, inputs, seed, how, root, cost, lasted, ...(last && { last }) };
}

function partsOf(id: NodeId, names: readonly string[] | 'all', source: JobSource): JobInput | Lost {
  const result = source.result(id);
  if (!result) return { lost: `the result of \`${id}\``, node: id };
  const { artifact } = result;
  const wanted = names === 'all' ? null : new Set(names);
  const parts: PartBytes[] = [];
  for (const { name, digest } of artifact.parts) {
    if (wanted?.has(name) === false) continue;
    const bytes = result.bytes(name);
    if (!bytes) return { lost: `the recorded part \`${name}\` of \`${id}\``, node: id };
    parts.push({ name, digest, bytes });
  }
  return { is: 'artifact', type: artifact.type, digest: artifactDigest(artifact), parts };
}

function fileOf(
  input: { readonly is: 'file'; readonly path: string } | { readonly is: 'template'; readonly name: string },
  { files, template }: JobSource,
  readsInParts: boolean,
): JobInput | Lost {
  const path = input.is === 'file' ? input.path : template(input.name);
  if (path === undefined) return { lost: 'a template' };
  if (files.kind(path) !== 'file') return { lost: `the file \`${path}\``, path };
  const stamp = files.largeStamp(path);
  const isHeld = stamp === undefined || (!readsInParts && stamp[0] < LARGEST_SENT);
  const bytes = isHeld ? files.read(path) : { at: files.absolute(path), stamp };
  return bytes ? { is: 'file', path, bytes } : { lost: `\`${path}\` as it was a moment ago`, path };
}

export function readable(store: Store, { key, artifact }: NodeStanding): Readable {
  return {
    artifact,
    bytes: (name) => {
      const part = artifact.parts.find((each) => each.name === name);
      return part && store.part(key, part);
    },
  };
}

export const artifactReader = ({ artifact, bytes }: Readable): ArtifactReader =>
  readerOf(
    artifact.type,
    artifact.parts.map((part) => part.name),
    bytes,
    (name) => `there is no part \`${name}\``,
  );

/** `absent` says what is wrong with asking for a part that `bytes` does not give. */
export function readerOf(
  type: string,
  parts: readonly string[],
  bytes: Readable['bytes'],
  absent: (part: string) => string,
): ArtifactReader {
  const read = (name: string): Uint8Array => {
    const found = bytes(name);
    if (!found) throw new Error(absent(name));
    return found;
  };
  return { type, parts, bytes: read, json: (name) => JSON.parse(Buffer.from(read(name)).toString()) as Json };
}
