/** Any column of a frame as factor codes. */
import type { Codes } from '../econ/data.ts';
import { type Column } from './column.ts';
/** Any column as factor codes: levels of numbers in numeric order, of text as its dictionary. O(N), or O(N log L) for L levels. */
export declare function codesOf(column: Column): Codes;
