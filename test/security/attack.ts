/** Tools of an attacker: stores and logs that no papermake wrote, with checksums that hold. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const MAGIC = 'papermake traces v1\n';
const HEAD = 36;

export function readRecords(path: string): Buffer[] {
  const log = readFileSync(path);
  const records: Buffer[] = [];
  for (let at = MAGIC.length; at < log.length; ) {
    const length = log.readUInt32LE(at);
    records.push(Buffer.from(log.subarray(at + HEAD, at + HEAD + length)));
    at += HEAD + length;
  }
  return records;
}

export function writeRecords(path: string, records: readonly Uint8Array[]): void {
  const framed = records.map((payload) => {
    const head = Buffer.alloc(HEAD);
    head.writeUInt32LE(payload.length, 0);
    Buffer.from(sha256(payload), 'hex').copy(head, 4);
    return Buffer.concat([head, payload]);
  });
  writeFileSync(path, Buffer.concat([Buffer.from(MAGIC), ...framed]));
}

interface TraceJson {
  artifact: { type: string; parts: { name: string; digest: string; size: number }[] };
  [more: string]: unknown;
}

/** A trace with other JSON or other inline bytes. */
export function editTrace(payload: Buffer, edit: (trace: TraceJson) => void): Buffer {
  const jsonAt = 35 + payload.readUInt16LE(33);
  const length = payload.readUInt32LE(jsonAt);
  const trace = JSON.parse(payload.subarray(jsonAt + 4, jsonAt + 4 + length).toString()) as TraceJson;
  edit(trace);
  const json = Buffer.from(JSON.stringify(trace));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(json.length, 0);
  return Buffer.concat([payload.subarray(0, jsonAt), size, json, payload.subarray(jsonAt + 4 + length)]);
}

export const isTraceOf = (payload: Buffer, node: string): boolean =>
  payload[0] === 1 && payload.subarray(35, 35 + payload.readUInt16LE(33)).toString() === node;

/** `DIGEST\nJSON`, as the derived files of the store are. */
export function editChecked(path: string, edit: (body: string) => string): void {
  const text = readFileSync(path, 'utf8');
  const body = edit(text.slice(text.indexOf('\n') + 1));
  writeFileSync(path, `${sha256(body)}\n${body}`);
}

/** A folder outside of every project, with something to steal or to spoil. */
export class Outside {
  readonly folder = mkdtempSync(join(tmpdir(), 'papermake outside '));

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
