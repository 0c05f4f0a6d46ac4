/** Reads the messages of the protocol, a line each. What is none is answered here, since nothing else would answer it, and so is one that is too long. */
import { Transform, type TransformCallback } from 'node:stream';
import { attempt } from '../../base/attempt.ts';
import { isJsonObject } from '../../base/json.ts';
import { CODES } from './door.ts';

/** A message of more bytes is no question. */
export const LONGEST_MESSAGE = 4 * 1024 * 1024;

const LINE_FEED = 0x0a;

type Refuse = (line: string) => void;

/** Passes on whole lines that are messages; `refuse` is handed the answers to the others. */
export class Messages extends Transform {
  #parts: Buffer[] = [];
  #length = 0;
  /** Says whether the rest of a line that was too long is still to come. */
  #isSkipping = false;
  readonly #refuse: Refuse;

  constructor(refuse: Refuse) {
    super();
    this.#refuse = refuse;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      this.#add(chunk.subarray(from, end));
      this.#endLine();
      from = end + 1;
    }
    this.#add(chunk.subarray(from));
    done();
  }

  #add(part: Buffer): void {
    if (this.#isSkipping || part.length === 0) return;
    this.#length += part.length;
    if (this.#length <= LONGEST_MESSAGE) return void this.#parts.push(part);
    this.#isSkipping = true;
    this.#parts = [];
    this.#refuse(refusal(null, CODES.invalid, `a message has at most ${LONGEST_MESSAGE} bytes`));
  }

  #endLine(): void {
    const line = Buffer.concat(this.#parts).toString('utf8');
    const isWhole = !this.#isSkipping;
    this.#parts = [];
    this.#length = 0;
    this.#isSkipping = false;
    if (!isWhole || line.trim() === '') return;
    const refused = refusalOf(line);
    if (refused === undefined) this.push(`${line}\n`);
    else this.#refuse(refused);
  }
}

/** The answer to a line that is no message; undefined for one that is. */
function refusalOf(line: string): string | undefined {
  const message = attempt((): unknown => JSON.parse(line));
  if (message === undefined) return refusal(null, CODES.unreadable, 'the message is not JSON');
  if (!isJsonObject(message)) return refusal(null, CODES.invalid, 'a message is one object');
  const { jsonrpc, id, method } = message;
  const isAnswer = 'result' in message || 'error' in message;
  const hasId = typeof id === 'string' || (typeof id === 'number' && Number.isSafeInteger(id));
  const said = hasId ? id : null;
  if (jsonrpc !== '2.0') return refusal(said, CODES.invalid, '`jsonrpc` is `"2.0"`');
  if (id !== undefined && !hasId) return refusal(null, CODES.invalid, '`id` is a text or a whole number');
  if (typeof method !== 'string' && !isAnswer) return refusal(said, CODES.invalid, 'a request names its `method`');
  const { params } = message;
  if (params !== undefined && !isJsonObject(params)) return refusal(said, CODES.invalid, '`params` is an object');
  return undefined;
}

const refusal = (id: string | number | null, code: number, message: string): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } })}\n`;
