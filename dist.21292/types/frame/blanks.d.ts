import { type TextColumn } from './column.ts';
import { type DataComplaint } from './complaint.ts';
/** Almost every text has none, and is given back as it is. */
export declare function trimBlanks(text: string): string;
/** Full-width digits and signs as plain ones, the minus sign too, and any blank as the plain one. No `²` or `②` becomes a digit: those mark footnotes. */
export declare function narrowed(text: string): string;
/** Equal for texts that a reader takes for the same: any blanks are one, and beside Chinese characters none. */
export declare function withEqualBlanks(text: string): string;
/** False where the text equals itself `withEqualBlanks`, for texts without blanks around them. */
export declare function hasOddBlanks(text: string): boolean;
/** A text with its unusual blanks made visible: `São⟨U+00A0⟩Paulo`. */
export declare function showBlanks(text: string): string;
/** The place of a column, for messages. */
export interface NamedRows {
    /** in the file */
    readonly name: string;
    /** Row of the file. */
    row(i: number): number;
}
/** The column without blanks around its texts, and a word where texts become equal by that. */
export declare function trimmed(column: TextColumn, { name, row }: NamedRows): {
    readonly column: TextColumn;
    readonly warnings: readonly DataComplaint[];
};
