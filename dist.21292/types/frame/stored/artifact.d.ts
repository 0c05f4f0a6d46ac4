/** A frame as a stored artifact: `schema`, `labels`, `order`, `rows`, and one part `column:NAME` for each column. */
import type { Artifact, ArtifactReader } from '../../base/reader.ts';
import type { ColumnType } from '../../econ/data.ts';
import type { Marks } from '../cell-marks.ts';
import type { Column } from '../column.ts';
import { type ColumnChange, ColumnChanges } from '../column-changes.ts';
import type { ColumnNotes } from '../column-notes.ts';
import { Frame, FrameMemory, type Panel } from '../frame.ts';
/** The parts a consumer of these columns declares: the rows' identity and the columns themselves. */
export declare function frameParts(columns: readonly string[]): readonly string[];
/** Shared by the many nodes that read a column. */
export declare const columnPart: (argument: string) => string;
/** The description of a frame for people (`show`, codebooks): column order, types, and the changes made. No estimate depends on it. */
export interface FrameSchema {
    readonly nrows: number;
    readonly panel: Panel | null;
    readonly columns: readonly ({
        readonly name: string;
        readonly type: ColumnType;
    } & ColumnChange)[];
    /** Sentences on the declared changes to the data, with counts. */
    readonly told: readonly string[];
}
/** The part with labels of columns from a frame's files. Frames made of it carry it on without reading the rest. */
export declare const labelsPart = "labels";
/** Orders of texts (level-order.ts), for who asks which comes first. */
export declare const orderPart = "order";
export type ColumnLabels = ReadonlyMap<string, ColumnNotes>;
export declare const readLabels: (reader: ArtifactReader) => ColumnLabels;
/** The texts of a column as they first appear in the file; undefined where rows have them in that order. */
export declare const readOrder: (reader: ArtifactReader, column: string) => readonly string[] | undefined;
/** All that frames made of this one carry on. */
export declare function readNotes(reader: ArtifactReader): ColumnLabels;
/** Members that are stored beside a frame's columns and their labels. */
interface Beside {
    readonly told: readonly string[];
    readonly marks: Marks['list'];
    readonly changes: ColumnChanges;
}
/** The marks that were given to cells of the file (marks.ts), for the engine alone: no node reads them. */
export declare const marksPart = "marks";
export declare function frameArtifact(frame: Frame, notes?: ColumnLabels, { told, marks, changes }?: Partial<Beside>): Artifact;
/**
 * Reads only what is asked for, and only parts that were declared; the panel's own columns come with `rows`. `memory` is of this very
 * artifact, or empty.
 */
export declare function readFrame(reader: ArtifactReader, memory?: FrameMemory): Frame;
/** A stored frame with one column more, and further parts beside it, which are JSON, as an artifact of `type`. Whatever else it had stays. */
export declare function extendFrame(reader: ArtifactReader, type: string, added: readonly {
    readonly name: string;
    readonly column: Column;
}[], more: Readonly<Record<string, unknown>>): Artifact;
/** Types of artifacts that are frames: an index has its weights beside the data, a matching what it balanced. */
export declare const isFrame: (type: string) => boolean;
/** Parts that a step put beside a frame's own. */
export declare function partsBeside(parts: readonly string[]): readonly string[];
export {};
