import type { Frame, StoredRows } from '../frame.ts';
/**
 * Length of a head (uint32, padded to 8), the head (JSON, padded to 8), then in a panel, each padded to 8: the unit of each run of rows, as a
 * column; the first row of each run (uint32); the times, as distances from the earliest (uint16) or as a column. Without a panel the
 * order in the file counts and only the number remains.
 */
export declare function encodeRows(frame: Frame): Uint8Array;
export declare function decodeRows(part: Uint8Array): StoredRows;
