/** Defines the complaints about a data file. */
import { type Diagnostic, Refusal } from '../base/problem.ts';

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
  /** Keys of the step with which the file is read, where the file tells them. */
  readonly mend?: Readonly<Record<string, number | readonly number[]>>;
}>;

/** Expected: the file is not as declared. */
export class DataError extends Error {
  readonly complaints: readonly DataComplaint[];
  constructor(...complaints: readonly DataComplaint[]) {
    super(complaints.map((c) => c.message).join('; '));
    this.name = 'DataError';
    this.complaints = complaints;
  }
}

/** Runs what may throw a DataError and returns its complaints instead. */
export function complaintsOf(work: () => void): readonly DataComplaint[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof DataError) return error.complaints;
    throw error;
  }
}

/** Runs what may throw a DataError, whose complaints are then about this key. */
export function aboutKey<T>(path: readonly string[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DataError) throw new DataError(...error.complaints.map((each) => ({ ...each, path })));
    throw error;
  }
}

/** The number of cells, keys or rows that a message shows before it only counts. */
export const SHOWN = 5;

/** Runs what may refuse an expression, which is then told at this key; a cell of a file is told at that cell. */
export function refusedAt<T>(path: readonly string[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.cell !== undefined) throw error;
    const { code, message, hint } = error;
    throw new DataError({ code, message, hint, path });
  }
}

/** `3 cells`, `1 cell`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** A text as it is written in YAML, within a list too. */
export function yamlScalar(text: string): string {
  const plain = /^[\p{L}_][\p{L}\p{N}_ ./（）-]*$/u.test(text) && !text.endsWith(' ');
  return plain && !/^(true|false|null)$/i.test(text) ? text : JSON.stringify(text);
}

/** `a`, `b` and 3 more */
export function listed(items: readonly string[], total: number = items.length): string {
  const first = items.slice(0, SHOWN).map((item) => `\`${item}\``);
  return total > first.length ? `${first.join(', ')} and ${total - first.length} more` : first.join(', ');
}

export function listSheets(names: readonly string[]): string {
  return `the workbook has the sheets ${listed(names)}`;
}
