/** Words DuckDB's errors about a query as papermake's own, at the place in the query. */
import { tmpdir } from 'node:os';
import { ownValue } from '../../base/own-value.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { aside } from '../../base/value.ts';
import { type DataComplaint, DataError } from '../complaint.ts';

interface DuckDbError {
  readonly exception_type: string;
  readonly exception_message: string;
  /** The first byte that it is about. */
  readonly position?: string;
}

/** Returns the JSON in an error of DuckDB, or undefined for any other error. */
function said(error: unknown): DuckDbError | undefined {
  if (!(error instanceof Error)) return undefined;
  const at = error.message.indexOf('{"exception_type"');
  if (at < 0) return undefined;
  try {
    return JSON.parse(error.message.slice(at)) as DuckDbError;
  } catch {
    return undefined;
  }
}

/** Sentences that replace DuckDB's where those quote values of the data. */
const quoting: Readonly<Record<string, string>> = {
  Conversion: 'a value cannot be converted',
  'Invalid Input': 'a value is none that a function takes',
  'Out of Range': 'a value is out of range',
  Constraint: 'values are not as they must be',
};

/** Errors that DuckDB finds before it looks at any value. */
const ofWords: ReadonlySet<string> = new Set(['Parser', 'Syntax', 'Binder', 'Catalog', 'Not implemented']);

/**
 * `columns`: those that the query reads, whose values DuckDB may quote. `before`: bytes in front of the query in what was run. Any other
 * error is thrown as it is.
 */
export function queryError(error: unknown, query: string, columns: readonly string[], before = 0): DataError {
  const found = said(error);
  if (found === undefined) throw error;
  const { exception_type: type, exception_message: message, position } = found;
  const room = roomProblem(type, message);
  if (room !== undefined) return new DataError(room);
  const [first = '', ...more] = message.split('\n').filter((line) => line.trim() !== '');
  const place = Number(position) - before;
  const within = place >= 0 ? { within: wordAt(query, place) } : {};
  const absent = absentColumn(first, columns);
  if (absent !== undefined) return new DataError({ ...absent, ...within });
  // An error of the query's own words holds no value; any other may quote one.
  const of = ofWords.has(type) ? [] : columns;
  const words = aside(of, `: ${first.replaceAll('`', "'")}`);
  const hint = aside(of, more.join('; ').replaceAll('`', "'")) || undefined;
  const happened = ownValue(quoting, type);
  return new DataError({
    code: 'bad-query',
    message: `${happened === undefined ? 'the query does not hold' : `the query does not run, ${happened}`}${words}`,
    hint,
    path: ['query'],
    ...within,
  });
}

/** DuckDB is given the columns that the query names alone, so that it knows of none that could have been meant. */
function absentColumn(words: string, columns: readonly string[]): DataComplaint | undefined {
  const [, inAny, inOne] =
    /^Referenced column "(.+)" not found|^Table "[^"]+" does not have a column named "(.+)"/.exec(words) ?? [];
  const name = inAny ?? inOne;
  if (name === undefined) return undefined;
  return {
    code: 'bad-query',
    message: `the query does not hold: no such column \`${name.replaceAll('`', "'")}\``,
    hint: didYouMean(name, columns) ?? '`papermake show STEP` lists the columns of a step',
    path: ['query'],
  };
}

/** A disk or a memory that is full is no mistake of the query's. */
function roomProblem(type: string, message: string): DataComplaint | undefined {
  if (type !== 'Out of Memory' && !/no space left|disk quota|max_temp_directory_size|could not write/i.test(message))
    return undefined;
  return {
    code: 'no-room',
    message: `the query needs more room than there is among the temporary files in \`${tmpdir()}\``,
    hint: 'what had finished is kept; make room there, or set TMPDIR to a folder with room',
    path: ['query'],
  };
}

/** The word that begins at a byte of the query. */
export function wordAt(query: string, byte: number): readonly [number, number] {
  const start = Buffer.from(query).subarray(0, byte).toString().length;
  const [word = ' '] = /^(?:[\p{L}\p{N}_$.]+|"[^"]*"|'[^']*'|\S)/u.exec(query.slice(start)) ?? [];
  return [start, start + word.length];
}
