export interface CellSaid {
    /** Name in the file. */
    readonly column: string;
    readonly row: number | null;
    readonly text: string;
}
/** The marks that were given while a file was read. */
export declare class Marks {
    #private;
    static ofFiles(files: readonly (readonly [path: string, marks: Marks])[]): Marks;
    give({ column, row, text }: CellSaid): string;
    has(mark: string): boolean;
    /** The file of a mark, where several were read. */
    fileOf(mark: string): string | undefined;
    /** Marks in order; of several files, those of each, and last those of none of them. */
    get list(): readonly string[] | readonly (readonly string[])[];
}
/** The file of a mark, for a complaint, where several were read. */
export declare function fileIn(marks: Marks, mark: string): {
    readonly file?: string;
};
