import type { FileBytes } from '../../base/reader.ts';
import { type Column } from '../column.ts';
/**
 * Tag and number of rows (8 bytes), then
 * numbers and times: float64 little-endian, −0 as 0 and one bit pattern for missing;
 * text: number of entries (uint32, padded to 8), codes (int32, padded to 8), entries as byte length (uint32) and UTF-8; then, where
 * there are any, what nobody said of it (`doubts`, `untyped`) as canonical JSON.
 */
export declare function encodeColumn(column: Column): Uint8Array;
/** The inverse of `encodeColumn`; views into `bytes` where they lie on a multiple of 8, copies otherwise. */
export declare function decodeColumn(bytes: Uint8Array): Column;
/** The bytes of a stored column's rows from one to before another, as a column of their own: of a text with the whole dictionary. */
export declare function sliceOfColumn(file: FileBytes, from: number, to: number): Uint8Array;
