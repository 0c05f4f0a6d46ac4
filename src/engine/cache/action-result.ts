/**
 * Bazel's `ActionResult` in protocol buffers' wire format, as far as papermake uses it
 * (build.bazel.remote.execution.v2, remote_execution.proto): `output_files` with their digests, and `stdout_raw`.
 */
import type { Digest } from '../../base/brand.ts';

export interface OutputFile {
  readonly path: string;
  readonly digest: Digest;
  readonly size: number;
  /** Bytes of a small file; a larger one stands under its digest. */
  readonly contents?: Uint8Array;
}

export interface ActionResult {
  readonly files: readonly OutputFile[];
  readonly stdout: string;
}

/** Numbers of fields, each with its wire type: 0 for a varint, 2 for bytes. */
const FIELD = {
  result: { outputFiles: 2, stdoutRaw: 5 },
  file: { path: 1, digest: 2, contents: 5 },
  digest: { hash: 1, sizeBytes: 2 },
} as const;

const VARINT = 0;
const BYTES = 2;

export function encodeResult({ files, stdout }: ActionResult): Uint8Array {
  return Buffer.concat([
    ...files.map((file) => bytesField(FIELD.result.outputFiles, encodeFile(file))),
    bytesField(FIELD.result.stdoutRaw, Buffer.from(stdout)),
  ]);
}

function encodeFile({ path, digest, size, contents }: OutputFile): Buffer {
  const ofDigest = [bytesField(FIELD.digest.hash, Buffer.from(digest)), varintField(FIELD.digest.sizeBytes, size)];
  return Buffer.concat([
    bytesField(FIELD.file.path, Buffer.from(path)),
    bytesField(FIELD.file.digest, Buffer.concat(ofDigest)),
    ...(contents === undefined ? [] : [bytesField(FIELD.file.contents, contents)]),
  ]);
}

/** Fields that hold their default are left out, as protocol buffers demand. */
const bytesField = (field: number, bytes: Uint8Array): Buffer =>
  bytes.length === 0 ? Buffer.alloc(0) : Buffer.concat([varint(field * 8 + BYTES), varint(bytes.length), bytes]);

const varintField = (field: number, value: number): Buffer =>
  value === 0 ? Buffer.alloc(0) : Buffer.concat([varint(field * 8 + VARINT), varint(value)]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** Throws at what `encodeResult` did not write: one byte of another kind is another message. */
export function decodeResult(bytes: Uint8Array): ActionResult {
  const files: OutputFile[] = [];
  let stdout = '';
  for (const [field, value] of fieldsOf(bytes)) {
    if (field === FIELD.result.outputFiles) files.push(decodeFile(asBytes(value)));
    else if (field === FIELD.result.stdoutRaw) stdout = text(value);
    else throw new Error(`an action result with a field ${field}`);
  }
  const result = { files, stdout };
  if (!Buffer.from(bytes).equals(encodeResult(result))) throw new Error('an action result in another form');
  return result;
}

function decodeFile(bytes: Uint8Array): OutputFile {
  const fields = new Map(fieldsOf(bytes));
  const digest = new Map(fieldsOf(asBytes(fields.get(FIELD.file.digest))));
  const contents = fields.get(FIELD.file.contents);
  const size = digest.get(FIELD.digest.sizeBytes) ?? 0;
  if (typeof size !== 'number') throw new Error('an action result with a size that is no number');
  return {
    path: text(fields.get(FIELD.file.path)),
    digest: text(digest.get(FIELD.digest.hash)) as Digest,
    size,
    ...(contents !== undefined && { contents: asBytes(contents) }),
  };
}

type FieldContent = number | Uint8Array;

function* fieldsOf(bytes: Uint8Array): Generator<readonly [field: number, value: FieldContent]> {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; at < bytes.length; scale *= 0x80) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80 && Number.isSafeInteger(value)) return value;
    }
    throw new Error('an action result that ends early');
  };
  while (at < bytes.length) {
    const tag = number();
    const value = number();
    const field = Math.floor(tag / 8);
    if (tag % 8 === VARINT) yield [field, value];
    else if (tag % 8 === BYTES && at + value <= bytes.length) {
      at += value;
      yield [field, bytes.subarray(at - value, at)];
    } else throw new Error('an action result that is none');
  }
}

function asBytes(value: FieldContent | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new Error('an action result that lacks a field');
}

const text = (value: FieldContent | undefined): string =>
  value === undefined ? '' : new TextDecoder('utf-8', { fatal: true }).decode(asBytes(value));
