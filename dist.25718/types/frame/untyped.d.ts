/**
 * Columns of a file that are neither numbers nor text nor what was declared. They stop whoever reads them, and nobody else: a file has
 * columns that no result needs.
 */
import { Refusal } from '../base/problem.ts';
import { type Column, type TextColumn, type Untyped } from './column.ts';
import type { DataComplaint } from './complaint.ts';
import { type Marks } from './marks.ts';
/** The column as texts that nobody may read. `name` is that of the file. */
export declare function untypedColumn(texts: TextColumn, name: string, complaint: DataComplaint, marks: Marks): TextColumn;
export declare function untypedOf(column: Column): Untyped | undefined;
/** What to tell a node that reads `variable`. */
export declare function untypedRefusal(variable: string, untyped: Untyped): Refusal;
/** The same to a key of the step that reads the file; a merged column comes from another. */
export declare function untypedComplaint(variable: string, untyped: Untyped, own: Marks, path: readonly (string | number)[]): DataComplaint;
/** What is told of it where nobody reads it, without values. */
export declare function untypedInWords(variable: string, { message, stretch }: Untyped): string;
