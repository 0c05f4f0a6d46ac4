/** Tells whether a text makes its column text: it is no number, or has digits that a number does not keep. */
export declare const makesText: (text: string) => boolean;
export interface LostDigits {
    readonly code: string;
    readonly says: string;
    /** How that is mended, with a value. */
    readonly mends: string;
    /** Cells that hold such digits, and the rows of the first of them. */
    readonly total: number;
    readonly rows: readonly number[];
}
/** Names of a column, in the file and from then on. */
interface ColumnNames {
    readonly name: string;
    readonly variable: string;
}
/**
 * `textAt(i)` is the number of row `i` as it is written, an empty text where the row holds none. Undefined where all are plain digits with
 * codes among them that begin with a zero, or where all are codes. O(N).
 */
export declare function lostDigits(nrows: number, textAt: (row: number) => string, { name, variable }: ColumnNames): LostDigits | undefined;
export {};
