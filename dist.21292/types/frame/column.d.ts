/** The types of a frame's columns, and how readers build columns. */
import { type TimeType } from '../base/calendar.ts';
import type { ColumnType } from '../econ/data.ts';
/** NaN is missing; times are as in base/calendar.ts (the fraction of a date is a time of day). */
export interface NumericColumn {
    readonly type: 'number' | TimeType;
    readonly values: Float64Array;
}
/** Text as codes into a dictionary that holds exactly the values in use; −1 is missing. */
export interface TextColumn {
    /** The dictionary of a string is sorted by code unit, that of a category is in its declared order. */
    readonly type: 'string' | 'category';
    readonly codes: Int32Array;
    readonly dictionary: readonly string[];
    /** Absent where there are none. */
    readonly doubts?: Doubts;
    /** Why nobody may read the column, whose texts are the cells as they stand in the file; absent where it was typed. */
    readonly untyped?: Untyped;
}
/** The cell that kept a column of a file from being typed (untyped.ts). */
export interface Untyped {
    readonly mark: string;
    /** Name in the file. */
    readonly column: string;
    /** Row of the first cell in the file; null where it is about the column as a whole. */
    readonly row: number | null;
    readonly code: string;
    readonly message: string;
    readonly hint: string;
}
/** Texts that nobody may take for levels before the pipeline says what they are (doubts.ts). */
export interface Doubts {
    /** By which the file is found (marks.ts). */
    readonly mark: string;
    /** Name in the file. */
    readonly column: string;
    readonly texts: readonly DoubtfulText[];
}
export interface DoubtfulText {
    readonly text: string;
    /** The text that it equals apart from blanks; null where it reads like a missing value. */
    readonly like: string | null;
    /** Cells that hold it, and the row of the first in the file. */
    readonly count: number;
    readonly row: number;
}
export type Column = NumericColumn | TextColumn;
export declare function isText(column: Column): column is TextColumn;
/** Collects text values in row order; `finish` gives them their canonical dictionary. */
export declare class TextBuilder {
    #private;
    constructor(nrows: number);
    set(row: number, text: string): void;
    /** Gives a row the text of a code. */
    put(row: number, code: number): void;
    /** The codes of `n` rows, to be filled. */
    rows(from: number, n: number): Int32Array;
    /** The code of a text; an empty one is missing. */
    code(text: string): number;
    /** Values that `order` lacks come after it, by code unit: the caller reports them. */
    finish(type?: 'string' | 'category', order?: readonly string[]): TextColumn;
}
/** Returns the column with its dictionary sorted (by `order` first, then by code unit) and without unused entries. */
export declare function canonicalText(column: TextColumn, order?: readonly string[]): TextColumn;
/** Rows of a column by index; an index of −1 gives a missing value. The dictionary stays canonical. */
export declare function gather(column: Column, rows: Int32Array): Column;
/** Returns the open doubts about a column's texts, which go wherever the texts go. */
export declare function caveatsOf({ doubts, untyped }: TextColumn): Pick<TextColumn, 'doubts' | 'untyped'>;
/** One value as text for messages and keys; missing is an empty text. */
export declare function valueText(column: Column, row: number): string;
/** A value of a numeric column. */
export declare function printed(type: NumericColumn['type'], value: number): string;
export declare function numberText(value: number): string;
export declare function columnLength(column: Column): number;
export type { ColumnType };
