/** Counts by column the changes that reading a file and deriving variables made to values. */
/** Counts of cells; each is absent where there are none. */
export interface ColumnChange {
    /** Cells that a missing code made missing. */
    readonly readAsMissing?: number;
    /** Values that `map` gave another. */
    readonly recoded?: number;
    /** Gaps that `ipolate` filled. */
    readonly interpolated?: number;
}
export declare class ColumnChanges {
    #private;
    static sum(parts: readonly ColumnChanges[]): ColumnChanges;
    add(variable: string, what: keyof ColumnChange, count: number): void;
    of(variable: string): ColumnChange;
    /** `\`gdp\`: 3 values recoded`, of the variables that are there. */
    inWords(names: readonly string[], what: keyof ColumnChange): readonly string[];
}
