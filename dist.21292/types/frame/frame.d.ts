import type { Codes, ColumnType, Data } from '../econ/data.ts';
import { type Column } from './column.ts';
export interface Panel {
    readonly unit: string;
    readonly time: string;
}
/** The rows' identity as stored; columns of unit and time are decoded when asked for. */
export interface StoredRows {
    readonly nrows: number;
    readonly panel: Panel | null;
    readonly keys: ReadonlyMap<string, () => Column>;
}
/** Remembers the decoded columns of one stored frame for other readers. */
export declare class FrameMemory {
    rows: StoredRows | undefined;
    readonly columns: Map<string, Column>;
    readonly codes: Map<string, Codes>;
}
/**
 * A data set in columns. With a panel, rows are sorted by (unit, time). Columns of a stored frame are decoded when
 * first asked for; asking for one that the node did not declare throws.
 */
export declare class Frame implements Data {
    #private;
    readonly nrows: number;
    readonly panel: Panel | null;
    /** In the order of the file, merged and derived columns after it; of a stored frame, only what may be read. */
    readonly names: readonly string[];
    constructor(nrows: number, names: readonly string[], panel: Panel | null, load: (name: string) => Column, memory?: FrameMemory);
    /** A frame held in memory. */
    static of(columns: ReadonlyMap<string, Column>, nrows: number, panel?: Panel | null): Frame;
    has(name: string): boolean;
    /** Also one that was not typed, as it stands: what is made of its values goes through the other ways of reading. */
    column(name: string): Column;
    /** A column to be read, not only carried on. */
    typed(name: string): Column;
    type(name: string): ColumnType;
    numbers(name: string): Float64Array;
    codes(name: string): Codes;
}
