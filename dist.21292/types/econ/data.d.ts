/** Defines the data set that the numerics read: columns of numbers and of codes, and its panel. */
import type { TimeType } from '../base/calendar.ts';
import type { Refusal } from '../base/problem.ts';
/**
 * The data set that the numerics read. `src/frame` provides it; tests build it from arrays. Reading an undeclared column throws, which
 * keeps keys honest.
 */
export interface Data {
    readonly nrows: number;
    /** Declared panel structure; rows are then sorted by (unit, time). */
    readonly panel: {
        readonly unit: string;
        readonly time: string;
    } | null;
    has(name: string): boolean;
    type(name: string): ColumnType;
    /** NaN is missing. Dates are days since 1970-01-01, months and quarters count from 1960. Refuses a string or category column by name. */
    numbers(name: string): Float64Array;
    /** Any column as factor codes; −1 is missing. Levels of numbers are their shortest text (`2011`). */
    codes(name: string): Codes;
}
export type ColumnType = 'number' | 'string' | 'category' | TimeType;
export interface Codes {
    /** One per row; −1 missing, otherwise an index into `levels`. */
    readonly codes: Int32Array;
    /** Numbers in numeric order, strings by code unit, categories in their declared order. */
    readonly levels: readonly string[];
    /** Why nobody may take the column for groups; absent where everybody may. */
    readonly refusal?: Refusal;
}
/** The codes of a column whose levels become effects, clusters, indicators or groups. */
export declare function groupsOf(data: Data, name: string): Codes;
