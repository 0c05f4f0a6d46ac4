/** What a node's run reads, gathered outside of a run: to verify a recorded result, or to foresee one. */
import type { NodeId } from '../base/brand.ts';
import type { Json } from '../base/json.ts';
import type { ArtifactReader } from '../base/reader.ts';
import type { Job, JobInput } from './executors/executor.ts';
import type { ProjectFiles } from './files.ts';
import type { GraphNode } from './graph.ts';
import { artifactDigest } from './recipe.ts';
import type { StoredArtifact } from './store.ts';

/** A result whose parts can be read. */
export interface Readable {
  readonly artifact: StoredArtifact;
  /** undefined when the bytes are lost or damaged */
  bytes(part: string): Uint8Array | undefined;
}

export interface JobSource {
  readonly files: ProjectFiles;
  template(name: string): string | undefined;
  result(node: NodeId): Readable | undefined;
}

/** The job, or what of it cannot be had. */
export function gatherJob(node: GraphNode, source: JobSource): Job | { readonly lost: string } {
  const inputs: Record<string, JobInput> = {};
  for (const [name, input] of Object.entries(node.inputs)) {
    const gathered = input.is === 'node' ? partsOf(input.node, input.parts, source) : fileOf(input, source);
    if (typeof gathered === 'string') return { lost: gathered };
    inputs[name] = gathered;
  }
  const { params, seed, how = null } = node;
  return { node: node.id, kind: node.loaded, params, inputs, seed, how, root: source.files.root };
}

function partsOf(id: NodeId, names: readonly string[] | 'all', source: JobSource): JobInput | string {
  const result = source.result(id);
  if (!result) return `the result of \`${id}\``;
  const parts: [string, Uint8Array][] = [];
  for (const { name } of result.artifact.parts) {
    if (names !== 'all' && !names.includes(name)) continue;
    const bytes = result.bytes(name);
    if (!bytes) return `the recorded part \`${name}\` of \`${id}\``;
    parts.push([name, bytes]);
  }
  return { is: 'artifact', type: result.artifact.type, digest: artifactDigest(result.artifact), parts };
}

function fileOf(
  input: { readonly is: 'file'; readonly path: string } | { readonly is: 'template'; readonly name: string },
  { files, template }: JobSource,
): JobInput | string {
  const path = input.is === 'file' ? input.path : template(input.name);
  if (path === undefined || files.kind(path) !== 'file') return `the file \`${path ?? input}\``;
  const bytes = files.read(path);
  return bytes ? { is: 'file', path, bytes } : `\`${path}\` as it was a moment ago`;
}

export function artifactReader({ artifact, bytes }: Readable): ArtifactReader {
  const read = (name: string): Uint8Array => {
    const found = bytes(name);
    if (!found) throw new Error(`there is no part \`${name}\``);
    return found;
  };
  return {
    type: artifact.type,
    parts: artifact.parts.map((part) => part.name),
    bytes: read,
    json: (name) => JSON.parse(Buffer.from(read(name)).toString()) as Json,
  };
}
