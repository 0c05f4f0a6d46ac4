/**
 * Columns of a file that are neither numbers nor text nor what was declared. They stop whoever reads them, and nobody else: a file has
 * columns that no result needs.
 */
import { Refusal } from '../../base/problem.ts';
import { type Marks } from '../cell-marks.ts';
import { type Column, type TextColumn, type Untyped } from '../column.ts';
import { type DataComplaint } from '../complaint.ts';
/** The column as texts that nobody may read. `name` is that of the file. */
export declare function untypedColumn(texts: TextColumn, name: string, complaint: DataComplaint, marks: Marks): TextColumn;
export declare function untypedOf(column: Column): Untyped | undefined;
/** Returns the refusal for a node that reads `variable`, and for the `others` if it reads these. */
export declare function untypedRefusal(variable: string, untyped: Untyped, others?: readonly Refusal[]): Refusal;
/** Returns the complaint at a key of the step that reads the file. A merged column comes from another file. */
export declare function untypedComplaint(variable: string, untyped: Untyped, own: Marks, path: readonly (string | number)[]): DataComplaint;
/** Refuses to read columns that were not typed. */
export declare function refuseUntyped(columns: ReadonlyMap<string, Column>, names: readonly string[], marks: Marks, path: readonly (string | number)[]): void;
/** Describes an untyped column that no node reads, without values. */
export declare const untypedInWords: (variable: string, { message }: Untyped) => string;
