import type { ColumnType } from '../../econ/data.ts';
export interface ColumnReading {
    readonly type: ColumnType;
    /** Returns the number that a text means, or NaN where it means none. Absent for plain types. */
    readonly read?: (text: string) => number;
    /** Describes for hints the forms of dates that are read. */
    readonly reads?: string;
}
/** Spellings of readings. The parts in capitals are the user's. */
export declare const readingForms: readonly string[];
/** Reads a declared type; undefined where it is none. */
export declare function readingOf(declared: string): ColumnReading | undefined;
/** Says how a column is declared so that a reading reads it, with one of its texts. */
export declare function readsAs(reading: string, text: string, variable: string): string;
/** The readings that read every one of these texts, as they are written. */
export declare function readingsOf(texts: readonly string[]): readonly string[];
/** The formats by which all these texts are dates; two where days and months cannot be told apart. */
export declare const dateFormatsOf: (texts: readonly string[]) => readonly string[];
