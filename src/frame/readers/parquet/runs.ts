/** Reads Parquet’s runs of repeated and bit-packed integers, in which levels and dictionary indices stand. */
import type { DataReader } from 'hyparquet';
import { readVarInt } from 'hyparquet/src/thrift.js';
import { unpackRuns } from './passes.ts';

/** No index has more bits than these: a dictionary of so many values would be none. */
const WIDEST = 24;

/**
 * `n` numbers of `width` bits in Parquet's hybrid of runs and packed bits (Encodings.md, RLE), each below `limit`. A run may say more than are
 * asked for: packed ones come by the eight.
 */
export function readRuns({ view, offset }: DataReader, width: number, n: number, limit = 1 << WIDEST): Int32Array {
  if (width > WIDEST) throw new Error(`indices of ${width} bits`);
  const packed = new Uint8Array(view.buffer, view.byteOffset + offset, view.byteLength - offset);
  const read = width === 0 ? { numbers: new Int32Array(n), most: Math.min(0, n - 1) } : unpackRuns(packed, width, n);
  if (read === undefined) throw new RangeError('runs past the end');
  if (read.most >= limit) throw new Error('a page refers to a value that its dictionary does not hold');
  return read.numbers;
}

/** Tells whether one run says that all `n` numbers are 1, as where no value is missing. */
export function areOnes(reader: DataReader, n: number): boolean {
  if (reader.view.byteLength < 2) return false;
  const header = readVarInt(reader) >>> 0;
  return (header & 1) === 0 && header >>> 1 >= n && reader.view.getUint8(reader.offset) === 1;
}
