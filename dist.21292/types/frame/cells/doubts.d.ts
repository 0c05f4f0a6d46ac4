/**
 * Cells of a text column of which nobody has said what they are: `NA`, which reads like a missing value and is Namibia's code too, and
 * texts that differ from others only in their blanks. They stop whoever takes the column's texts for levels, and nobody else.
 */
import { Refusal } from '../../base/problem.ts';
import { type Marks } from '../cell-marks.ts';
import { type Column, type DoubtfulText, type Doubts } from '../column.ts';
import { type DataComplaint } from '../complaint.ts';
/** Stata's `.a` to `.z` are such, too. */
export declare function looksMissing(text: string): boolean;
interface Origin {
    readonly marks: Marks;
    /** Name in the file. */
    readonly column: string;
    readonly rows: Int32Array;
    /** Cells that each row stands for, where they may be several. */
    readonly counts?: ArrayLike<number> | undefined;
    /** Texts that are known to be values. */
    readonly values: ReadonlySet<string>;
}
/** The column with what is in doubt about it. O(levels), and O(N) where there is something. */
export declare function withDoubts(column: Column, { marks, column: name, rows, counts: cells, values }: Origin): Column;
/** Returns the refusal for a reader that takes the texts of `variable` for levels. */
export declare function doubtRefusal(variable: string, { mark, column, texts }: Doubts): Refusal;
/**
 * Returns the complaint about doubtful texts for the step that reads the file and gave `own` marks. A merged column comes from another
 * file.
 */
export declare function doubtComplaint(variable: string, { mark, texts, column }: Doubts, own: Marks, path: readonly (string | number)[]): DataComplaint;
/** Describes the doubt in words: `2 cells hold `-`, which reads like a missing value`. */
export declare function doubtful(texts: readonly DoubtfulText[]): string;
export {};
