/** Reads Parquet’s runs of repeated and bit-packed integers, in which levels and dictionary indices stand. */
import type { DataReader } from 'hyparquet';
import { readVarInt } from 'hyparquet/src/thrift.js';

/** No index has more bits than these: a dictionary of so many values would be none. */
const WIDEST = 24;

/**
 * `n` numbers of `width` bits in Parquet's hybrid of runs and packed bits (Encodings.md, RLE). A run may say more than are asked for: packed
 * ones come by the eight.
 */
export function readRuns(reader: DataReader, width: number, n: number): Uint32Array {
  const numbers = new Uint32Array(n);
  if (width === 0) return numbers;
  if (width > WIDEST) throw new Error(`indices of ${width} bits`);
  for (let at = 0; at < n; ) {
    const header = readVarInt(reader) >>> 0;
    const many = header & 1 ? (header >>> 1) * 8 : header >>> 1;
    const end = Math.min(n, at + many);
    if (header & 1) readPacked(reader, width, numbers.subarray(at, end), many);
    else numbers.fill(readOne(reader, width), at, end);
    at = end;
  }
  return numbers;
}

function readOne(reader: DataReader, width: number): number {
  let value = 0;
  for (let shift = 0; shift < width; shift += 8) value |= reader.view.getUint8(reader.offset++) << shift;
  return value >>> 0;
}

/** `many` are there, of which the first fill `out`. The last byte may be left out where nothing of it is asked for. */
function readPacked(reader: DataReader, width: number, out: Uint32Array, many: number): void {
  const { view, offset: start } = reader;
  const mask = (1 << width) - 1;
  let offset = start;
  let buffer = 0;
  let bits = 0;
  for (let i = 0; i < out.length; i++) {
    for (; bits < width; bits += 8) buffer |= view.getUint8(offset++) << bits;
    out[i] = buffer & mask;
    buffer >>>= width;
    bits -= width;
  }
  reader.offset = start + (many * width) / 8;
}
