/** Text of a file in UTF-8, whatever encoding it came in; never a guess that could be wrong. */
import { isUtf8 } from 'node:buffer';
import { DataError } from '../complaint.ts';

export interface Decoded {
  /** UTF-8 without a byte order mark */
  readonly bytes: Uint8Array;
  readonly encoding: string;
}

/**
 * A byte order mark decides, then `encoding`, then valid UTF-8 is UTF-8; otherwise text whose multi-byte characters are
 * nearly all common Chinese is GB18030, and anything else must be declared.
 */
export function toUtf8(bytes: Uint8Array, encoding?: string): Decoded {
  const mark = byteOrderMark(bytes);
  if (mark !== undefined) {
    const body = bytes.subarray(mark.length);
    return mark.encoding === 'utf-8' ? checkedUtf8(body) : transcode(body, mark.encoding);
  }
  if (encoding !== undefined) {
    const label = decoderFor(encoding).encoding;
    return label === 'utf-8' ? checkedUtf8(bytes) : transcode(bytes, encoding);
  }
  if (isUtf8(bytes)) return { bytes, encoding: 'utf-8' };
  if (looksChinese(bytes)) return transcode(bytes, 'gb18030');
  throw new DataError({
    code: 'unknown-encoding',
    message: 'the text is neither UTF-8 nor clearly GB18030',
    hint: 'say which: `encoding: gb18030`, `encoding: latin1`, …',
    path: ['encoding'],
  });
}

/** Refuses a name that no decoder knows. */
export function decoderFor(encoding: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new DataError({
      code: 'unknown-encoding',
      message: `unknown encoding \`${encoding}\``,
      hint: 'known are `utf-8`, `gb18030`, `gbk`, `latin1`, `windows-1252`, `utf-16le`, `big5`, `shift_jis`, …',
      path: ['encoding'],
    });
  }
}

export function byteOrderMark(bytes: Uint8Array): { encoding: string; length: number } | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 };
  return undefined;
}

/** Tells whether an encoding is UTF-8, by one of its names; refuses a name that no decoder knows. */
export const isUtf8Name = (encoding: string): boolean => decoderFor(encoding).encoding === 'utf-8';

function checkedUtf8(bytes: Uint8Array): Decoded {
  if (isUtf8(bytes)) return { bytes, encoding: 'utf-8' };
  throw badText('utf-8');
}

function transcode(bytes: Uint8Array, encoding: string): Decoded {
  const pieces: Buffer[] = [];
  for (const text of decodedPieces(bytes, encoding)) {
    if (text === undefined) throw badText(encoding);
    pieces.push(Buffer.from(text));
  }
  return { bytes: pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces), encoding: decoderFor(encoding).encoding };
}

/** Bytes that are decoded at a time, since a whole file can be longer than a JavaScript string. */
const PIECE_BYTES = 67_108_864;

/** The text piece by piece, ending with undefined where it is not valid. */
function* decodedPieces(bytes: Uint8Array, encoding: string): Generator<string | undefined> {
  const decoder = decoderFor(encoding);
  for (let at = 0; at === 0 || at < bytes.length; at += PIECE_BYTES) {
    const end = Math.min(at + PIECE_BYTES, bytes.length);
    try {
      yield decoder.decode(bytes.subarray(at, end), { stream: end < bytes.length });
    } catch {
      yield undefined;
      return;
    }
  }
}

function badText(encoding: string): DataError {
  return new DataError({
    code: 'bad-encoding',
    message: `the text is not valid ${encoding}`,
    hint: 'name the encoding the file was saved in: `encoding: gb18030`, `encoding: latin1`, …',
    path: ['encoding'],
  });
}

/**
 * The characters people use in Chinese files lie in the GB 2312 block, both bytes from A1 up. Western accents do not pair
 * that way: they stand between ASCII letters.
 */
export function looksChinese(bytes: Uint8Array): boolean {
  let pairs = 0;
  let common = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue;
    pairs++;
    if (bytes[i]! >= 0xa1 && bytes[i]! <= 0xf7 && (bytes[i + 1] ?? 0) >= 0xa1) common++;
    i++;
  }
  return common >= 0.9 * pairs && isGb18030(bytes);
}

function isGb18030(bytes: Uint8Array): boolean {
  for (const piece of decodedPieces(bytes, 'gb18030')) if (piece === undefined) return false;
  return true;
}
