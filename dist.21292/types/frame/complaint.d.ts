/** Defines the complaints about a data file. */
import { type Diagnostic } from '../base/problem.ts';
/**
 * Something wrong with a data file, its values or its declaration. The step that reads the file turns it into a
 * complaint at file:row:column and at the YAML.
 */
export type DataComplaint = Diagnostic<{
    /** Row as an editor or spreadsheet counts: the header is row 1. */
    readonly row?: number | undefined;
    /** The file, where several are read. */
    readonly file?: string;
    /** Name in the file. */
    readonly column?: string;
    /** Keys below the step that it is about: `['types', 'v']`. */
    readonly path?: readonly (string | number)[];
    /** A stretch of the scalar that stands at `path`. */
    readonly within?: readonly [start: number, end: number];
    /** It is about the key at `path`, not the value. */
    readonly key?: boolean;
    readonly severity?: 'error' | 'warning';
}>;
/** Expected: the file is not as declared. */
export declare class DataError extends Error {
    readonly complaints: readonly DataComplaint[];
    constructor(...complaints: readonly DataComplaint[]);
}
/** Runs what may throw a DataError and returns its complaints instead. */
export declare function complaintsOf(work: () => void): readonly DataComplaint[];
/** Runs what may throw a DataError, whose complaints are then about this key. */
export declare function aboutKey<T>(path: readonly string[], work: () => T): T;
/** How many cells, keys or rows a message shows before it only counts. */
export declare const SHOWN = 5;
/** Runs what may refuse an expression, which is then told at this key; a cell of a file is told at that cell. */
export declare function refusedAt<T>(path: readonly string[], work: () => T): T;
/** `3 cells`, `1 cell`. */
export declare function count(n: number, noun: string): string;
/** A text as it is written in YAML, within a list too. */
export declare function yamlScalar(text: string): string;
/** `a`, `b` and 3 more */
export declare function listed(items: readonly string[], total?: number): string;
export declare function listSheets(names: readonly string[]): string;
