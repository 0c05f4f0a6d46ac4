/** Value labels: what the numbers of a column stand for, by the number's shortest text, as Stata keeps them. */
export type ValueLabels = Readonly<Record<string, string>>;
export interface ColumnNotes {
    readonly label?: string;
    readonly valueLabels?: ValueLabels;
    /** Texts as they first appear in the file, where a panel's rows have them in another order (level-order.ts). */
    readonly order?: readonly string[];
}
/** Columns below each other have the first label and the first order that one has, and the value labels on which they agree. */
export declare const stackedNotes: (all: readonly ColumnNotes[]) => ColumnNotes;
/** Columns of one variable keep the label that all of them have, and the value labels on which they agree. */
export declare const sharedNotes: (all: readonly ColumnNotes[]) => ColumnNotes;
/** Undefined where there is none. */
export declare const labelsOf: (pairs: readonly (readonly [value: string, label: string])[]) => ValueLabels | undefined;
