/**
 * The rows' identity as a part of its own: their number, and of a panel its columns of unit and time, which nodes read that name neither. They
 * stand in few bytes, since rows of a unit follow each other, and times are mostly small integers.
 */
import { canonicalJson } from '../../base/canonical.ts';
import { bytesToShare, numbersToShare } from '../../base/system/shared-memory.ts';
import { type Column, isText, type NumericColumn } from '../column.ts';
import type { Frame, Panel, StoredRows } from '../frame.ts';
import { decodeColumn, encodeColumn } from './bytes.ts';

const FORM = 2;
/** Times that are fewer than so many from the earliest are two bytes each. */
const NEAR = 65_536;

interface KeysHead {
  /** Absent where the columns of unit and time stand behind the head as they are. */
  readonly form?: typeof FORM;
  readonly nrows: number;
  readonly panel: Panel | null;
  /** Bytes of each chunk behind the head. */
  readonly lengths: readonly number[];
  /** The earliest time, and their type, where they are two bytes each. */
  readonly near?: { readonly low: number; readonly type: NumericColumn['type'] };
}

/**
 * Length of a head (uint32, padded to 8), the head (JSON, padded to 8), then in a panel, each padded to 8: the unit of each run of rows, as a
 * column; the first row of each run (uint32); the times, as distances from the earliest (uint16) or as a column. Without a panel the
 * order in the file counts and only the number remains.
 */
export function encodeRows(frame: Frame): Uint8Array {
  const { nrows, panel } = frame;
  if (panel === null) return joined({ form: FORM, nrows, panel, lengths: [] }, []);
  const [unit, time] = [frame.column(panel.unit), frame.column(panel.time)];
  const starts = runStarts(isText(unit) ? unit.codes : unit.values);
  const near = isText(time) ? undefined : nearOf(time);
  const chunks = [
    encodeColumn(atRows(unit, starts)),
    bytesIn(starts),
    near === undefined ? encodeColumn(time) : bytesIn(distances((time as NumericColumn).values, near.low)),
  ];
  const lengths = chunks.map((chunk) => chunk.length);
  return joined({ form: FORM, nrows, panel, lengths, ...(near && { near }) }, chunks);
}

export function decodeRows(part: Uint8Array): StoredRows {
  const bytes = part.byteOffset % 8 === 0 ? part : part.slice();
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head: KeysHead = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const { form, nrows, panel, lengths, near } = head;
  if (panel === null) return { nrows, panel, keys: new Map() };
  let at = 8 + padded(length);
  const chunks = lengths.map((size) => {
    const from = at;
    at += padded(size);
    return bytes.subarray(from, from + size);
  });
  const unit = (): Column => {
    const column = decodeColumn(chunks[0]!);
    return form === undefined ? column : overRuns(column, numbersOf(Uint32Array, chunks[1]!), nrows);
  };
  const time = (): Column =>
    near === undefined
      ? decodeColumn(chunks.at(-1)!)
      : { type: near.type, values: fromDistances(numbersOf(Uint16Array, chunks[2]!), near.low) };
  return {
    nrows,
    panel,
    keys: new Map([
      [panel.unit, unit],
      [panel.time, time],
    ]),
  };
}

function joined(head: KeysHead, chunks: readonly Uint8Array[]): Uint8Array {
  const all = [new TextEncoder().encode(canonicalJson(head)), ...chunks];
  const bytes = bytesToShare(all.reduce((sum, chunk) => sum + padded(chunk.length), 8));
  new DataView(bytes.buffer).setUint32(0, all[0]!.length, true);
  let at = 8;
  for (const chunk of all) {
    bytes.set(chunk, at);
    at += padded(chunk.length);
  }
  return bytes;
}

const padded = (length: number): number => 8 * Math.ceil(length / 8);

const bytesIn = ({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const numbersOf = <T>(
  form: { new (buffer: ArrayBufferLike, from: number, n: number): T; readonly BYTES_PER_ELEMENT: number },
  { buffer, byteOffset, length }: Uint8Array,
): T => new form(buffer, byteOffset, length / form.BYTES_PER_ELEMENT);

/** The first row of each run of equal values. */
function runStarts(values: Int32Array | Float64Array): Uint32Array {
  const starts = new Uint32Array(values.length);
  let runs = 0;
  for (let i = 0; i < values.length; i++) if (i === 0 || values[i] !== values[i - 1]) starts[runs++] = i;
  return starts.subarray(0, runs);
}

const atRows = (column: Column, rows: Uint32Array): Column =>
  isText(column)
    ? { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) }
    : { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) };

function overRuns(column: Column, starts: Uint32Array, nrows: number): Column {
  if (isText(column)) {
    const codes = new Int32Array(nrows);
    fillRuns(codes, column.codes, starts);
    return { ...column, codes };
  }
  const values = numbersToShare(nrows);
  fillRuns(values, column.values, starts);
  return { ...column, values };
}

function fillRuns<T extends Int32Array | Float64Array>(into: T, values: T, starts: Uint32Array): void {
  for (let run = 0; run < starts.length; run++) {
    const end = starts[run + 1] ?? into.length;
    for (let i = starts[run]!; i < end; i++) into[i] = values[run]!;
  }
}

/** Undefined where some time is no integer near the earliest. */
function nearOf({ type, values }: NumericColumn): KeysHead['near'] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    // missing ones are none, either
    if (Math.floor(value) !== value) return undefined;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high && high - low < NEAR ? { low: low + 0, type } : undefined;
}

function distances(values: Float64Array, low: number): Uint16Array {
  const found = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) found[i] = values[i]! - low;
  return found;
}

function fromDistances(found: Uint16Array, low: number): Float64Array {
  const values = numbersToShare(found.length);
  for (let i = 0; i < found.length; i++) values[i] = found[i]! + low;
  return values;
}
