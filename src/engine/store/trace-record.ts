/** Lays traces in records of the log and reads them: `[TRACE][key 32][standee length u16][standee][json length u32][json][inline parts in order]`. */
import { attempt } from '../../base/attempt.ts';
import type { Key, SharedNode } from '../../base/brand.ts';
import { memoByIdentity } from '../../base/memo.ts';
import { type Content, SHORT } from './artifact.ts';
import { isInline } from './inline-parts.ts';
import { ownerOf } from './pipelines.ts';
import type { NewTrace, StoredArtifact, Trace } from './records.ts';

/** First byte of a trace's payload. */
export const TRACE = 1;

export interface RecordedTrace {
  readonly trace: Trace;
  /** Offset in the payload at which the inline parts begin. */
  readonly inlineAt: number;
}

export interface LaidTrace {
  readonly length: number;
  /** Offset in the payload at which the inline parts begin. */
  readonly inlineAt: number;
  readonly fill: (payload: Buffer) => void;
}

/** Lays a trace in a payload. `contents` are those of the artifact's parts, in their order. */
export function layTrace(standee: SharedNode, trace: NewTrace, contents: readonly (Content | null)[]): LaidTrace {
  const { key, artifact } = trace;
  const json = traceText(trace);
  const nameLength = Buffer.byteLength(standee);
  const jsonLength = Buffer.byteLength(json);
  const jsonAt = 35 + nameLength + 4;
  const body = new Body(json);
  let length = jsonAt + jsonLength;
  for (let i = 0; i < artifact.parts.length; i++) {
    const part = artifact.parts[i]!;
    if (!isInline(part)) continue;
    body.add(contents[i]!);
    length += part.size;
  }
  const fill = (payload: Buffer): void => {
    payload[0] = TRACE;
    payload.write(key, 1, 'hex');
    payload.writeUInt16LE(nameLength, 33);
    payload.write(standee, 35);
    payload.writeUInt32LE(jsonLength, jsonAt - 4);
    body.lay(payload, jsonAt);
  };
  return { length, inlineAt: jsonAt + jsonLength, fill };
}

/** The end of a payload: many small texts one after another are joined to one, which is copied at once. */
class Body {
  readonly #before: Content[] = [];
  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  add(content: Content): void {
    if (typeof content === 'string') this.#text += content;
    else {
      this.#before.push(this.#text, content);
      this.#text = '';
    }
  }

  lay(payload: Buffer, from: number): void {
    let at = from;
    for (const content of this.#before) {
      if (typeof content === 'string') at += payload.write(content, at);
      else {
        payload.set(content, at);
        at += content.length;
      }
    }
    payload.write(this.#text, at);
  }
}

/** JSON of what the payload's head does not hold, put together from texts that thousands of traces share: recipes, origins, short parts. */
function traceText({
  artifact,
  because,
  before,
  from,
  given,
  left,
  log,
  milliseconds,
  origins,
  ranOn,
  recipe,
  warnings,
}: NewTrace): string {
  const some = JSON.stringify({ because, before, from, given, left, log, milliseconds, ranOn, warnings }).slice(1, -1);
  return `{"artifact":${artifactText(artifact)},"origins":${sharedText(origins)},"recipe":${recipe},${some}}`;
}

function artifactText({ type, parts }: StoredArtifact): string {
  let text = '';
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (i > 0) text += ',';
    text += part.size <= SHORT ? sharedText(part) : JSON.stringify(part);
  }
  return `{"parts":[${text}],"type":${JSON.stringify(type)}}`;
}

const sharedText = memoByIdentity((value: object) => JSON.stringify(value));

/** Standee of the trace whose payload begins at `from`. */
export function standeeIn(bytes: Buffer, from = 0): SharedNode {
  return bytes.toString('utf8', from + 35, from + 35 + bytes.readUInt16LE(from + 33)) as SharedNode;
}

/**
 * Reads a trace; undefined for what no papermake wrote, since a checksum shows damage, not where a store comes from. Part names are
 * checked against what a node declares before anything is written.
 */
export const readTrace = (payload: Buffer): RecordedTrace | undefined =>
  attempt(() => {
    const decoded = decodeTrace(payload);
    return isTrace(decoded.trace) ? decoded : undefined;
  });

function isTrace({ recipe, artifact, origins, warnings, because, milliseconds }: Trace): boolean {
  return (
    typeof recipe.inputs === 'object' &&
    typeof recipe.kind === 'string' &&
    isDigest(recipe.code) &&
    typeof artifact.type === 'string' &&
    artifact.parts.every(
      ({ name, digest, size }) =>
        typeof name === 'string' && isDigest(digest) && Number.isSafeInteger(size) && size >= 0,
    ) &&
    typeof origins === 'object' &&
    Array.isArray(warnings) &&
    Array.isArray(because) &&
    typeof milliseconds === 'number'
  );
}

const isDigest = (text: unknown): boolean => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);

function decodeTrace(payload: Buffer): RecordedTrace {
  const { node } = ownerOf(standeeIn(payload));
  const jsonAt = 35 + payload.readUInt16LE(33);
  const length = payload.readUInt32LE(jsonAt);
  const rest = JSON.parse(payload.subarray(jsonAt + 4, jsonAt + 4 + length).toString()) as Omit<Trace, 'key' | 'node'>;
  const key = payload.subarray(1, 33).toString('hex') as Key;
  return { trace: { key, node, ...rest }, inlineAt: jsonAt + 4 + length };
}
